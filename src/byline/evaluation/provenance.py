"""Which program gives the figures: its version, and its commit where it runs from a checkout."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from byline import __version__
from byline.evaluation.results import Provenance

_CHECKOUT = Path(__file__).resolve().parents[3]


def provenance() -> Provenance:
    """Return what runs now."""
    return Provenance(__version__, commit(_CHECKOUT), datetime.now(UTC).isoformat(timespec="seconds"))


def commit(checkout: Path) -> str | None:
    """Return the commit of a checkout, with "-dirty" after it when tracked files differ from it.

    None when the folder is no git checkout, or there is no git: an installed copy lies in a folder that may
    itself belong to somebody's repository, and that one's commit says nothing of Byline.
    """
    if not (checkout / ".git").exists():
        return None
    command = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip() or None
