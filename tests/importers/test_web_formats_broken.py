"""Files of the web's formats that were cut, mixed up or made to harm: refused in words, or read."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline.errors import InputError
from byline.importers import Options, read_drafts
from byline.importers.text_cleaning import clean_text
from byline.models import Byline, Draft

from .test_confluence import EXPORTED, STORAGE
from .test_confluence import page as confluence_page
from .test_discourse import post, topic
from .test_markdown_file import JSON, SECTIONS, TOML, YAML
from .test_qa_page import MICRODATA, QA_PAGE, page_with
from .test_so_teams import ANSWER, QUESTION
from .test_so_teams import page as teams_page

SAMPLES = {
    "qa-page": [page_with(json.dumps(QA_PAGE)), MICRODATA, json.dumps(QA_PAGE)],
    "markdown": [YAML, TOML, JSON, SECTIONS],
    "html": [MICRODATA, EXPORTED],
    "discourse": [topic(post(2, "[quote]x[/quote] **y**"), post(3, None, accepted_answer=True))],
    "so-teams": [teams_page(QUESTION | {"answers": [ANSWER]}, ANSWER)],
    "confluence": [json.dumps(confluence_page()), EXPORTED, json.dumps([confluence_page(), STORAGE])],
}
_HARM = ["\0", "&#0;", "]]>", "null", "---", "\ud7ff\uffff", "</", "<!--", "\n## A B\n", "1e999", *'<>"{}[']


def _broken(sample: str, chance: random.Random) -> str:
    """Cut a sample, move a part of it, and put harmful pieces in."""
    for _ in range(chance.randint(1, 4)):
        start, end = sorted(chance.randrange(len(sample) + 1) for _ in range(2))
        kind = chance.randrange(4)
        if kind == 0:
            sample = sample[:start] + sample[end:]
        elif kind == 1:
            sample = sample[:start] + chance.choice(_HARM) + sample[start:]
        elif kind == 2:
            sample = sample[:start] + sample[start:end] * 2 + sample[end:]
        else:
            sample = sample[:end]
    return sample


@pytest.mark.parametrize("name", SAMPLES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_a_broken_file_is_refused_in_words_or_read(name: str, chance: random.Random, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(_broken(chance.choice(SAMPLES[name]), chance), encoding="utf-8")
    options = Options(format=name, byline=chance.choice([None, Byline("Ada Tern")]))
    found, said = read_or_refused(path, options)
    assert all(draft.text and clean_text(draft.text) == draft.text for draft in found)
    assert all(str(path) in each for each in said)


def read_or_refused(path: Path, options: Options) -> tuple[list[Draft], list[str]]:
    """Return the drafts, and what was said of records or of the whole file that could not be read."""
    said: list[str] = []
    try:
        return list(read_drafts(path, options, warn=str, reject=lambda why, _: said.append(str(why)))), said
    except InputError as error:
        return [], [*said, str(error)]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    "content",
    [
        "[" * 200_000,
        '{"a":' * 100_000,
        "<div>" * 200_000,
        "<html><div></x>" * 100_000,
        "---\n" + "a: " * 100_000,
        "---\n- " + "- " * 10_000 + "\n---\n",
        "#" * 2_000_000,
        "x" * 20_000_000,
        "<article>" * 50_000,
        "<html><p " + "a " * 200_000 + ">",
    ],
    ids=lambda content: content[:12],
)
def test_what_is_made_to_harm_is_over_soon(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    began = time.monotonic()
    _, said = read_or_refused(path, Options(name, byline=Byline("Ada Tern")))
    assert time.monotonic() - began < 20
    assert all(str(path) in each for each in said)
