"""rapidfuzz over every document: what a team gets from an afternoon's script."""

from __future__ import annotations

from rapidfuzz import fuzz, process, utils

from baselines.contract import TOP, Ranked, System, ranked, texts_of
from byline.evaluation.beir import JudgedCollection


def token_set_ratio(collection: JudgedCollection) -> System:
    """Search by the likeness of the sets of words."""
    texts = [utils.default_process(text) for text in texts_of(collection)]

    def search(question: str) -> Ranked:
        asked = utils.default_process(question)
        found = process.extract(asked, texts, scorer=fuzz.token_set_ratio, processor=None, limit=TOP)
        return ranked(collection, [place for _, _, place in found], found[0][1] if found else 0.0)

    return search
