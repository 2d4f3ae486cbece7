"""A question to the person at the screen."""

from __future__ import annotations

import sys

import typer

from mailreg.cli import output
from mailreg.model.errors import UsageError


def confirmed(question: str, otherwise: str) -> bool:
    """Does the person at the screen say yes? Raises UsageError if there is nobody to ask: `otherwise` says what was not
    done then."""
    if not is_there():
        raise UsageError(f"{otherwise}: Es ist kein Mensch da, der bestätigt. Mit --yes geht es ohne.")
    try:
        answer = input(_shown(f"{question} [j/N] ", otherwise))
    except EOFError:
        typer.echo("")
        return False
    return answer.strip().lower() in {"j", "ja", "y", "yes"}


def _shown(question: str, otherwise: str) -> str:
    """What is left to be shown of a question. Raises UsageError where it can't be seen: a yes to it would be none."""
    if sys.stdout.isatty():
        return question
    sys.stdout.write(question)
    sys.stdout.flush()
    if output.reader_is_gone():
        raise UsageError(f"{otherwise}: Die Frage ist nicht zu sehen. Mit --yes geht es ohne.")
    return ""


def is_there() -> bool:
    """Is there somebody to ask?"""
    return sys.stdin.isatty()
