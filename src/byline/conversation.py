"""Reads what is said over the question before it: "what about at Oracle?", "anyone else?", "only last year".

By rule alone, and pure: what goes in is the question before and what was said, what comes out are the
questions that this may mean. Phrases say that something is a follow-up (``data/words/followups.toml``); for
all else the words of subject decide. Where rules can not decide, there are several readings, the likelier
first, and the first that has an answer is taken: the collection itself is the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

from byline.models import FILTER_FIELDS, Carried, Filters, Rule
from byline.text.analysis import Token, tokens
from byline.text.followups import (
    Follows,
    FollowUp,
    after_word,
    bare,
    follow_up,
    joint,
    languages_with_followups,
    points_back,
    time_range,
    without_leads,
)
from byline.text.function_words import is_function_word, question_words
from byline.text.languages import DEFAULT_LANGUAGE, detect_language
from byline.text.names import NameMatcher
from byline.text.operators import ParsedQuestion, combine, quoted_in
from byline.text.rewording import (
    core,
    joined,
    with_object_replaced,
    with_word_replaced,
    without_circumstance,
)

_FRAGMENT_WORDS = 5
"""Words that what is said may have to be read as a part of a question: "for startups", "at small firms"."""
_POINTING_WORDS = 3
"""Words of subject that a question may have whose last word points back; with more it says enough itself."""

_DAYS = frozenset({"after", "before"})


class Names(Protocol):
    """The names of the collection."""

    @property
    def authors(self) -> NameMatcher:
        """The authors."""

    @property
    def companies(self) -> NameMatcher:
        """The companies of bylines."""

    @property
    def roles(self) -> NameMatcher:
        """The roles of bylines."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Who and what the reply to the question before quoted, best first."""

    authors: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that something said may mean.

    ``said`` are the fields of ``filters`` that were said just now. ``added`` are the words of ``text`` that
    were: a sentence which has nothing of them only answers what was asked before. ``kept`` are words of the
    question before, of which a sentence must have something too, or else a new topic has begun. ``only_new``
    asks for a reply that quotes something which the reply before did not.
    """

    text: str
    filters: Filters
    carried: Carried | None = None
    said: frozenset[str] = frozenset()
    added: str = ""
    kept: str = ""
    only_new: bool = False


def readings(
    previous: ParsedQuestion,
    said: ParsedQuestion,
    *,
    names: Names,
    today: date,
    quoted: Callable[[ParsedQuestion], Quoted],
) -> tuple[Reading, ...]:
    """Return what may be meant by something said after a question, the likeliest first.

    Args:
        previous: the question before, with what it had itself carried.
        said: what is said now.
        names: of the collection, so that a company is known from a subject.
        today: what "last year" counts from.
        quoted: gives what the reply to a question quotes; called only where that matters.
    """
    return _Follower(previous, said, names, today, quoted).readings()


@dataclass(frozen=True)
class _Follower:
    previous: ParsedQuestion
    said: ParsedQuestion
    names: Names
    today: date
    quoted: Callable[[ParsedQuestion], Quoted]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages to read in, the likeliest first: a follow-up is often too short to tell its own."""
        return tuple(dict.fromkeys((*self.likely, *languages_with_followups())))

    @cached_property
    def likely(self) -> tuple[str, ...]:
        """The languages that this conversation is in."""
        told = (detect_language(self.previous.text), detect_language(self.said.text), DEFAULT_LANGUAGE)
        return tuple(dict.fromkeys(told))

    @cached_property
    def alone(self) -> Reading:
        """What was said, as a question of its own: a new topic, which drops all that was before."""
        return Reading(self.said.text, self.said.filters)

    def readings(self) -> tuple[Reading, ...]:
        """Return what may be meant."""
        if not self.said.text:
            return (self._carry(Rule.LIMIT),) if self.said.filters else (self.alone,)
        found = follow_up(self.said.text, self.languages)
        read = self._phrase(found) if found else ()
        return read or self._plain()

    # What a phrase says

    def _phrase(self, found: FollowUp) -> tuple[Reading, ...]:
        if found.kind is Follows.SOMEONE_ELSE:
            return self._someone_else()
        if found.kind is Follows.SAME_AUTHOR:
            return self._same_author(found.rest)
        if found.kind in (Follows.OLDER, Follows.NEWER):
            return self._older_or_newer(found.kind)
        if self._is_question(found.rest, found.language):
            rest = ParsedQuestion(found.rest, self.said.filters)
            return replace(self, said=rest)._plain()
        if found.kind is Follows.CORRECTS:
            return self._corrected(found.rest, found.language)
        return self._about(found.rest, found.language)

    def _someone_else(self) -> tuple[Reading, ...]:
        if not self.previous.text:
            return (self.alone,)  # all that was asked for was one person's answers
        if not (authors := self.quoted(self.previous).authors):
            return (self._carry(Rule.SOMEONE_ELSE),)
        others = (*self.previous.filters.not_author, *authors)
        limits = Filters(not_author=tuple(dict.fromkeys(others)))
        return (self._carry(Rule.SOMEONE_ELSE, limits, drop={"author"}),)

    def _same_author(self, topic: str) -> tuple[Reading, ...]:
        wanted = self.previous.filters.author or self._quoted_last()
        if not wanted:
            return ()
        limits = Filters(author=wanted)
        if topic:
            carried = Carried(Rule.SAME_AUTHOR, None, ("author",))
            return (Reading(topic, self._said(limits), carried, frozenset({"author"})),)
        same = self._carry(Rule.SAME_AUTHOR, limits, drop={"not_author"})
        all_of_it = Carried(Rule.SAME_AUTHOR, None, ("author",))
        return (
            replace(same, only_new=True),
            Reading("", self._said(limits), all_of_it, frozenset({"author"}), only_new=True),
        )

    def _quoted_last(self) -> tuple[str, ...]:
        """Return the author quoted first; where limits left nobody to quote, as it was before them."""
        limits = replace(self.previous.filters, after=None, before=None, not_author=())
        before = replace(self.previous, filters=limits)
        return (self.quoted(self.previous).authors or self.quoted(before).authors)[:1]

    def _older_or_newer(self, kind: Follows) -> tuple[Reading, ...]:
        days = self.quoted(self.previous).days
        if not days:
            return (replace(self._carry(Rule(kind.value)), only_new=True),)
        if kind is Follows.OLDER:
            return (self._carry(Rule.OLDER, Filters(before=min(days) - timedelta(days=1))),)
        return (self._carry(Rule.NEWER, Filters(after=max(days) + timedelta(days=1))),)

    def _corrected(self, rest: str, language: str) -> tuple[Reading, ...]:
        limited = self._limited(rest, language)
        if joint(rest, language):
            return (limited or self._with_words(rest, language, Rule.CORRECTION),)
        mended = with_word_replaced(self.previous.text, rest, self._subject(self.previous.text))
        topic = self.previous.text if mended else None
        corrected = self._carry(Rule.CORRECTION, text=mended or rest, topic=topic)
        return (limited, corrected) if limited else (corrected,)

    def _about(self, rest: str, language: str) -> tuple[Reading, ...]:
        """Read a name or a time as a limit, and other words as more of the subject, or as a new one."""
        limited = self._limited(rest, language)
        together = self._with_words(rest, language, Rule.WORDS)
        if joint(rest, language):
            return (limited,) if limited else (*self._elsewhere(rest, language), together)
        if limited and limited.said & {"after", "before"}:
            return (limited,)
        together = replace(together, kept=self.previous.text)
        apart = Reading(rest, self.said.filters)
        found = (together, *self._about_instead(rest), apart)
        return (limited, *found) if limited else found

    def _about_instead(self, rest: str) -> tuple[Reading, ...]:
        """Ask the same about something else: after "how do I load a spreadsheet", "how do I load JSON"."""
        changed = with_object_replaced(self.previous.text, rest, self._subject(self.previous.text))
        if changed is None:
            return ()
        text, kept = changed
        reading = self._carry(Rule.WORDS, text=text, topic=kept)
        return (replace(reading, added=rest, kept=kept),)

    def _elsewhere(self, rest: str, language: str) -> tuple[Reading, ...]:
        """Read "at Initech" as a limit although nobody here is from there: so it can be said."""
        place = after_word(rest, "company", language)
        if not place or not all(word[0].isupper() for word in place.split()):
            return ()
        return (self._carry(Rule.NAME, Filters(company=(place,))),)

    # What the words say where no phrase does

    def _plain(self) -> tuple[Reading, ...]:
        text, language = self.said.text, self._language
        lead_off = without_leads(text, language)
        own = self._subject(text)
        short = len(text.split()) <= _FRAGMENT_WORDS and not self._is_question(lead_off, language)
        if short and (limited := self._limited(lead_off, language, whole=True)):
            return (limited, self.alone) if own else (limited,)
        if not own:
            return self._without_subject(lead_off)
        if short and joint(lead_off, language):
            more = self._with_words(lead_off, language, Rule.WORDS)
            return (*self._elsewhere(lead_off, language), more, self.alone)
        points = len(own) <= _POINTING_WORDS and points_back(text, language, anywhere=len(own) == 1)
        if points and (before := self._core()):
            together = joined(bare(text), before)
            pointing = self._carry(Rule.POINTING, text=together, topic=self.previous.text)
            return (replace(pointing, added=bare(text)), self.alone)
        if short:
            return (self.alone, self._with_words(lead_off, language, Rule.WORDS))
        return (self.alone,)

    def _without_subject(self, text: str) -> tuple[Reading, ...]:
        """Ask the question before with another word that asks ("why?"), or again as it was."""
        if self._is_question(text, self._language) and (before := self._core()):
            return (self._carry(Rule.QUESTION, text=joined(bare(text), before), topic=self.previous.text),)
        return (self._carry(Rule.LIMIT),)

    @property
    def _language(self) -> str:
        return self.languages[0]

    def _is_question(self, text: str, language: str) -> bool:
        """Say whether a text begins with a word that asks, in its language or in English."""
        words = [token.word for token in tokens(text)[:1]]
        asking = question_words(language) | question_words(DEFAULT_LANGUAGE)
        return bool(words) and words[0] in asking

    def _subject(self, text: str) -> list[Token]:
        """Return the words that say what is asked about, in whichever language that is."""
        return [
            token
            for token in tokens(text, self._language)
            if not any(is_function_word(token.word, language) for language in self.likely)
        ]

    def _core(self) -> str:
        return core(self.previous.text, self._subject(self.previous.text))

    # The question before, changed

    def _carry(
        self,
        rule: Rule,
        limits: Filters | None = None,
        *,
        drop: Set[str] = frozenset(),
        text: str | None = None,
        topic: str | None = None,
    ) -> Reading:
        """Return the question before with other limits, or another text; what is said now comes first.

        Args:
            rule: how it was read.
            limits: what the follow-up limits it to, besides its operators.
            drop: fields whose limits from before are no more.
            text: what is asked; None asks what was asked before.
            topic: what of the question before ``text`` asks again.
        """
        now = self._said(limits)
        said = frozenset(field for field in FILTER_FIELDS if getattr(now, field))
        gone = said | drop | (_DAYS if said & _DAYS else frozenset())  # both days make one limit
        kept = {field: getattr(self.previous.filters, field) for field in FILTER_FIELDS if field not in gone}
        if text is None:
            text, topic = self.previous.text, self.previous.text or None
        elif "phrases" in kept:
            # A phrase is quoted in the question itself; where the words went, the limit goes with them.
            kept["phrases"] = tuple(
                phrase for phrase in kept["phrases"] if phrase not in self.previous.text or phrase in text
            )
        carried = Carried(rule, topic, tuple(field for field in FILTER_FIELDS if kept.get(field)))
        filters = replace(now, **kept)
        # What is still quoted in the text is still required, and in the order in which it stands there.
        filters = combine(Filters(phrases=quoted_in(text)), filters)
        return Reading(text, filters, carried, said)

    def _said(self, limits: Filters | None) -> Filters:
        """Return the limits of the operators said now, over those that a phrase makes."""
        if limits is None:
            return self.said.filters
        written = {field: value for field in FILTER_FIELDS if (value := getattr(self.said.filters, field))}
        return replace(limits, **written)

    def _limited(self, rest: str, language: str, *, whole: bool = False) -> Reading | None:
        """Return the question before within a time, or by someone; None where no such thing is named.

        With ``whole`` a bare name must be one whole name of the collection: it may be a subject as well.
        """
        if not self.previous.text and not self.previous.filters:
            return None
        for told in dict.fromkeys((language, *self.languages)):
            if days := time_range(rest, told, self.today):
                return self._carry(Rule.TIME, Filters(after=days[0], before=days[1]))
            if limits := self._named(rest, told, whole=whole):
                return self._carry(Rule.NAME, limits, drop={"not_author"} if limits.author else set())
        return None

    def _named(self, rest: str, language: str, *, whole: bool) -> Filters | None:
        names = self.names
        if (place := after_word(rest, "at", language)) and (found := names.companies.resolve(place)):
            return Filters(company=found)
        if person := after_word(rest, "by", language):
            if found := names.authors.resolve(person):
                return Filters(author=found)
            if found := _roles(names.roles, person):
                return Filters(role=found)
        for field, matcher in (("author", names.authors), ("company", names.companies)):
            found = matcher.resolve(rest)
            if found and (not whole or [bare(rest).casefold()] == [name.casefold() for name in found]):
                return Filters(**{field: found})  # type: ignore[arg-type]
        return None

    def _with_words(self, rest: str, language: str, rule: Rule) -> Reading:
        """Return the question before with more words, in place of its last circumstance if that is alike.

        "how do you price for enterprises" and "for startups" make "how do you price for startups".
        """
        before = without_circumstance(bare(self.previous.text), joint(rest, language))
        return replace(self._carry(rule, text=joined(before, rest), topic=before or None), added=rest)


def _roles(roles: NameMatcher, written: str) -> tuple[str, ...]:
    """Return the roles of that name, or of its singular: "designers" is about each designer."""
    singular = " ".join(word.removesuffix("s") for word in written.split())
    return roles.resolve(written) or roles.resolve(singular)
