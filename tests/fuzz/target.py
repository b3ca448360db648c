"""What atheris runs (https://github.com/google/atheris, libFuzzer for Python), a family of importers each.

    python -m tests.fuzz.target tables -max_total_time=60

``make fuzz`` does it for each family. What it finds it writes as ``crash-...`` into the current folder, and
``python -m tests.fuzz.target tables crash-...`` shows it again.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["byline.importers"]):
    from tests.fuzz.samples import FAMILIES, archives, read_as, samples, unpacked

LIMITS = ("-timeout=60", "-rss_limit_mb=2048", "-max_len=20000")
"""libFuzzer's own: an input that takes longer or more counts as found."""


def target_of(family: str) -> tuple[Callable[[bytes], None], list[bytes]]:
    """Return the function that atheris calls, and what it begins with."""
    if family == "archives":
        return lambda content: _done(unpacked(content)), list(archives())
    names = FAMILIES[family]

    def read(content: bytes) -> None:
        if content:
            _done(read_as(names[content[0] % len(names)], content[1:]))

    return read, [bytes([at]) + each for at, name in enumerate(names) for each in samples()[name]]


def _done(_: object) -> None:
    """Forget what was read; that something was, or was refused, is all that is asked."""


def main() -> None:
    """Fuzz the family named first; what follows are libFuzzer's options, or files to try again."""
    if len(sys.argv) < 2 or sys.argv[1] not in (*FAMILIES, "archives"):
        raise SystemExit(f"Name one of {', '.join((*FAMILIES, 'archives'))}.")
    run, seeds = target_of(sys.argv[1])
    rest = sys.argv[2:]
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        again = any(not each.startswith("-") for each in rest)
        atheris.Setup([sys.argv[0], *LIMITS, *rest, *([] if again else [corpus])], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
