"""Holds the numbers, names and tables that the documentation states against the code."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from byline import KnowledgeBase, errors
from byline.calibration.results import ENOUGH, STEP
from byline.calibration.run import PRECISION, SAMPLE
from byline.cli.exits import Exit
from byline.importers import FORMATS
from byline.importers.fields import FIELDS
from byline.models import Reason, Rule
from byline.ranking.confidence import SIGNALS
from byline.reply import NEAR_MISSES
from byline.resources import resource
from byline.settings import FILE_NAME, Settings, load_settings
from byline.stages import STAGES
from byline.store.store import BUSY_SECONDS
from byline.text import analysis
from byline.text.spelling import allowed_edits
from byline.web import contents_schemas, hearing_schemas, proof_schemas, schemas
from byline.web.app import create_app
from byline.web.chat import MOST_EARLIER
from byline.web.problems import KINDS
from byline.web.server import STOP_WITHIN_S
from tests.docs.shown import ROOT, WRITTEN, blocks, handbook, page, rows, section

TAGS = {"install", "ask", "load", "embed", "tune", "operate", "limits"}
WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 9: "nine", 10: "ten"}


def default(name: str) -> Any:
    return Settings.model_fields[name].default


def bound(name: str, kind: str) -> Any:
    return Settings.model_json_schema()["properties"][name][kind]


STATED = [
    ("ask-near-misses", f"at most {WORDS[NEAR_MISSES]} are shown"),
    ("ask-top", f"at most {WORDS[default('top')]} excerpts"),
    ("ask-top", f"up to {bound('top', 'maximum')}"),
    ("tune-threshold", f"default is {default('threshold')}"),
    ("tune-excerpt-length", f"at most {WORDS[default('sentences')]} sentences"),
    ("tune-excerpt-length", f"from {bound('sentences', 'minimum')} to {bound('sentences', 'maximum')}"),
    ("tune-title", f"up to {bound('title', 'maxLength')} characters"),
    ("operate-serve", f"http://{default('host')}:{default('port')}"),
    ("operate-workers", f"{WORDS[default('threads')]} threads by default"),
    ("operate-rate", default("rate").replace("/", " questions a ")),
    ("operate-telling-off", default("telling_rate").replace("/", " times an ")),
    ("operate-locked", f"waits {WORDS[int(BUSY_SECONDS)]} seconds"),
    ("ask-conversation", f"the last {WORDS[MOST_EARLIER]} questions before"),
    ("limits-question", f"{default('question_chars'):,} characters"),
    ("limits-request", f"{default('body_bytes'):,} bytes"),
]


@pytest.mark.parametrize(("entry", "words"), STATED)
def test_a_number_that_the_handbook_states_is_that_of_the_code(entry: str, words: str) -> None:
    assert words in handbook()[entry].text


def test_the_handbook_is_large_enough_and_covers_every_subject() -> None:
    assert len(handbook()) >= 70
    assert {entry.tag for entry in handbook().values()} == TAGS


@pytest.mark.parametrize("entry", handbook().values(), ids=handbook())
def test_an_answer_of_the_handbook_is_two_to_six_sentences_in_reply_to_a_question(entry: Any) -> None:
    prose = re.sub(r"^`.*`$", "", entry.text, flags=re.MULTILINE)
    assert 2 <= len(re.findall(r"[.!?:](?=\s|$)", prose)) <= 6
    assert entry.question.endswith("?")


def test_the_languages_whose_word_forms_are_known_are_those_of_the_analyser() -> None:
    from_the_code = set(analysis._STEMMERS.values())
    told = handbook()["ask-language"].text.partition("understood in ")[2].partition(", and other")[0]
    assert {name.lower() for name in re.split(r", | and ", told)} == from_the_code


def test_the_levels_of_confidence_are_as_often_right_as_they_are_said_to_be() -> None:
    """The figures are those of collections that were left out of training, in data/model/confidence.json."""
    told = {row[0]: row[1] for row in rows(section("docs/calibration.md", "What the levels mean"))}
    told_in_using = {
        row[0]: row[1] for row in rows(section("docs/using.md", "Reading a reply")) if len(row) == 2
    }
    model = json.loads((resource("data") / "model" / "confidence.json").read_text())
    together = [
        figures for each in (model, model["with_model"]) for figures in each["held_out"]["together"].values()
    ]
    for level, share in (("high", 95), ("medium", 80)):
        assert f"{share} of 100" in told[level]
        assert f"{share} of 100" in told_in_using[level]
        assert f"{share}" in handbook()["ask-confidence"].text
        assert all(figures[f"{level}_right"] >= share / 100 for figures in together)
    assert f"`threshold`, {default('threshold')}" in told_in_using["none"]
    assert f"threshold, {default('threshold')}, shows" in section(
        "docs/calibration.md", "How it is estimated"
    )


def test_the_signals_are_those_of_the_confidence() -> None:
    told = [row[0].strip("`") for row in rows(section("docs/calibration.md", "How it is estimated"))]
    assert told == list(SIGNALS)
    assert f"over {WORDS[len(SIGNALS)]} signals" in page("docs/design.md")


def test_the_numbers_of_calibration_are_those_of_the_code() -> None:
    told = section("docs/calibration.md", "Your own answers")
    assert f"fewer than {ENOUGH} stored questions" in told
    assert f"below {ENOUGH} stored questions" in handbook()["tune-few-answers"].text
    assert f"{SAMPLE} unless you say otherwise" in told
    assert f"wished for, {PRECISION} unless" in told
    assert f"each of {round(1 / STEP) + 1} thresholds" in told


def test_the_letters_that_are_forgiven_are_those_of_the_speller() -> None:
    assert "two in words of eight letters or more" in handbook()["ask-typos"].text
    assert [allowed_edits("x" * length) for length in (7, 8)] == [1, 2]


def test_the_reasons_are_those_of_a_reply() -> None:
    told = [
        cells[0].strip("`") for cells in rows(section("docs/using.md", "Reading a reply")) if len(cells) == 3
    ]
    assert set(told) == {str(reason) for reason in Reason}


def test_the_python_versions_are_those_of_the_package() -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = re.findall(r"Python :: (3\.\d+)", " ".join(package["classifiers"]))
    told = re.findall(r"3\.\d+", handbook()["install-python"].text)
    assert told == versions
    assert package["requires-python"] == f">={versions[0]}"


def test_every_setting_that_is_named_exists() -> None:
    texts = [page(name) for name in WRITTEN] + [entry.text for entry in handbook().values()]
    named = set()
    for text in texts:
        named |= {name.lower() for name in re.findall(r"\bBYLINE_([A-Z_]+)\b", text)}
        named |= set(re.findall(r"[Ss]ettings? `([a-z_]+)`", text))
        named |= set(re.findall(r"`([a-z_]+) = [^`]+`", text))
    assert named <= Settings.model_fields.keys()
    assert {"threshold", "top", "title", "log_questions"} <= named


@pytest.mark.parametrize("block", blocks("docs/operating.md", "toml"), ids=["settings", "look", "proxy"])
def test_a_settings_file_that_is_shown_is_valid(block: Any, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(block.text, encoding="utf-8")
    in_force = load_settings(home=tmp_path)
    assert {name: getattr(in_force, name) for name in tomllib.loads(block.text)} == tomllib.loads(block.text)


def test_the_limits_that_are_stated_are_the_defaults() -> None:
    told = page("docs/operating.md")
    for value in (
        f"{default('question_chars'):,}",
        f"{default('body_bytes'):,}",
        f"at most {bound('top', 'maximum')}",
    ):
        assert value in section("docs/operating.md", "Limits")
    assert default("rate").replace("/", " a ") in section("docs/operating.md", "Limits")
    assert f"at most {WORDS[STOP_WITHIN_S]} seconds" in told
    assert f"waits {WORDS[int(BUSY_SECONDS)]} seconds" in told


def test_the_exit_codes_are_those_of_the_command_line() -> None:
    told = [int(cells[0]) for cells in rows(section("docs/operating.md", "Exit codes"))]
    assert told == [code.value for code in Exit]
    text = handbook()["operate-exit-codes"].text
    assert set(map(int, re.findall(r"\b\d+\b", text))) == set(Exit) - {Exit.PIPE_CLOSED}


def test_the_formats_are_those_that_are_read() -> None:
    told = [cells[0].strip("`") for cells in rows(section("docs/loading.md", "Formats"))]
    assert sorted(told) == sorted(FORMATS)
    assert all(f"`{name}`" in handbook()["load-formats"].text for name in FORMATS)


def test_the_field_names_are_those_that_are_read() -> None:
    table = re.findall(
        r"^\| (\w+) \| ((?:`\w+`(?:, )?)+) \|", section("docs/loading.md", "Fields"), re.MULTILINE
    )
    assert {field: tuple(re.findall(r"\w+", names)) for field, names in table} == FIELDS


def test_the_errors_are_those_of_the_tree() -> None:
    classes = {
        name: found.code
        for name, found in vars(errors).items()
        if inspect.isclass(found) and issubclass(found, errors.BylineError)
    }
    told = rows(section("docs/library.md", "Errors"))
    assert {cells[0].strip("`"): cells[1].strip("`") for cells in told} == classes


def test_the_codes_of_problems_are_those_of_the_endpoint() -> None:
    told = {cells[0].strip("`"): int(cells[1]) for cells in rows(section("docs/api.md", "Codes"))}
    assert told == {kind.code: kind.status for kind in KINDS.values()}


def test_the_rules_of_follow_ups_are_those_of_a_reply() -> None:
    told = [cells[0].strip("`") for cells in rows(section("docs/api.md", "How a follow-up was read"))]
    assert sorted(told) == sorted(Rule)


SCHEMAS = {
    name: model
    for module in (schemas, contents_schemas, hearing_schemas, proof_schemas)
    for name, model in vars(module).items()
    if inspect.isclass(model)
    and issubclass(model, (schemas.Given, schemas.Taken))
    and model.__module__ == module.__name__
    and name not in ("Given", "Taken", "AnswerPath", "AuthorsQuery")
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_fields_of_the_endpoint_are_those_of_its_schema(name: str) -> None:
    fields = SCHEMAS[name].model_fields
    wanted = [field.alias or own for own, field in fields.items()]
    if name == "AskQuery":  # the page says that it has those of FilterFields too
        wanted = [field for field in wanted if field not in schemas.FilterFields.model_fields]
    assert [cells[0].strip("`") for cells in rows(section("docs/api.md", name))] == wanted


def test_the_routes_are_those_of_the_endpoint(sample_kb: KnowledgeBase) -> None:
    client = create_app(sample_kb).test_client()
    paths = client.get("/openapi.json").get_json()["paths"]
    served = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    told = {cells[0].strip("`") for cells in rows(page("docs/api.md").partition("## Asking")[0])}
    assert told == served | {"GET /openapi.json"}


def test_what_the_handbook_says_about_other_websites_is_so(sample_kb: KnowledgeBase) -> None:
    """It says that the page can not be framed and that no CORS headers are sent."""
    client = create_app(sample_kb).test_client()
    reply = client.get("/api/v1/ask?q=customers", headers={"Origin": "https://wiki.example.org"})
    assert not [name for name, _ in reply.headers if name.startswith("Access-Control")]
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", WRITTEN)
def test_links_between_the_pages_lead_somewhere(name: str) -> None:
    for target, anchor in re.findall(r"\]\(([\w./-]+\.md|LICENSE)(?:#([\w-]+))?\)", page(name)):
        linked = (ROOT / name).parent / target
        assert linked.is_file(), target
        headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
        assert not anchor or anchor in {heading.lower().replace(" ", "-") for heading in headings}


def test_the_stages_and_figures_that_are_named_are_those_of_the_server(sample_kb: KnowledgeBase) -> None:
    told = [row[0].strip("`") for row in rows(section("docs/operating.md", "Watching").split("### ")[0])]
    assert told == list(STAGES)
    client = create_app(sample_kb).test_client()
    client.get("/api/v1/ask?q=customers")
    client.get("/api/v1/ask?q=")
    page = client.get("/metrics").text
    named = {
        name
        for row in rows(section("docs/operating.md", "Figures for Prometheus"))
        for name in re.findall(r"`(\w+)`", row[0])
    }
    assert {re.sub(r"_(total|created)$", "", name) for name in re.findall(r"^# TYPE (\w+)", page, re.M)} == {
        name.removesuffix("_total") for name in named
    }
