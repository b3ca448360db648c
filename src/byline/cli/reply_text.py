"""A Reply as text for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import click

from byline.citation import byline_text, permalink
from byline.cli import terminal
from byline.cli.quotation import lay_out
from byline.models import Byline, Excerpt, Filters, PrintedDate, Reason, Reply
from byline.stages import Measures, in_order

_NOBODY = {
    Reason.EMPTY_CORPUS: "There are no answers yet. Load some: `byline add PATH`, or `byline sample`.",
    Reason.FILTERED_OUT: "Nobody whom these filters leave has answered this. Ask with fewer of them.",
    Reason.BELOW_THRESHOLD: "Nobody in the collection has answered this.",
    None: "Nobody in the collection has answered this.",
}


def as_text(reply: Reply, *, base_url: str = "", debug: bool = False) -> Iterator[str]:
    """Yield the reply in blocks: what was searched, then each excerpt under its byline.

    Args:
        reply: what asking returned.
        base_url: where the answers' own pages are served, put before each link.
        debug: whether to add the evidence of each excerpt.
    """
    yield ""
    searched = [f"“{each.searched}” (you wrote “{each.written}”)" for each in reply.corrections]
    if searched:
        yield f"{_quiet(terminal.one_line('Searched for ' + ', '.join(searched)))}\n"
    if not reply.answered:
        yield from _not_answered(reply, base_url, debug)
        return
    for excerpt in reply.excerpts:
        yield _excerpt(excerpt, base_url, debug)
    filters = " · within the filters given" if reply.applied_filters != Filters() else ""
    yield _quiet(f"{_who(reply)} · confidence {reply.confidence}{filters}{_timing(reply, debug)}")


def _not_answered(reply: Reply, base_url: str, debug: bool) -> Iterator[str]:
    yield click.style(_NOBODY[reply.reason], bold=True) + "\n"
    if reply.near_misses:
        yield "The nearest that was said, which may not be about your question:\n"
        for excerpt in reply.near_misses:
            yield _excerpt(excerpt, base_url, debug)
    if reply.rephrasings:
        yield "Close to it, and answered:\n"
        yield "\n".join(f"    {terminal.one_line(question)}" for question in reply.rephrasings) + "\n"
    if reply.related_questions:
        yield "Questions that were answered:\n"
        yield "\n".join(f"    {terminal.one_line(question)}" for question in reply.related_questions) + "\n"
    if debug:
        yield _quiet(f"nobody answered{_timing(reply, debug)}")


def _excerpt(excerpt: Excerpt, base_url: str, debug: bool) -> str:
    columns = terminal.width()
    lines = [lay_out(excerpt, columns), "", f"    — {_byline(excerpt)}"]
    if excerpt.answer.question:
        lines.append(
            _quiet(terminal.cut(f"      on “{terminal.one_line(excerpt.answer.question)}”", columns))
        )
    if excerpt.why.synonyms:
        met = (f"“{found}” (you wrote “{asked}”)" for asked, found in excerpt.why.synonyms.items())
        lines.append(_quiet(terminal.cut(f"      says {terminal.one_line(', '.join(met))}", columns)))
    lines.extend(_quiet(terminal.cut(f"      {each}", columns)) for each in _beside(excerpt))
    link = permalink(excerpt.answer.id, _matched(excerpt), revision=excerpt.answer.revision)
    # Without an address there is no page to open, and the id is what `byline list` and `remove` know.
    lines.append(_quiet(f"      {base_url}{link}" if base_url else f"      {excerpt.answer.id}"))
    source = excerpt.answer.url or excerpt.answer.source.url
    if source:
        lines.append(_quiet(f"      {terminal.one_line(source)}"))
    if excerpt.answer.truncated:
        lines.append(_quiet("      The source shows only the beginning of this answer."))
    if debug:
        lines.extend(_quiet(f"      {line}") for line in _evidence(excerpt))
    return "\n".join(lines) + "\n"


def _beside(excerpt: Excerpt) -> Iterator[str]:
    """Yield who else says the same, and that somebody answered the question later."""
    if excerpt.repeats:
        others = (_name_and_date(each.answer.byline) for each in excerpt.repeats)
        yield terminal.one_line(f"the same words: {'; '.join(others)}")
    if excerpt.newer:
        newer = f"a newer answer: {_name_and_date(excerpt.newer.byline)} ({excerpt.newer.id})"
        yield terminal.one_line(newer)


def _name_and_date(byline: Byline) -> str:
    return byline_text(Byline(byline.author, date=byline.date))


def _matched(excerpt: Excerpt) -> int:
    """Return the ordinal of the first sentence that carries the evidence."""
    return next((each.ordinal for each in excerpt.sentences if each.matched), excerpt.sentences[0].ordinal)


def _byline(excerpt: Excerpt) -> str:
    """Return "Name, Role, Company · date", of what the source printed, the name emphasised."""
    byline = excerpt.answer.byline
    name = byline_text(Byline(byline.author))
    rest = byline_text(replace(byline, date=PrintedDate())).removeprefix(name)
    date = f" · {byline.date.as_printed}" if byline.date.as_printed else ""
    return click.style(terminal.one_line(name), bold=True) + terminal.harmless(rest + date)


def _who(reply: Reply) -> str:
    excerpts = terminal.count(len(reply.excerpts), "excerpt")
    authors = {excerpt.answer.byline.author for excerpt in reply.excerpts}
    named = authors - {None}
    if not named:
        return f"{excerpts} whose authors are not named"
    if named != authors:
        return f"{excerpts} from {terminal.count(len(named), 'named author')} and others"
    return f"{excerpts} from {terminal.count(len(named), 'author')}"


def _evidence(excerpt: Excerpt) -> Iterator[str]:
    why = excerpt.why
    yield f"score {excerpt.score:.3f}" + ("" if why.meaning is None else f", meaning {why.meaning:.2f}")
    yield f"words {', '.join(why.terms) or 'none'}"
    if why.fuzzy:
        yield "read " + ", ".join(f"{written} as {searched}" for written, searched in why.fuzzy.items())
    if why.features:
        yield "features " + ", ".join(f"{name} {value:.3f}" for name, value in sorted(why.features.items()))


def _timing(reply: Reply, debug: bool) -> str:
    return f" · {reply.took_ms:.1f} ms, index revision {reply.index_revision}" if debug else ""


def stages_text(measures: Measures) -> str:
    """Return where the time of an ask went, a line a stage, and what the caches had."""
    whole = measures.total or 1.0
    rows = [
        (name, f"{took * 1000:9.3f} ms", f"{took / whole:4.0%}") for name, took in in_order(measures.seconds)
    ]
    caches = [
        (f"kept {cache}", f"{hits} of {hits + measures.misses[cache]}", "")
        for cache, hits in measures.hits.items()
    ]
    return _quiet("\n".join(terminal.table([*rows, *caches])))


def _quiet(text: str) -> str:
    return click.style(text, dim=True)
