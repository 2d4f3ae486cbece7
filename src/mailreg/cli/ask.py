"""A question to the person at the screen."""

from __future__ import annotations

import sys

import typer

from mailreg.model.errors import UsageError


def confirmed(question: str, otherwise: str) -> bool:
    """Does the person at the screen say yes? Raises UsageError if there is nobody to ask: `otherwise` says what was not
    done then."""
    if not is_there():
        raise UsageError(f"{otherwise}: Es ist kein Mensch da, der bestätigt. Mit --yes geht es ohne.")
    try:
        answer = input(f"{question} [j/N] ")
    except EOFError:
        typer.echo("")
        return False
    return answer.strip().lower() in {"j", "ja", "y", "yes"}


def is_there() -> bool:
    """Is there somebody to ask?"""
    return sys.stdin.isatty()
