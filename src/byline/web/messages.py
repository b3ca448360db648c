"""Collects the messages of the page into its catalogs: ``python -m byline.web.messages`` (``make messages``).

New messages are added untranslated, those that are gone are dropped, and what was translated stays. The same
sources give the same files: there is no date, no line number and no guess in them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from byline.resources import resource
from byline.web.languages import FOLDER, NAMES, SOURCE

ENGLISH_ONLY = frozenset({"docs.html", "embed_check.html", "embed_new.html", "framed_wrong.html"})
"""Templates for those who run Byline or build on it, about names and errors that are English throughout."""

_KEYWORDS = {**DEFAULT_KEYWORDS, "Kind": (3,), "plural_forms": (1, 2)}
"""Functions whose arguments are messages; of a ``Kind`` of problem it is the title."""
_PYTHON = [("**.py", "python")]
_JINJA = [("**.html", "jinja2")]
_OPTIONS = {
    "**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "encoding": "utf-8"}
}
_WIDTH = 110


def collect() -> Catalog:
    """Return every message of the templates and of the modules of ``web/``, without translations."""
    catalog = Catalog(domain="byline", project="Byline", fuzzy=False)
    for file, message, comments in _found():
        catalog.add(message, locations=[(file, 0)], auto_comments=comments)
    return catalog


def written(catalog: Catalog) -> str:
    """Return a catalog as the text of its file."""
    file = io.BytesIO()
    write_po(file, catalog, width=_WIDTH, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=utf-8\\n"']
    if catalog.locale:
        header += [f'"Language: {catalog.locale}\\n"', f'"Plural-Forms: {catalog.plural_forms}\\n"']
    return "\n".join(header) + "\n\n" + file.getvalue().decode()


def brought_up_to_date(code: str, template: Catalog) -> Catalog:
    """Return the catalog of a language with the messages of ``template``, and the translations it has."""
    path = FOLDER / f"{code}.po"
    if not path.exists():
        catalog = Catalog(locale=code)
    else:
        with path.open("rb") as file:
            catalog = read_po(file, locale=code)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    return catalog


def main() -> None:
    """Write every catalog anew."""
    template = collect()
    for code in NAMES:
        if code != SOURCE:
            (FOLDER / f"{code}.po").write_text(written(brought_up_to_date(code, template)), encoding="utf-8")


def _found() -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    for folder, methods in ((resource("templates"), _JINJA), (Path(__file__).parent, _PYTHON)):
        found = sorted(
            extract_from_dir(folder, methods, _OPTIONS, keywords=_KEYWORDS, comment_tags=["Translators:"]),
            key=lambda each: (each[0], each[1]),
        )
        for file, _line, message, comments, _context in found:
            if file not in ENGLISH_ONLY:
                yield file, message, comments


if __name__ == "__main__":
    main()
