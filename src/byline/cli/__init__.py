"""The ``byline`` command: one small module a command, each the twin of a call of the library."""

from byline.cli.run import main

__all__ = ["main"]
