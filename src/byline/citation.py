"""Citations: a quotation with its byline, ready to paste, and the pages that are linked to."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from byline.models import Answer, Byline, DatePrecision
from byline.store.records import author_id

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_TEX_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TITLE_CHARS = 60
_REVISION_CHARS = 12
LEFT_OUT = " […] "
"""What stands in a quotation for sentences that were left out."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One quotation with its byline, in the forms people paste."""

    text: str
    markdown: str
    html: str
    bibtex: str


def permalink(answer_id: str, ordinal: int | None = None, *, revision: str | None = None) -> str:
    """Return the path of an answer's page, at the sentence of that ordinal.

    With the revision that was read (as ``Answer`` has it), the page says when it has been replaced since.
    """
    path = f"/answers/{quote(answer_id, safe='')}"
    if revision is not None:
        path += f"?revision={short_revision(revision)}"
    return path if ordinal is None else f"{path}#s{ordinal}"


def short_revision(revision: str) -> str:
    """Return a revision as links have it: enough of the hash to tell it from the others of its answer."""
    return revision.removeprefix("sha256:")[:_REVISION_CHARS]


def author_permalink(name: str | None) -> str | None:
    """Return the path of the page of the author of that name; None where no name is known."""
    return f"/authors/{author_id(name)}" if name else None


def question_permalink(question: str | None) -> str | None:
    """Return the path of the page that has all answers to a question; None where no question is known."""
    return f"/questions?{urlencode({'q': question})}" if question else None


def byline_text(byline: Byline) -> str:
    """Return name, role, company and date as printed, with commas; "unnamed author" where none is known.

    >>> byline_text(Byline("Ann Ito", role="Head of Data, Acme", company="Acme"))
    'Ann Ito, Head of Data, Acme'
    """
    parts = [byline.author or "unnamed author", *_standing(byline)]
    if byline.date.as_printed:
        parts.append(byline.date.as_printed)
    return ", ".join(parts)


def _standing(byline: Byline) -> list[str]:
    """Return role and company; a role that ends in the company has it already."""
    role, company = byline.role or "", byline.company or ""
    return [each for each in (role, "" if role.endswith(company) else company) if each]


def cite(answer: Answer, parts: Sequence[tuple[int, int]], ordinal: int, base_url: str = "") -> Citation:
    """Return the citation of ranges of an answer's text; ``[…]`` stands for what was left out between two.

    Args:
        answer: whose words they are.
        parts: where each part of the quotation begins and ends, in code points of the text, in order.
        ordinal: the sentence that links lead to.
        base_url: what links begin with, such as "https://ask.example.org".
    """
    text = LEFT_OUT.join(answer.text[start:end] for start, end in parts)
    who = byline_text(answer.byline)
    link = base_url + permalink(answer.id, ordinal, revision=answer.revision)
    quoted = "\n".join(f"> {line}".rstrip() for line in _markdown(text).split("\n"))
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
    return Citation(
        text=f"“{text}” — {who}. {link}",
        markdown=f"{quoted}\n>\n> — [{_markdown(who)}]({link})",
        html=(
            f'<figure><blockquote cite="{html.escape(link)}">{paragraphs}</blockquote>'
            f'<figcaption>— <a href="{html.escape(link)}">{html.escape(who)}</a></figcaption></figure>'
        ),
        bibtex=_bibtex(answer, text, f"{_key(answer)}-{parts[0][0]}", link),
    )


def _markdown(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def _bibtex(answer: Answer, text: str, key: str, link: str) -> str:
    """Return a BibTeX entry. What the source did not print, such as a year, is left out."""
    byline = answer.byline
    fields = {
        "author": _tex_name(byline.author) if byline.author else None,
        "title": "{" + _tex(answer.question or _beginning(text)) + "}",
        "howpublished": _tex(answer.source.title),
        **_tex_date(byline),
        "url": link.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "note": _tex(", ".join([*_standing(byline), *filter(None, [byline.date.as_printed])])),
        "annote": f"``{_tex(' '.join(text.split()))}''",
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'}"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda found: _TEX[found[0]], text)


def _tex_name(name: str) -> str:
    """Return a name as BibTeX reads it; one that it would take apart is kept together by braces."""
    whole = "," in name or " and " in f" {name.lower()} "
    return f"{{{_tex(name)}}}" if whole else _tex(name)


def _tex_date(byline: Byline) -> dict[str, str]:
    """Return year, month and day as far as they were printed; an age such as "5y" says no year."""
    date, precision = byline.date.value, byline.date.precision
    if date is None or precision in (DatePrecision.RELATIVE, DatePrecision.NONE):
        return {}
    found = {"year": f"{date.year:04}"}
    if precision is not DatePrecision.YEAR:
        found["month"] = _MONTHS[date.month - 1]
    if precision is DatePrecision.DAY:
        found["day"] = str(date.day)
    return found


def _key(answer: Answer) -> str:
    """Return the key of an answer in a bibliography: letters, digits and hyphens, and the same each time."""
    name = unicodedata.normalize("NFKD", (answer.byline.author or "").split(" ")[-1])
    family = re.sub(r"[^a-z]", "", name.lower()) or "byline"
    return f"{family}-{answer.id.removeprefix('a_')}"


def _beginning(text: str) -> str:
    """Return the beginning of a text, cut between words, for a title where there is no question."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_CHARS:
        return line
    return (
        line[:_TITLE_CHARS].rpartition(" ")[0] + "…"
        if " " in line[:_TITLE_CHARS]
        else line[:_TITLE_CHARS] + "…"
    )
