"""Trains everything in data/model and says how good it is on collections it was not trained on.

    python training/train.py COLLECTIONS TEACHER [--only-measure] [--scratch FOLDER]

COLLECTIONS is a folder of retrieval collections in BEIR form; TEACHER is a sentence transformer as ONNX
(model.onnx, tokenizer.json). The vectors are distilled from it; and there are weights of the ranking and of
the confidence for when no transformer takes part, and for when one does, for which the teacher stands in.
With --scratch, vectors that were trained without some groups are kept there and not trained again.

Each figure is of a model that never saw the collection's group: for each group left out, vectors are trained
on the others, and the ranker on features whose vectors were in turn trained without the group that the
features are of, so that it does not trust alignment too much.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

import confidence
import ranker
import vectors
from examples import GROUPS, Collection, has_titles, load
from no_vectors import NoVectors
from shapes import Shaped, handbook, shapes
from teacher import Teacher

from byline.ranking.scoring import WITH_MODEL
from byline.resources import resource
from byline.text.meaning import MeaningVectors
from byline.text.wordpiece import WordPieces

TABLES = (*WITH_MODEL, *WITH_MODEL.values())
"""The tables of weights in ranker.json."""
ALONE = ("other_languages", WITH_MODEL["other_languages"])
"""Those for languages of which the vectors know no word."""


class Workshop:
    """The collections, and vectors trained without some groups, each made when first needed."""

    def __init__(self, collections: Path, teacher: Path, scratch: Path) -> None:
        # The candidates' words come cut into its pieces.
        vectors.write_vocabulary(teacher, resource("data") / "model")
        self.collections: list[Collection] = []
        self.titled: list[Collection] = []
        self._reader = Teacher(teacher, scratch)
        for name in GROUPS:
            say(f"reading {name}")
            self.collections.append(load(collections / name, self._reader))
            if not has_titles(collections / name):
                self.titled.append(load(collections / name, self._reader, titled=True))
        self._folder = collections
        self._teacher = teacher
        self._scratch = scratch
        self._distilled = vectors.distil(teacher)
        self.without = cache(self._without)
        self.measured = cache(self._measured)

    def _without(self, *groups: str) -> MeaningVectors:
        folder = self._scratch / "-".join(("without", *groups))
        whole = folder / "whole"
        if not whole.exists():
            self.make_vectors(folder, groups)
            whole.touch()
        return MeaningVectors(folder)

    def make_vectors(self, folder: Path, groups: tuple[str, ...] = ()) -> None:
        """Train vectors on every collection but those of some groups, and save them in a folder."""
        say(f"training vectors without {', '.join(groups) or 'nothing left out'}")
        vectors.write_vocabulary(self._teacher, folder)
        kept = [each for each in self.collections if each.group not in groups]
        aligner = vectors.train(self._distilled, kept, WordPieces(folder / "vocabulary.txt"))
        vectors.save(aligner, folder)

    def _measured(self, table: str, name: str, *groups: str) -> ranker.Measured:
        collection = next(each for each in (*self.collections, *self.titled) if each.name == name)
        examples = collection.with_model if table in WITH_MODEL.values() else collection.examples
        # Where the vectors know no word of a language, words are met by themselves alone.
        alone = table in ALONE
        return ranker.measured(examples, NoVectors() if alone else self.without(*groups))

    def _training(self, left_out: tuple[str, ...]) -> list[Collection]:
        return [each for each in (*self.collections, *self.titled) if each.group not in left_out]

    def train_ranker(
        self, table: str, left_out: tuple[str, ...], without: frozenset[str] = frozenset()
    ) -> dict[str, float]:
        """Train a table of weights on every collection but those of the groups left out."""
        return ranker.train(
            [
                self.measured(table, each.name, *sorted({*left_out, each.group}))
                for each in self._training(left_out)
            ],
            without,
        )

    def judged(self, name: str, group: str, *, with_model: bool) -> confidence.Judged:
        """Return what became of a collection's questions, ranked by a model that never saw its group."""
        say(f"asking {name}{' with the transformer' if with_model else ''}")
        elsewhere, out_of_scope = self.strange_to(group) if name not in FOREIGN else ([], [])
        found = shapes(self._folder / name)
        return self.judge(found, elsewhere, out_of_scope, group, with_model=with_model)

    def judge(
        self,
        found: Mapping[str, Shaped],
        elsewhere: Sequence[str],
        out_of_scope: Sequence[str],
        *left_out: str,
        with_model: bool,
    ) -> confidence.Judged:
        """Return what became of the questions that a collection in several shapes was asked."""
        tables = [WITH_MODEL[each] if with_model else each for each in WITH_MODEL]
        ranking = confidence.Ranking(
            self.without(*left_out), *(self.train_ranker(table, left_out) for table in tables)
        )
        teacher = self._reader if with_model else None
        return confidence.together(
            [
                confidence.judge(confidence.askings(shaped, elsewhere, out_of_scope, teacher), ranking)
                for shaped in found.values()
            ]
        )

    def strange_to(self, group: str) -> tuple[list[str], list[str]]:
        """Return the questions of other groups' collections, and things people ask an assistant."""
        elsewhere = [
            question.text
            for each in self.collections
            if each.group != group
            for question in each.corpus.questions
        ]
        return elsewhere, (self._folder / "out-of-scope.txt").read_text(encoding="utf-8").splitlines()


FOREIGN = {"xquad-de": "squad", "xquad-zh": "squad"}
"""Collections in other languages and their groups: they teach the confidence what a low score means there."""


def train_confidence(workshop: Workshop, *, with_model: bool) -> dict[str, object]:
    """Train the confidence, and say how good it is on the collections of each group left out.

    The handbook is not trained on: it shows how the model does in a collection such as a team has.
    """
    groups = GROUPS | FOREIGN
    judged = {name: workshop.judged(name, group, with_model=with_model) for name, group in groups.items()}
    held = {
        name: confidence.Held.of(
            judged[name],
            confidence.train([judged[other] for other in groups if groups[other] != groups[name]]),
        )
        for name in groups
    }
    weights = confidence.train(list(judged.values()))
    say("asking the handbook")
    ours = workshop.judge(
        handbook(resource("data") / "handbook.jsonl"),
        *workshop.strange_to("handbook"),
        with_model=with_model,
    )
    held["together"] = confidence.Held.together([held[name] for name in GROUPS])
    held["handbook"] = confidence.Held.of(ours, weights)
    high, medium = confidence.cuts(held["together"])
    return {
        **{which: _rounded(some) for which, some in weights.items()},
        "high": high,
        "medium": medium,
        "held_out": {name: confidence.figures(each, high, medium) for name, each in held.items()},
    }


def write(path: Path, model: object) -> None:
    """Write a model as JSON that a person can read."""
    path.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"{text}\n")


def main() -> None:
    """Measure by leaving out, then train on everything and write data/model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("--only-measure", action="store_true")
    parser.add_argument("--scratch", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        workshop = Workshop(arguments.collections, arguments.teacher, arguments.scratch or Path(scratch))
        held_out: dict[str, dict[str, float]] = {table: {} for table in TABLES}
        for each, table in product(workshop.collections, TABLES):
            weights = workshop.train_ranker(table, (each.group,))
            found = workshop.measured(table, each.name, each.group)
            right = ranker.precision_at_1(found, len(each.examples), weights)
            held_out[table][each.name] = round(right, 4)
            say(f"P@1 of {each.name}, left out, {table}: {right:.4f}")
        trained = train_confidence(workshop, with_model=False)
        trained["with_model"] = train_confidence(workshop, with_model=True)
        if not arguments.only_measure:
            folder = resource("data") / "model"
            workshop.make_vectors(folder)
            model = {table: _rounded(workshop.train_ranker(table, ())) for table in TABLES}
            write(folder / "ranker.json", model | {"held_out": held_out})
            write(folder / "confidence.json", trained)
            say(f"wrote {folder}")


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in weights.items()}


if __name__ == "__main__":
    main()
