"""What indexing wants of the words of a text, all of it worked out once for each word.

A text is cut at its white space into chunks, over which no word reaches: the words of a text are those of
its chunks, one after the other. The same few thousand chunks make up most of what people write, so what was
worked out of one is kept, and a sentence costs little more than looking its chunks up.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from byline.text.analysis import term_hash, tokens
from byline.text.function_words import is_function_word
from byline.text.grams import MARK, indexed_grams, spelled
from byline.text.meaning import word_pieces

_KEPT = 65536
"""Chunks of one language that are kept, and as many of those before them."""
_LANGUAGES = 4
"""Languages of which chunks are kept: a collection has seldom more."""
_LONGEST_KEPT = 40
"""Characters; in a script without spaces a chunk is a sentence, and never comes again."""


class Parts(NamedTuple):
    """What the words of a text give, in their order; what is text is separated by spaces."""

    terms: str
    words: str
    """Folded, as the terms are made of them."""
    subject: str
    """The terms of those words that are no grammar."""
    grams: str
    """See ``grams.indexed_grams``."""
    pieces: bytes
    """The numbers of the pieces that have meaning vectors, as int32."""
    hashes: bytes
    """Those of the terms, as uint32."""
    spelled: str
    """The words once more, see ``grams.spelled``, with marks between them."""


_NOTHING = Parts("", "", "", "", b"", b"", "")


def parts(text: str, language: str) -> Parts:
    """Return what the words of ``text`` give; the same as if ``tokens`` had them all at once."""
    found = list(filter(None, map(_chunks(language).__getitem__, text.split())))
    if not found:
        return _NOTHING
    terms, words, subjects, grams, pieces, hashes, spelling = zip(*found, strict=True)
    return Parts(
        " ".join(terms),
        " ".join(words),
        " ".join(filter(None, subjects)),
        " ".join(filter(None, grams)),
        b"".join(pieces),
        b"".join(hashes),
        MARK.join(spelling),
    )


class _Chunks(dict[str, Parts | None]):
    """What chunks of one language give, None for one without a word. Safe to share between threads.

    What was lately asked for is kept: when there is too much of it, all of it becomes that which was before,
    from which what is asked for again is taken over.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._before: dict[str, Parts | None] = {}

    def __missing__(self, chunk: str) -> Parts | None:
        before = self._before
        found = before[chunk] if chunk in before else _taken_apart(chunk, self._language)
        if len(chunk) <= _LONGEST_KEPT:
            if len(self) >= _KEPT:
                self._before = dict(self)
                self.clear()
            self[chunk] = found
        return found


@lru_cache(maxsize=_LANGUAGES)
def _chunks(language: str) -> _Chunks:
    return _Chunks(language)


def _taken_apart(chunk: str, language: str) -> Parts | None:
    found = tokens(chunk, language)
    if not found:
        return None
    return Parts(
        " ".join([token.term for token in found]),
        " ".join([token.word for token in found]),
        " ".join([token.term for token in found if not is_function_word(token.word, language)]),
        " ".join(indexed_grams(found, language)),
        array("i", chain.from_iterable(word_pieces().pieces(token.word) for token in found)).tobytes(),
        array("I", [term_hash(token.term) for token in found]).tobytes(),
        MARK.join([spelled(token.word) for token in found]),
    )
