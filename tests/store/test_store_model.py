"""The store against a slow, obvious model: dicts."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from store_drafts import draft

from byline.errors import InputError, NotFoundError, RemovalError
from byline.loaded import ImportReport
from byline.models import Draft
from byline.store import Store

Place = tuple[str, str, str]
"""Collection, source, key."""

_SOURCES = [("Docs", "faq"), ("Docs", "ama"), ("Team", "faq")]
_VERSION = st.dictionaries(
    st.sampled_from([f"k{n}" for n in range(12)]),
    st.tuples(st.sampled_from(["One.", "Two.", "Three."]), st.sampled_from([None, "Analyst"])),
)


@dataclass
class Kept:
    """What the model knows of one answer."""

    there: bool = False
    changed_in: int = 0
    said: list[tuple[str, str | None]] = field(default_factory=list)
    out: bool = False
    """Whether it was withdrawn by hand, so that its source does not bring it back."""
    before_correction: tuple[str, str | None] | None = None
    """What its source said, where it was corrected by hand since."""

    @property
    def of_source(self) -> tuple[str, str | None] | None:
        """What its source said last."""
        return self.before_correction or (self.said[-1] if self.said else None)


def saying(key: str, text: str, role: str | None) -> Draft:
    """A draft whose every kind of name changes with what it says."""
    return draft(text, key, author=text, role=role, company=role, tags=(text, str(role)), question=key)


class StoreModel(RuleBasedStateMachine):
    folder: Path
    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=self.template.parent))
        file = shutil.copy(self.template, self.folder / "byline.sqlite3")
        self.store = Store.open(f"sqlite:///{file}")
        self.kept: dict[Place, Kept] = {}
        self.sources: dict[tuple[str, str], bool] = {}
        self.ids: dict[Place, tuple[str, int]] = {}
        self.revision = 0
        self.known = (self.store.names(), 0)

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def of(self, source: tuple[str, str]) -> dict[str, Kept]:
        return {key: kept for (*place, key), kept in self.kept.items() if tuple(place) == source}

    @rule(source=st.sampled_from(_SOURCES), version=_VERSION, yes=st.booleans(), dry=st.booleans())
    def load(
        self, source: tuple[str, str], version: dict[str, tuple[str, str | None]], yes: bool, dry: bool
    ) -> None:
        before = {key: kept for key, kept in self.of(source).items() if kept.there}
        removed = before.keys() - version.keys()
        changed = {key for key in before.keys() & version.keys() if before[key].of_source != version[key]}
        out = {key for key, kept in self.of(source).items() if kept.out} & version.keys()
        new = version.keys() - before.keys() - out

        # The key goes into the question too, so that an answer read back tells its place.
        said = [saying(key, *what) for key, what in version.items()]
        if len(removed) > len(before) / 10 and not yes and not dry:
            with pytest.raises(RemovalError):
                self.load_into_store(source, said, yes, dry)
            return
        report = self.load_into_store(source, said, yes, dry)
        assert (report.new, report.changed, report.removed) == (len(new), len(changed), len(removed))
        assert report.unchanged == len(before) - len(changed) - len(removed)
        assert (report.skipped, report.source.answers) == (len(out), len(version) - len(out))
        if dry:
            return

        if new or changed or removed or not self.sources.get(source):
            self.revision += 1
        self.sources[source] = True
        for key in removed:
            self.kept[(*source, key)].there = False
            self.kept[(*source, key)].changed_in = self.revision
        for key in new | changed:
            kept = self.kept.setdefault((*source, key), Kept())
            kept.there, kept.changed_in = True, self.revision
            if kept.of_source != version[key]:
                kept.said.append(version[key])
                kept.before_correction = None

    def load_into_store(
        self, source: tuple[str, str], said: list[Draft], yes: bool, dry: bool
    ) -> ImportReport:
        collection, key = source
        return self.store.import_source(
            iter(said), key=key, collection=collection, title="T", allow_removal=yes, dry_run=dry
        )

    @rule(source=st.sampled_from(_SOURCES))
    def remove_source(self, source: tuple[str, str]) -> None:
        collection, key = source
        if not self.sources.get(source):
            with pytest.raises(NotFoundError):
                self.store.remove_source(key, collection)
            return
        there = [kept for kept in self.of(source).values() if kept.there]
        assert self.store.remove_source(key, collection) == len(there)
        self.revision += 1
        self.sources[source] = False
        for kept in there:
            kept.there, kept.changed_in = False, self.revision

    @precondition(lambda self: self.ids)
    @rule(data=st.data())
    def remove_answer(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from(sorted(self.ids)))
        public_id, _ = self.ids[place]
        if not self.kept[place].there:
            with pytest.raises(NotFoundError, match="withdrawn"):
                self.store.remove_answer(public_id)
            return
        self.store.remove_answer(public_id)
        self.revision += 1
        self.kept[place].there, self.kept[place].changed_in = False, self.revision
        self.kept[place].out = True

    @precondition(lambda self: self.ids)
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from(sorted(self.ids)))
        public_id, kept = self.ids[place][0], self.kept[place]
        if not kept.out:
            with pytest.raises(InputError, match="nobody withdrew"):
                self.store.bring_back(public_id)
            return
        self.store.bring_back(public_id)
        self.revision += 1
        kept.out, kept.there, kept.changed_in = False, True, self.revision
        self.sources[place[:2]] = True

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), text=st.sampled_from(["One.", "Mended."]))
    def correct(self, data: st.DataObject, text: str) -> None:
        place = data.draw(st.sampled_from(sorted(self.ids)))
        public_id, kept = self.ids[place][0], self.kept[place]
        corrected = saying(place[2], text, kept.said[-1][1])
        if not kept.there or kept.said[-1][0] == text:
            with pytest.raises((InputError, NotFoundError)):
                self.store.correct(public_id, corrected)
            return
        kept.before_correction = kept.of_source
        self.store.correct(public_id, corrected)
        self.revision += 1
        kept.changed_in = self.revision
        kept.said.append((text, kept.said[-1][1]))

    @rule(data=st.data())
    def changes_since(self, data: st.DataObject) -> None:
        since = data.draw(st.integers(0, self.revision))
        told = {number: answer and answer.text for number, answer in self.store.changes_since(since)}
        assert told == {
            self.ids[place][1]: kept.said[-1][0] if kept.there else None
            for place, kept in self.kept.items()
            if kept.changed_in > since
        }

    @invariant()
    def names_that_were_brought_up_to_date_are_those_read_anew(self) -> None:
        names = self.store.names(*self.known)
        assert names == self.store.names()
        self.known = (names, self.revision)

    @invariant()
    def the_current_answers_are_those_of_the_model(self) -> None:
        there = {
            (answer.collection, answer.source.key, answer.question): answer for answer in self.store.answers()
        }
        assert {place: (answer.text, answer.byline.role) for place, answer in there.items()} == {
            place: kept.said[-1] for place, kept in self.kept.items() if kept.there
        }
        for place, answer in there.items():
            assert self.ids.setdefault(place, (answer.id, answer.number)) == (answer.id, answer.number)
        assert self.store.revision() == self.revision
        assert {(source.collection, source.key): source.answers for source in self.store.sources()} == {
            source: sum(kept.there for kept in self.of(source).values())
            for source, listed in self.sources.items()
            if listed
        }

    @invariant()
    def no_two_answers_share_an_id_or_a_number(self) -> None:
        assert len({public_id for public_id, _ in self.ids.values()}) == len(self.ids)
        assert len({number for _, number in self.ids.values()}) == len(self.ids)

    @invariant()
    def every_revision_stays_readable(self) -> None:
        for place, (public_id, number) in self.ids.items():
            history = self.store.history(public_id)
            assert [(each.answer.text, each.answer.byline.role) for each in history] == self.kept[place].said
            assert {each.answer.number for each in history} == {number}


def test_the_store_does_what_a_dict_would_do(tmp_path: Path) -> None:
    StoreModel.template = tmp_path / "template.sqlite3"
    Store.open(f"sqlite:///{StoreModel.template}").close()
    run_state_machine_as_test(
        StoreModel, settings=settings(max_examples=40, stateful_step_count=20, deadline=None)
    )
