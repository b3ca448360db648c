"""Links into a source, at the words that were quoted there."""

from __future__ import annotations

import re
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from byline import Answer, Byline
from byline.fragments import fragment_url
from byline.models import Source
from byline.text.segmentation import sentences


def link(text: str, quoted: str | tuple[int, int], url: str = "https://example.org/ama") -> str:
    answer = Answer(1, "a_1", "sha256:0", text, Byline("Ann"), None, Source("s", "S", "c", url))
    start, end = (
        quoted if isinstance(quoted, tuple) else (text.index(quoted), text.index(quoted) + len(quoted))
    )
    return (fragment_url(answer, start, end) or "").removeprefix(f"{url}#:~:text=")


def test_a_short_quotation_is_named_whole() -> None:
    assert link("Keep it short. Always.", "Keep it short.") == "Keep%20it%20short."


def test_what_has_a_meaning_in_the_directive_is_encoded() -> None:
    assert link("Well-known, R&D.", "Well-known, R&D.") == "Well%2Dknown%2C%20R%26D."


def test_a_long_quotation_is_named_by_its_two_ends() -> None:
    text = " ".join(f"w{number}" for number in range(30))
    assert link(text, text) == "w0%20w1%20w2%20w3%20w4%20w5,w24%20w25%20w26%20w27%20w28%20w29"


def test_no_end_crosses_a_line() -> None:
    text = "One two.\n\nThree four."
    assert link(text, text) == "One%20two.,Three%20four."


def test_a_quotation_that_stands_there_twice_is_told_apart_by_what_is_around() -> None:
    text = "First it depends. Then it depends. Last."
    second = (text.rindex("it depends"), text.rindex("it depends") + len("it depends."))
    assert link(text, second) == "it%20depends.%20Then-,it%20depends."


def test_chinese_is_cut_at_its_signs_and_not_within_words() -> None:
    text = "路线图应该只有一页。没有人能记住。" * 8
    first, _, last = unquote(link(text, (0, len(text)))).partition(",")
    assert first.endswith("。")
    assert last.endswith("。")


def test_a_fragment_of_the_address_is_kept_and_an_old_directive_is_not() -> None:
    assert link("Yes.", "Yes.", "https://example.org/#a:~:text=x").endswith("/#a:~:text=Yes.")


def test_without_an_address_there_is_no_link() -> None:
    answer = Answer(1, "a_1", "sha256:0", "Yes.", Byline("Ann"), None, Source("s", "S", "c"))
    assert fragment_url(answer, 0, 4) is None


TEXTS = st.lists(
    st.sampled_from(["It", "depends,", "on", "it-self.", "R&D", "so.", "\n\n", "It's", "中文。"]),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(TEXTS, st.data())
def test_the_parts_of_a_directive_stand_at_the_ends_of_the_quotation(text: str, data: st.DataObject) -> None:
    found = sentences(text, "en")
    if not found:
        return
    first = data.draw(st.integers(0, len(found) - 1))
    last = data.draw(st.integers(first, len(found) - 1))
    start, end = found[first].start, found[last].end
    quoted = " ".join(text[start:end].split())
    directive = link(text, (start, end))
    assert re.fullmatch(r"(?:[\w.~%]+-,)?[\w.~%]+(?:,[\w.~%]+)?(?:,-[\w.~%]+)?", directive)
    parts = [
        unquote(part) for part in directive.split(",") if not part.startswith("-") and not part.endswith("-")
    ]
    assert quoted.startswith(parts[0])
    assert quoted.endswith(parts[-1])
    assert "\n" not in unquote(directive)
