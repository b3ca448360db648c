"""A table from texts to small numbers, for millions of texts that need not be had back."""

from __future__ import annotations

from array import array
from hashlib import blake2b

_FIRST_BITS = 10
_FULLEST = 2 / 3


class DigestTable:
    """Numbers from 1 on, by text. Texts are kept as digests of eight bytes, in 18 to 36 bytes a text.

    Two of a million texts have one digest in one of thirty million such tables. Open addressing with linear
    probing (Knuth, The Art of Computer Programming, volume 3, section 6.4, algorithm L): a ``dict`` of the
    same texts takes ten times the memory.
    """

    def __init__(self) -> None:
        self._count = 0
        self._empty(_FIRST_BITS)

    def __len__(self) -> int:
        return self._count

    def get(self, text: str) -> int:
        """Return the number of a text; 0 when it has none."""
        return self._numbers[self._place(_digest(text))]

    def set(self, text: str, number: int) -> None:
        """Give a text a number, in place of what it had.

        Args:
            text: any.
            number: from 1 to 2**32 - 1.
        """
        if self._count >= len(self._digests) * _FULLEST:
            self._grow()
        digest = _digest(text)
        place = self._place(digest)
        self._count += not self._numbers[place]
        self._digests[place], self._numbers[place] = digest, number

    def setdefault(self, text: str, number: int) -> int:
        """Give a text a number if it has none; return the one that it had before, 0 for none.

        Args:
            text: any.
            number: as in ``set``.
        """
        if self._count >= len(self._digests) * _FULLEST:
            self._grow()
        digest = _digest(text)
        place = self._place(digest)
        before = self._numbers[place]
        if not before:
            self._count += 1
            self._digests[place], self._numbers[place] = digest, number
        return before

    def _place(self, digest: int) -> int:
        """Return where a digest stands, or would stand."""
        digests, numbers, mask = self._digests, self._numbers, len(self._digests) - 1
        place = digest & mask
        while numbers[place] and digests[place] != digest:
            place = (place + 1) & mask
        return place

    def _empty(self, bits: int) -> None:
        self._digests = array("Q", bytes(8 << bits))
        self._numbers = array("I", bytes(4 << bits))

    def _grow(self) -> None:
        digests, numbers = self._digests, self._numbers
        self._empty(len(digests).bit_length())
        for digest, number in zip(digests, numbers, strict=True):
            if number:
                place = self._place(digest)
                self._digests[place], self._numbers[place] = digest, number


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
