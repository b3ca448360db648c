"""``byline calibrate``: the table, the curve, and what it writes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from byline import KnowledgeBase, load_settings
from byline.cli import curve
from tests.calibration.test_calibrate import collection
from tests.cli.conftest import Run


@pytest.fixture
def sixty(run: Run, home: Path) -> Run:
    """The command line, over sixty answers whose words say what was asked."""
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts(collection(), source="sixty")
    return run


def test_the_table_is_for_people(sixty: Run) -> None:
    ended = sixty("calibrate", "--precision", "0.5")
    assert ended.code == 0
    assert ended.err == ""
    head, _, names, *rows = ended.out.splitlines()
    assert head.startswith("60 answers. Asked: 60 stored questions held out, 30 of them once more")
    assert names.split()[:3] == ["threshold", "answered", "precision"]
    assert rows[0].split()[:2] == ["0.00", "100.0%"]
    assert any(row.startswith("0.50") and "in force" in row for row in rows)
    assert any("recommended" in row for row in rows)
    assert "For 50% right: threshold = " in ended.out


def test_the_json_is_for_programs(sixty: Run) -> None:
    found = json.loads(sixty("calibrate", "--json", "--sample", "10", "--seed", "2").out)
    assert (found["questions"], found["left_out"], found["unrelated"], found["answers"]) == (10, 5, 5, 60)
    assert len(found["points"]) == 101
    assert found["points"][0]["answered"] == 1.0
    assert found["recommended"] is None, "ten are too few"


def test_a_saved_threshold_is_in_force_and_the_rest_of_the_file_stays(sixty: Run, home: Path) -> None:
    file = home / "byline.toml"
    file.write_text('# ours\ntitle = "Ask us"  # shown on top\nthreshold = 0.9\ntop = 5\n', encoding="utf-8")
    ended = sixty("calibrate", "--precision", "0.5", "--save")
    assert ended.code == 0
    written = file.read_text(encoding="utf-8")
    threshold = tomllib.loads(written)["threshold"]
    assert f"Wrote threshold = {threshold:g} into {file}." in ended.err
    assert load_settings(home=home).threshold == threshold != 0.9
    assert written == f'# ours\ntitle = "Ask us"  # shown on top\nthreshold = {threshold}\ntop = 5\n'


def test_a_setting_in_the_environment_that_wins_is_told(sixty: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_THRESHOLD", "0.8")
    ended = sixty("calibrate", "--precision", "0.5", "--save")
    assert "BYLINE_THRESHOLD = 0.8 in the environment still wins" in ended.err


def test_without_a_recommendation_nothing_is_saved(run: Run, home: Path) -> None:
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts(collection()[:6], source="six")
    ended = run("calibrate", "--save")
    assert ended.code == 1
    assert "6 stored questions are too few" in ended.out
    assert "Nothing was saved" in ended.err
    assert not (home / "byline.toml").exists()
    assert run("calibrate").code == 0


def test_a_file_of_settings_that_can_not_be_read_stays_as_it_is(sixty: Run, home: Path) -> None:
    (home / "byline.toml").write_text("threshold = \n")
    ended = sixty("calibrate", "--save")
    assert ended.code == 2
    assert (home / "byline.toml").read_text() == "threshold = \n"


def test_questions_of_ones_own_take_the_place_of_ours(sixty: Run, tmp_path: Path) -> None:
    file = tmp_path / "canteen.txt"
    file.write_text("what is for lunch?\nis there any soup left?\n")
    found = json.loads(sixty("calibrate", "--json", "--unrelated", file).out)
    assert found["unrelated"] == 2


def test_without_stored_questions_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"answer": "Ship small batches.", "author": "Ann Ito"}\n')
    run("add", tmp_path / "a.jsonl")
    ended = run("calibrate")
    assert ended.code == 3
    assert "byline eval" in ended.err


def test_the_curve_is_drawn_as_svg_with_its_words(sixty: Run, tmp_path: Path) -> None:
    file = tmp_path / "curve.svg"
    ended = sixty("calibrate", "--plot", file, "--precision", "0.5")
    assert f"Drew {file}." in ended.err
    drawn = " ".join(ElementTree.parse(file).getroot().itertext())
    for word in ("threshold", "precision", "stored questions answered", "recommended", "60 answers"):
        assert word in drawn
    assert "<script" not in file.read_text()


def test_the_same_figures_make_the_same_picture(sixty: Run, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        sixty("calibrate", "--plot", tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_the_curve_is_drawn_as_png(sixty: Run, tmp_path: Path) -> None:
    sixty("calibrate", "--plot", tmp_path / "curve.png", "--sample", "6")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_another_kind_of_picture_is_refused_before_the_work_begins(sixty: Run, tmp_path: Path) -> None:
    ended = sixty("calibrate", "--plot", tmp_path / "curve.gif")
    assert (ended.code, ended.out) == (2, "")
    assert ".svg or .png" in ended.err


def test_without_what_draws_it_says_how_to_get_it(
    sixty: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> ModuleType:
        raise ModuleNotFoundError(f"No module named {name!r}", name="matplotlib")

    monkeypatch.setattr(curve, "import_module", missing)
    ended = sixty("calibrate", "--plot", tmp_path / "curve.svg")
    assert (ended.code, ended.out) == (4, "")
    assert "pip install 'byline[plot]'" in ended.err
