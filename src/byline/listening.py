"""The part of a KnowledgeBase that listens: questions left for the experts, and whether replies helped."""

from __future__ import annotations

import re
from dataclasses import replace

from byline.errors import InputError, NotFoundError, QuestionError
from byline.heard import QUOTED_MOST, REPLY_ID, REVISION_MOST, Feedback, OpenQuestion, Quoted
from byline.settings import Settings
from byline.store import Store

CONTACT_CHARS = 200
WORDS_CHARS = 2000
_REPLY_ID = re.compile(REPLY_ID)


class Listening:
    """What ``KnowledgeBase`` inherits; it makes the attributes."""

    settings: Settings
    _store: Store

    def leave_question(self, question: str, *, contact: str | None = None) -> OpenQuestion:
        """Keep a question that nobody answered, for those who look after the answers.

        The same question by the same contact is kept once while it is open. Nothing else changes.

        Args:
            question: as the person asks it.
            contact: how to tell them, such as an address; None or blank when they do not say.

        Raises:
            QuestionError: the question is empty or too long.
            InputError: the contact is too long, or a text can not be stored.
            UnavailableError: too many questions are kept already.
        """
        asked, limit = question.strip(), self.settings.question_chars
        if not any(map(str.isalnum, asked)):
            raise QuestionError(f"The question {asked[:80]!r} has no words. Write what you want to know.")
        if len(asked) > limit:
            raise QuestionError(
                f"The question has {len(asked):,} characters; {limit:,} are the limit. "
                "Shorten it to what you want to know."
            )
        reached = _within("contact", contact, CONTACT_CHARS)
        return self._store.leave_question(asked, reached, self._store.revision())

    def open_questions(self, *, done: bool | None = False) -> list[OpenQuestion]:
        """Return the questions left for the experts, oldest first.

        Args:
            done: whether those that were seen to; None means all.
        """
        return self._store.open_questions(done=done)

    def close_questions(self, *ids: str) -> None:
        """Note that questions were seen to.

        Raises:
            NotFoundError: there is none of an id; nothing was changed.
        """
        self._store.close_questions(ids)

    def remove_questions(self, *ids: str) -> None:
        """Remove questions for good, with the contacts of who left them.

        Raises:
            NotFoundError: there is none of an id; nothing was changed.
        """
        self._store.remove_questions(ids)

    def give_feedback(self, feedback: Feedback) -> Feedback:
        """Keep whether a reply helped, in place of what was said of the same reply before.

        It never changes the ranking. ``heard.feedback_on`` makes it from a Reply.

        Returns:
            What was kept, with its time; reasons are kept only when the reply did not help.

        Raises:
            InputError: the reply's id is none, or a text is too long or can not be stored.
            NotFoundError: a quotation is not of an answer that there is or was.
            UnavailableError: too much is kept already.
        """
        if not _REPLY_ID.fullmatch(feedback.reply_id):
            raise InputError(
                f"reply_id = {feedback.reply_id[:40]!r}: no reply has such an id. Take it from the reply."
            )
        if not 0 <= feedback.index_revision <= REVISION_MOST:
            raise InputError(
                f"index_revision = {feedback.index_revision}: no collection has such a revision. "
                "Take it from the reply."
            )
        question = _within("question", feedback.question, self.settings.question_chars)
        if question is None:
            raise InputError("The question is empty. Send the one that the reply is to.")
        if len(feedback.quoted) > QUOTED_MOST:
            raise InputError(f"{len(feedback.quoted)} excerpts: a reply has at most {QUOTED_MOST}.")
        for each in feedback.quoted:
            self._check_quoted(each)
        reasons = () if feedback.helped else tuple(dict.fromkeys(feedback.reasons))
        words = _within("words", feedback.words, WORDS_CHARS)
        return self._store.give_feedback(replace(feedback, question=question, reasons=reasons, words=words))

    def feedback(self) -> list[Feedback]:
        """Return all feedback, oldest first."""
        return self._store.feedback()

    def remove_feedback(self, *reply_ids: str) -> None:
        """Remove feedback for good, by the ids of the replies that it is on.

        Raises:
            NotFoundError: there is none on a reply; nothing was changed.
        """
        self._store.remove_feedback(reply_ids)

    def _check_quoted(self, quoted: Quoted) -> None:
        """Refuse a quotation that no reply can have shown."""
        texts = {each.answer.revision: each.answer.text for each in self._store.history(quoted.answer_id)}
        text = texts.get(quoted.revision)
        if text is None or not 0 <= quoted.start < quoted.end <= len(text):
            raise NotFoundError(
                f"The answer {quoted.answer_id!r} never had such a quotation ({quoted.revision}, characters "
                f"{quoted.start} to {quoted.end}). Send what the reply said of its excerpts."
            )


def _within(name: str, text: str | None, limit: int) -> str | None:
    """Return the text without white space around it, None for none.

    Raises:
        InputError: it is longer than ``limit`` characters.
    """
    said = (text or "").strip()
    if len(said) > limit:
        raise InputError(f"{name}: {len(said):,} characters; {limit:,} are the limit. Shorten it.")
    return said or None
