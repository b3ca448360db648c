"""Dataclasses as JSON-ready dictionaries, in the shapes of docs/api.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from byline.citation import Citation, author_permalink, cite, permalink, question_permalink
from byline.fragments import fragment_url
from byline.heard import Feedback, OpenQuestion, Quoted
from byline.limits import Limit, limits_of, without_topic
from byline.loaded import ImportReport, Rejected
from byline.models import (
    Answer,
    AuthorSummary,
    Byline,
    CollectionSummary,
    Excerpt,
    Filters,
    Reply,
    Sentence,
    Source,
    Stats,
    SynonymGroup,
    Why,
)
from byline.store.records import AnswerRevision
from byline.text.operators import parse_question, quoting
from byline.text.segmentation import sentences
from byline.transformers import Model
from byline.verdicts import Place, Verification

Json = dict[str, Any]


def reply_json(reply: Reply, *, base_url: str = "", debug: bool = False) -> Json:
    """Return a Reply. ``debug`` adds scores and features, which may change between releases."""
    found: Json = {
        "id": reply.id,
        "question": reply.question,
        "answered": reply.answered,
        "confidence": reply.confidence.value,
        "reason": reply.reason.value if reply.reason else None,
        "searched_for": reply.searched_for,
        "corrections": [
            {"from": each.written, "to": each.searched, "instead": quoting(reply.asked, each.written)}
            for each in reply.corrections
        ],
        "applied_filters": filters_json(reply.applied_filters),
        "asked": reply.asked,
        "words": parse_question(reply.asked).text,
        "carried": _carried(reply),
        "limits": [_limit(each) for each in limits_of(reply)],
        "excerpts": [_excerpt(each, base_url, debug) for each in reply.excerpts],
        "more": {"excerpts": reply.more.excerpts, "authors": reply.more.authors},
        "near_misses": [_excerpt(each, base_url, debug) for each in reply.near_misses],
        "rephrasings": list(reply.rephrasings),
        "related_questions": list(reply.related_questions),
        "took_ms": round(reply.took_ms, 2),
        "index_revision": reply.index_revision,
    }
    if debug:
        found["debug"] = {"support": round(reply.support, 4)}
    return found


def filters_json(filters: Filters) -> Json:
    """Return filters, every field of them."""
    return {
        "author": list(filters.author),
        "company": list(filters.company),
        "role": list(filters.role),
        "tag": list(filters.tag),
        "collection": list(filters.collection),
        "after": _iso(filters.after),
        "before": _iso(filters.before),
        "phrases": list(filters.phrases),
        "without": list(filters.without),
        "not_author": list(filters.not_author),
    }


def _carried(reply: Reply) -> Json | None:
    if reply.carried is None:
        return None
    return {
        "rule": reply.carried.rule.value,
        "topic": reply.carried.topic,
        "without": without_topic(reply) if reply.carried.topic else None,
        "again": reply.carried.again,
    }


def _limit(limit: Limit) -> Json:
    return {"field": limit.field, "value": limit.value, "carried": limit.carried, "without": limit.without}


def _excerpt(excerpt: Excerpt, base_url: str, debug: bool) -> Json:
    answer = excerpt.answer
    citation = cite(answer, excerpt.parts, excerpt.sentences[0].ordinal, base_url)
    matched = next((each for each in excerpt.sentences if each.matched), excerpt.sentences[0])
    found: Json = {
        "rank": excerpt.rank,
        "text": excerpt.text,
        "start": excerpt.start,
        "end": excerpt.end,
        "sentences": [
            {"start": each.start, "end": each.end, "matched": each.matched} for each in excerpt.sentences
        ],
        "further": [
            {"start": each.start, "end": each.end, "text": answer.text[each.start : each.end]}
            for each in excerpt.further
        ],
        "answer_id": answer.id,
        "revision": answer.revision,
        "question_answered": answer.question,
        "question_permalink": question_permalink(answer.question),
        "answers_to_question": excerpt.answers,
        **_byline(answer.byline),
        "age_days": _age_days(answer.byline.date.value),
        "newer": _elsewhere(excerpt.newer) if excerpt.newer else None,
        "repeated_in": [
            {**_elsewhere(each.answer), "start": each.start, "end": each.end} for each in excerpt.repeats
        ],
        "source": _source(answer),
        "permalink": permalink(answer.id, matched.ordinal, revision=answer.revision),
        "fragment_url": fragment_url(answer, excerpt.start, excerpt.end),
        "citation": citation_json(citation),
        "why": _why(excerpt.why),
    }
    if debug:
        found["debug"] = {
            "score": round(excerpt.score, 4),
            "features": {name: round(value, 4) for name, value in excerpt.why.features.items()},
        }
    return found


def _why(why: Why) -> Json:
    return {
        "terms": list(why.terms),
        "missing": list(why.missing),
        "fuzzy": dict(why.fuzzy),
        "synonyms": dict(why.synonyms),
        "meaning": None if why.meaning is None else round(why.meaning, 2),
        "kind": {"asked_for": why.kind, "found": why.kind_met} if why.kind else None,
    }


def _elsewhere(answer: Answer) -> Json:
    """Return by whom and of when another answer is, and where it is read."""
    return {"answer_id": answer.id, **_byline(answer.byline), "permalink": permalink(answer.id)}


def citation_json(citation: Citation) -> Json:
    """Return a citation in all its forms."""
    return {
        "text": citation.text,
        "markdown": citation.markdown,
        "html": citation.html,
        "bibtex": citation.bibtex,
    }


def verification_json(found: Verification) -> Json:
    """Return what checking a quotation found."""
    return {
        "text": found.text,
        "verdict": found.verdict.value,
        "places": [_place(each) for each in found.places],
        "parts": [verification_json(each) for each in found.parts],
        "took_ms": round(found.took_ms, 2),
    }


def _place(place: Place) -> Json:
    answer = place.answer
    start, end = place.ranges[0][0], place.ranges[-1][1]
    current = place.until is None
    cut = sentences(answer.text, answer.lang) if current else ()  # what was corrected is not shown again
    touched = [each for each in cut if each.end > start and each.start < end]
    first = min([start, *(each.start for each in touched)])
    last = max([end, *(each.end for each in touched)])
    return {
        "verdict": place.verdict.value,
        "text": answer.text[start:end],
        "start": start,
        "end": end,
        "ranges": [{"start": begin, "end": stop} for begin, stop in place.ranges],
        "context": answer.text[first:last],
        "context_start": first,
        "differences": [
            {"kind": each.kind.value, "quoted": each.quoted, "said": each.said} for each in place.differences
        ],
        "answer_id": answer.id,
        "revision": answer.revision,
        "until": place.until.isoformat() if place.until else None,
        "question_answered": answer.question,
        **_byline(answer.byline),
        "age_days": _age_days(answer.byline.date.value),
        "source": _source(answer),
        "permalink": permalink(answer.id, touched[0].ordinal if touched else None, revision=answer.revision),
        "fragment_url": fragment_url(answer, start, end) if current else None,
    }


def _byline(byline: Byline) -> Json:
    return {
        "author": {
            "name": byline.author,
            "role": byline.role,
            "company": byline.company,
            "as_printed": byline.as_printed,
            "permalink": author_permalink(byline.author),
        },
        "date": _iso(byline.date.value),
        "date_precision": byline.date.precision.value,
        "date_as_printed": byline.date.as_printed,
    }


def _source(answer: Answer) -> Json:
    return {"title": answer.source.title, "url": answer.url or answer.source.url}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _age_days(day: date | None) -> int | None:
    return (datetime.now().astimezone().date() - day).days if day else None


def answer_json(answer: Answer, cut: tuple[Sentence, ...]) -> Json:
    """Return a whole answer with its sentences; offsets are code points of ``text``, half-open."""
    return {
        "id": answer.id,
        "revision": answer.revision,
        "collection": answer.collection,
        "question_answered": answer.question,
        "text": answer.text,
        "sentences": [{"start": each.start, "end": each.end} for each in cut],
        **_byline(answer.byline),
        "age_days": _age_days(answer.byline.date.value),
        "source": _source(answer),
        "permalink": permalink(answer.id),
        "tags": list(answer.tags),
        "accepted": answer.accepted,
        "votes": answer.votes,
        "lang": answer.lang,
        "license": answer.license,
        "truncated": answer.truncated,
    }


def revisions_json(revisions: Sequence[AnswerRevision]) -> list[Json]:
    """Return the revisions of an answer, oldest first; the last is the answer as it is."""
    return [{"revision": each.answer.revision, "since": each.created_at.isoformat()} for each in revisions]


def answer_record(answer: Answer) -> Json:
    """Return an answer as an export line: read by the JSON Lines importer, it is the same answer again."""
    byline = answer.byline
    return {
        "id": answer.id,
        "question": answer.question,
        "text": answer.text,
        "author": byline.author,
        "role": byline.role,
        "company": byline.company,
        "byline": byline.as_printed,
        "date": _iso(byline.date.value),
        "date_precision": byline.date.precision.value,
        "date_as_printed": byline.date.as_printed,
        "url": answer.url,
        "tags": list(answer.tags),
        "accepted": answer.accepted,
        "votes": answer.votes,
        "lang": answer.lang,
        "license": answer.license,
        "truncated": answer.truncated,
    }


def author_json(author: AuthorSummary) -> Json:
    """Return an author."""
    return {
        "name": author.name,
        "permalink": author_permalink(author.name),
        "answers": author.answers,
        "roles": list(author.roles),
        "companies": list(author.companies),
    }


def collection_json(collection: CollectionSummary) -> Json:
    """Return a collection."""
    return {
        "name": collection.name,
        "answers": collection.answers,
        "authors": collection.authors,
        "sources": collection.sources,
    }


def source_json(source: Source) -> Json:
    """Return a source."""
    return {
        "key": source.key,
        "title": source.title,
        "collection": source.collection,
        "url": source.url,
        "answers": source.answers,
    }


def synonym_group_json(group: SynonymGroup) -> Json:
    """Return a group of synonyms."""
    return {
        "words": list(group.words),
        "collection": group.collection,
        "learned": group.collection is None,
    }


def import_json(report: ImportReport) -> Json:
    """Return what an import did."""
    return {
        "source": source_json(report.source),
        "new": report.new,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "rejected": report.rejected,
        "warnings": list(report.warnings),
        "dry_run": report.dry_run,
        "needs_yes": report.needs_yes,
        "samples": [
            {
                "change": sample.change.value,
                "author": sample.author,
                "question": sample.question,
                "beginning": sample.beginning,
            }
            for sample in report.samples
        ],
    }


def rejected_json(rejected: Rejected) -> Json:
    """Return a record that was left out, and why."""
    return {
        "file": rejected.file,
        "line": rejected.line,
        "reason": rejected.reason,
        "next_step": rejected.next_step,
        "record": rejected.record,
    }


def model_json(model: Model) -> Json:
    """Return a transformer that was added."""
    return {name: getattr(model, name) for name in Model.__slots__}


def open_question_json(question: OpenQuestion) -> Json:
    """Return a question left for the experts, as those read it who look after the answers."""
    return {
        "id": question.id,
        "question": question.question,
        "contact": question.contact,
        "left_at": _moment(question.left_at),
        "index_revision": question.index_revision,
        "done_at": _moment(question.done_at),
    }


def feedback_json(feedback: Feedback) -> Json:
    """Return whether a reply helped, with what it had quoted."""
    return {
        "reply_id": feedback.reply_id,
        "question": feedback.question,
        "helped": feedback.helped,
        "reasons": [reason.value for reason in feedback.reasons],
        "words": feedback.words,
        "excerpts": [{name: getattr(each, name) for name in Quoted.__slots__} for each in feedback.quoted],
        "index_revision": feedback.index_revision,
        "given_at": _moment(feedback.given_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def stats_json(stats: Stats) -> Json:
    """Return the knowledge base in numbers."""
    return {name: getattr(stats, name) for name in Stats.__slots__}
