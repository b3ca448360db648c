"""Asking with a transformer: what it finds, what it respects, and that its vectors follow the answers."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from byline import Draft, Filters, KnowledgeBase, Reply, load_settings
from byline.errors import MissingExtraError, NotFoundError, UnavailableError
from byline.models import Byline
from byline.transformer import libraries
from tests.conftest import draft
from tests.transformer.tiny import write_encoder

QUESTION = "how expensive is a puppy"
HOUND = "The fee for a hound is ninety crowns."
OTHERS = [
    "We plant tulips behind the barn.",
    "Nobody reads the minutes of a meeting.",
    "A kettle of water boils in four minutes.",
    "The bridge was closed in autumn.",
]


@pytest.fixture
def found(home: Path, encoder_folder: Path) -> KnowledgeBase:
    """It shows whatever comes nearest; one of its answers shares no word with QUESTION."""
    kb = KnowledgeBase.open(settings=load_settings(home=home, threshold=0.0))
    load(kb, HOUND, *OTHERS)
    return kb


def load(kb: KnowledgeBase, *texts: str, author: str = "Ann Ito") -> None:
    drafts = [Draft(text, Byline(f"{author} {number}"), key=str(number)) for number, text in enumerate(texts)]
    kb.add_drafts(drafts, source=author, yes=True)


def texts(reply: Reply) -> list[str]:
    return [excerpt.text for excerpt in reply.excerpts]


def test_a_paraphrase_without_a_shared_word_is_found_with_a_model_and_not_without(
    found: KnowledgeBase, encoder_folder: Path
) -> None:
    assert HOUND not in texts(found.ask(QUESTION))
    model = found.add_model(encoder_folder)
    assert (model.name, model.sentences, model.dimensions) == ("tiny-encoder", 5, 48)
    reply = found.ask(QUESTION)
    assert texts(reply)[0] == HOUND
    assert reply.excerpts[0].why.features["dense"] > 0.5
    found.remove_model("tiny-encoder")
    assert HOUND not in texts(found.ask(QUESTION))
    assert found.models() == []


def test_what_the_model_holds_for_close_is_shown_at_least_as_near(home: Path, encoder_folder: Path) -> None:
    with KnowledgeBase.open(home) as kb:
        load(kb, HOUND, *OTHERS)
        assert HOUND not in {each.text for each in kb.ask(QUESTION).near_misses}
        kb.add_model(encoder_folder)
        reply = kb.ask(QUESTION)
        assert HOUND in {each.text for each in (*reply.excerpts, *reply.near_misses)}


def test_the_setting_tier_leaves_the_model_out(
    found: KnowledgeBase, encoder_folder: Path, home: Path
) -> None:
    found.add_model(encoder_folder)
    settings = load_settings(home=home, threshold=0.0, tier="built-in")
    with KnowledgeBase.open(settings=settings) as without:
        assert HOUND not in texts(without.ask(QUESTION))
        assert without.stats().model is None


def test_limits_hold_for_what_the_model_finds(found: KnowledgeBase, encoder_folder: Path) -> None:
    load(found, "A cost for a dog: twelve crowns.", author="Bo Lee")
    found.add_model(encoder_folder)
    assert texts(found.ask(QUESTION, Filters(author=("Bo Lee 0",)))) == ["A cost for a dog: twelve crowns."]
    assert HOUND not in texts(found.ask(QUESTION, Filters(without=("crowns",))))
    assert texts(found.ask(QUESTION, Filters(phrases=("ninety crowns",)))) == [HOUND]
    assert texts(found.ask(QUESTION, Filters(collection=("elsewhere",)))) == []


def test_limits_hold_however_many_pass_them(
    found: KnowledgeBase, encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where too many pass, the nearest are asked for in wider and wider circles; the outcome is the same."""
    load(found, *(f"A puppy costs {number} and begins to bark." for number in range(150)), author="Bo Lee")
    found.add_model(encoder_folder)
    limits = Filters(without=("puppy",))
    few = texts(found.ask(QUESTION, limits, top=4))
    assert few[0] == HOUND
    monkeypatch.setattr("byline.dense._FEW", 3)
    assert texts(found.ask(QUESTION, limits, top=4)) == few


def test_vectors_follow_the_answers(found: KnowledgeBase, encoder_folder: Path) -> None:
    found.add_model(encoder_folder)
    load(found, "We plant roses now.", *OTHERS[1:], "A hound has a price. It is ninety crowns.")
    assert HOUND not in texts(found.ask(QUESTION))
    assert texts(found.ask(QUESTION))[0].startswith("A hound has a price.")
    stats = found.stats()
    assert stats.encoded == stats.sentences == 6
    found.remove_source("Ann Ito")
    assert found.stats().encoded == 0
    assert texts(found.ask(QUESTION)) == []


def test_a_question_answered_changes_what_is_encoded(found: KnowledgeBase, encoder_folder: Path) -> None:
    found.add_model(encoder_folder)
    found.add_drafts([draft("Ninety crowns.", question=None)], source="one")
    assert "Ninety crowns." not in texts(found.ask(QUESTION))[:1]
    found.add_drafts(
        [draft("Ninety crowns.", question="What is the charge for a dog?")], source="one", yes=True
    )
    assert "Ninety crowns." in texts(found.ask("puppy fee"))[:2]


def test_another_process_takes_up_a_model_and_its_vectors(
    found: KnowledgeBase, encoder_folder: Path, home: Path
) -> None:
    settings = load_settings(home=home, threshold=0.0)
    with KnowledgeBase.open(settings=settings) as server:
        assert HOUND not in texts(server.ask(QUESTION))
        found.add_model(encoder_folder)
        assert texts(server.ask(QUESTION))[0] == HOUND
        found.remove_model("tiny-encoder")
        assert HOUND not in texts(server.ask(QUESTION))


def test_while_few_have_vectors_words_decide(found: KnowledgeBase, encoder_folder: Path, home: Path) -> None:
    """What another process has added and not yet encoded is found as without a model."""
    found.add_model(encoder_folder)
    settings = load_settings(home=home, tier="built-in")
    with KnowledgeBase.open(settings=settings) as other:
        load(other, *(f"An expensive kettle, number {number}." for number in range(9)), author="Bo Lee")
    assert found.stats().encoded == 5
    assert "kettle, number" in texts(found.ask("how expensive is an expensive kettle"))[0]
    found.add_model(encoder_folder)
    assert found.stats().encoded == 14


def test_adding_the_same_model_again_encodes_nothing_anew(found: KnowledgeBase, encoder_folder: Path) -> None:
    found.add_model(encoder_folder)
    told: list[tuple[str, int, int]] = []
    found.add_model(encoder_folder, progress=lambda *stage: told.append(stage))
    assert told == []
    found.rebuild()
    assert found.stats().encoded == 5


def test_another_model_takes_the_place_of_the_first_with_vectors_of_its_own(
    found: KnowledgeBase, encoder_folder: Path, tmp_path: Path, home: Path
) -> None:
    found.add_model(encoder_folder)
    found.add_model(write_encoder(tmp_path / "other", seed=1))
    assert [model.name for model in found.models()] == ["other"]
    assert texts(found.ask(QUESTION))[0] == HOUND
    assert len(list((home / "index").glob("vectors*-analyser*"))) == 1


def test_a_cross_encoder_puts_the_first_in_a_new_order(
    found: KnowledgeBase, reranker_folder: Path, home: Path
) -> None:
    load(found, "The word expensive is hard to spell.", "A puppy may cost ninety.", author="Bo Lee")
    asked = "how expensive is it to commence with a puppy"
    before = texts(found.ask(asked))
    model = found.add_model(reranker_folder, reranker=True)
    assert (model.kind, model.sentences) == ("reranker", None)
    assert found.stats().reranker == "tiny-reranker"
    assert texts(found.ask(asked))[0] == "A puppy may cost ninety."
    with KnowledgeBase.open(settings=load_settings(home=home, threshold=0.0, tier="model")) as without:
        assert texts(without.ask(asked)) == before


def test_a_model_whose_file_was_changed_is_refused_and_can_be_turned_off(
    found: KnowledgeBase, encoder_folder: Path, home: Path
) -> None:
    found.add_model(encoder_folder)
    (file,) = (home / "models").glob("tiny-encoder-*/model.onnx")
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    with (
        KnowledgeBase.open(settings=load_settings(home=home)) as kb,
        pytest.raises(UnavailableError, match="tier"),
    ):
        kb.ask(QUESTION)
    with KnowledgeBase.open(settings=load_settings(home=home, tier="built-in")) as kb:
        assert not kb.ask(QUESTION).answered


def test_without_the_extra_it_says_which_command_installs_it(
    found: KnowledgeBase, encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.delitem(sys.modules, "byline.transformer.running", raising=False)
    with pytest.raises(MissingExtraError, match=r"pip install 'byline\[models\]'"):
        found.add_model(encoder_folder)
    monkeypatch.undo()
    assert libraries.running()


def test_a_model_that_is_not_there_can_not_be_removed(found: KnowledgeBase) -> None:
    with pytest.raises(NotFoundError, match="byline model list"):
        found.remove_model("none")


def test_a_home_that_was_moved_keeps_its_model(
    found: KnowledgeBase, encoder_folder: Path, home: Path
) -> None:
    found.add_model(encoder_folder)
    found.close()
    moved = Path(shutil.move(home, home.parent / "moved"))
    with KnowledgeBase.open(settings=load_settings(home=moved, threshold=0.0)) as kb:
        assert texts(kb.ask(QUESTION))[0] == HOUND


def test_the_real_model_finds_a_paraphrase(home: Path, real_model: Path) -> None:
    with KnowledgeBase.open(settings=load_settings(home=home, threshold=0.0)) as kb:
        load(kb, "Canines must be leashed on our premises.", *OTHERS)
        kb.add_model(real_model)
        assert texts(kb.ask("may I bring my dog along?"))[0].startswith("Canines")
