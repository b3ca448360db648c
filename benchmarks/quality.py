"""How good Byline's replies are, beside what a team would have otherwise, all in one run.

    python benchmarks/quality.py COLLECTIONS [--only xquad-en,covidqa] [--model FOLDER] [--out RESULTS.md]

COLLECTIONS is a folder of test collections in the form of BEIR (docs/evaluation.md). Questions of its
``out-of-scope.txt`` count as unanswerable in every one of them. Every way of searching gets the same
questions, the same typing errors, and title and text of every document.

Needs the extra: ``pip install 'byline[bench]'``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ablation import GROUPS, without
from baselines.bm25 import bigram_scores, searching, word_scores
from baselines.contract import Ranked, System
from baselines.fts5 import porter
from baselines.fuzzy import token_set_ratio
from baselines.tantivy_alone import en_stem
from baselines.transformer import Encoder, cosine_scores, rank_fusion, weighted_sum
from quality_report import Ablation, Loaded, Row, report

from byline.evaluation.beir import JudgedCollection, JudgedQuestion, read_collection, read_unanswerable
from byline.evaluation.metrics import Scorer, means
from byline.evaluation.results import Outcome
from byline.evaluation.run import abstention_of, outcomes_of, spread, with_typos
from byline.evaluation.trial import Found, Tier, Trial, trial
from byline.text.languages import detect_language

BUILT_IN = "**Byline, built in**"
WITH_MODEL = "**Byline with the model**"
"""Our own contestants. The first is the one that is taken apart."""
TYPOS = (0.2, 0.4)
SLOW_QUESTIONS = 200
"""As many of the first questions are asked where asking takes tens of milliseconds."""
ABLATED = 300
"""So many questions are asked once more without each group of features."""
FOREIGN = {"selqa-dev": ("squad-dev",), "squad-dev": ("selqa-dev",)}
"""Collections of other subjects, whose questions nothing answers here."""
MODEL = Path(__file__).resolve().parents[2] / "shared" / "models" / "all-MiniLM-L6-v2-int8"


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way of searching, and how it is tried.

    ``questions`` limits them to the first ones; ``damaged`` says whether it is asked with typing errors
    and about what nothing answers; ``timed`` whether its time is its own, and not partly another's.
    ``prepare`` is told beforehand of questions whose time does not count.
    """

    name: str
    system: System
    questions: int | None = None
    damaged: bool = False
    timed: bool = True
    prepare: Callable[[Sequence[str]], None] | None = None


def main() -> None:
    """Run every contestant on every collection and write the report."""
    options = _options()
    wanted = set(options.only.split(",")) if options.only else None
    folders = sorted(path.parent for path in options.collections.glob("*/corpus.jsonl*"))
    folders = [folder for folder in folders if not wanted or folder.name in wanted]
    if not folders:
        raise SystemExit(f"{options.collections}: there is no test collection in this folder.")
    encoder = Encoder(options.model) if options.model.is_dir() else None
    if encoder is None:
        print(f"{options.model}: there is no model, so there are no rows for it.", file=sys.stderr)
    command = " ".join(["python", *sys.argv])
    results = []
    for folder in folders:
        results.append(_measured(folder, options.model if encoder else None, encoder, options.limit))
        rows, ablations, loaded = (list(chain.from_iterable(each)) for each in zip(*results, strict=True))
        # After each collection, so that a run which is ended early has not been for nothing.
        options.out.write_text(report(command, rows, ablations, loaded), encoding="utf-8")
        print(f"{folder.name}: written to {options.out}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("collections", type=Path)
    parser.add_argument("--only", default="", help="names of collections, separated by commas")
    parser.add_argument("--model", type=Path, default=MODEL, help="a sentence transformer exported to ONNX")
    parser.add_argument("--limit", type=int, help="ask at most so many questions of each collection")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    return parser.parse_args()


def _measured(
    folder: Path, model: Path | None, encoder: Encoder | None, limit: int | None
) -> tuple[list[Row], list[Ablation], list[Loaded]]:
    """Return what one collection gives."""
    collection = read_collection(folder)
    questions = spread(collection.questions, limit)
    unanswerable = spread(_unanswerable(folder, collection), limit)
    course = Course(collection.name, questions, unanswerable)
    rows: list[Row] = []
    ablations: list[Ablation] = []
    loaded: list[Loaded] = []
    tiers = {BUILT_IN: Tier()}
    if model:
        tiers[WITH_MODEL] = Tier("model", str(model))
    for name, tier in tiers.items():
        with trial(collection, tier=tier) as ours:
            rows += course.rows(Contestant(name, _asking(ours), damaged=True))
            if not loaded:
                ablations += course.ablations(ours, rows[0])
                loaded.append(Loaded(collection.name, ours.size, len(questions), rows[0].times))
    for contestant in _baselines(collection, encoder):
        rows += course.rows(contestant)
    return rows, ablations, loaded


def _unanswerable(folder: Path, collection: JudgedCollection) -> list[str]:
    found = list(collection.unanswerable)
    general = folder.parent / "out-of-scope.txt"
    if general.is_file():
        found += read_unanswerable(general)
    for name in FOREIGN.get(folder.name, ()):
        if (folder.parent / name).is_dir():
            found += [question.text for question in read_collection(folder.parent / name).questions]
    return found


def _asking(ours: Trial) -> System:
    def search(question: str) -> Ranked:
        found = ours.ask(question)
        return Ranked(found.documents, found.support)

    return search


def _baselines(collection: JudgedCollection, encoder: Encoder | None) -> Iterator[Contestant]:
    """Yield the baselines one after the other, each built when its turn comes."""
    language = detect_language(" ".join(document.text for document in collection.documents[:50]))
    words = word_scores(collection, language)
    if language == "en":
        yield Contestant("rapidfuzz token_set_ratio ¹", token_set_ratio(collection), SLOW_QUESTIONS)
        yield Contestant("SQLite FTS5, porter", porter(collection))
        yield Contestant("Tantivy, en_stem", en_stem(collection))
    yield Contestant("BM25 (bm25s, stemmed)", searching(collection, words), damaged=True)
    if language != "en":
        yield Contestant("BM25 over pairs of characters", searching(collection, bigram_scores(collection)))
    if encoder:
        cosine = cosine_scores(collection, encoder)
        yield Contestant(
            "MiniLM, cosine", searching(collection, cosine), damaged=True, prepare=encoder.prepare
        )
        yield Contestant("MiniLM + BM25, rank fusion", rank_fusion(collection, words, cosine), timed=False)
        both = weighted_sum(collection, words, cosine)
        yield Contestant("MiniLM + BM25, weighted sum", both, damaged=True, timed=False)


class Course:
    """The questions of one collection, asked of one contestant after the other."""

    def __init__(self, name: str, questions: list[JudgedQuestion], unanswerable: list[str]) -> None:
        self._name = name
        self._questions = questions
        self._unanswerable = unanswerable
        self._score = Scorer()

    def rows(self, contestant: Contestant) -> list[Row]:
        """Ask everything; return a row for the questions as they are, and one for each rate of typos."""
        rates = (0.0, *TYPOS) if contestant.damaged else (0.0,)
        rows = [self._row(contestant, rate) for rate in rates]
        print(f"{self._name}: {contestant.name} {rows[0].measures['P@1']:.3f}", file=sys.stderr)
        return rows

    def ablations(self, ours: Trial, full: Row) -> Iterator[Ablation]:
        """Yield what becomes of our ranking without each group of features, for some of the questions."""
        pairs = spread(list(zip(self._questions, full.outcomes, strict=True)), ABLATED)
        questions = [question for question, _ in pairs]
        for group in GROUPS:
            with without(group):
                outcomes, _ = self._asked(_asking(ours), questions)
            yield Ablation(group, self._name, tuple(outcome for _, outcome in pairs), outcomes)

    def _row(self, contestant: Contestant, typos: float) -> Row:
        questions = with_typos(self._questions[: contestant.questions], typos, seed=0)
        if contestant.prepare and typos:
            contestant.prepare([question.text for question in questions])
        outcomes, times = self._asked(contestant.system, questions)
        others = self._unanswerable if contestant.damaged and not typos else []
        if contestant.prepare:
            contestant.prepare(others)
        return Row(
            system=contestant.name,
            collection=self._name,
            typos=typos,
            measures=means([outcome.measures for outcome in outcomes]),
            abstention=abstention_of(outcomes, _found(contestant.system, others)),
            times=times if contestant.timed else (),
            outcomes=outcomes,
        )

    def _asked(
        self, system: System, questions: list[JudgedQuestion]
    ) -> tuple[tuple[Outcome, ...], tuple[float, ...]]:
        found = _found(system, (question.text for question in questions))
        return outcomes_of(questions, found, self._score), tuple(each.seconds * 1000 for each in found)


def _found(system: System, questions: Iterable[str]) -> list[Found]:
    found = []
    for question in questions:
        started = time.perf_counter()
        ranked = system(question)
        found.append(Found(ranked.documents, ranked.score, time.perf_counter() - started))
    return found


if __name__ == "__main__":
    main()
