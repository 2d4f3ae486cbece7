"""The settings file `.env`: values are quoted so that they are read back exactly, foreign lines stay, and the file is
replaced in one step with mode 0600."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mailreg.model.errors import OperationError, UsageError
from mailreg.model.reasons import reason

# What may follow a value in the file; a value that ends in a backslash must not swallow it.
_AFTER = "\nAFTER='x' # \"y\"\n"
_OUTCOMMENTED = re.compile(r"\s*#\s*(MAILREG_[A-Z_]+)=")


def quoted(value: str) -> str:
    """The value as it stands behind the `=`, in the plainest way that python-dotenv reads back exactly.

    Raises UsageError for the very few that no quoting can express, and for line breaks and other control characters."""
    if any(ord(c) < 32 or c == "\x7f" for c in value):
        raise UsageError("Die Angabe enthält Steuerzeichen oder Zeilenumbrüche; bitte ohne diese eingeben.")
    single = value.replace("\\", "\\\\").replace("'", "\\'")
    double = value.replace("\\", "\\\\").replace('"', '\\"')
    # Words and addresses need no quotes; the rest gets them even where python-dotenv would do without, for the eye.
    plain = [value] if re.fullmatch(r"[\w.,:@/+-]+", value) else []
    for candidate in (*plain, f"'{single}'", f'"{double}"', value):
        if values(f"X={candidate}{_AFTER}") == {"X": value, "AFTER": "x"}:
            return candidate
    raise UsageError(
        "Dieses Passwort lässt sich in einer .env-Datei nicht ausdrücken. Legen Sie es in eine eigene Datei und nennen "
        "Sie deren Pfad in MAILREG_IMAP_PASSWORD_FILE."
    )


def values(text: str) -> dict[str, str]:
    """What python-dotenv reads from a file's text, as settings/ asks it to."""
    from dotenv import dotenv_values

    return {k: v for k, v in dotenv_values(stream=io.StringIO(text), interpolate=False).items() if v is not None}


def merged(text: str, changes: Mapping[str, str | None]) -> str:
    """The file's text with these settings; None takes one out. A setting takes the place of its last line, else of the
    line that shows its default in a comment, else it goes to the end. Every other line stays as it is."""
    from dotenv.parser import parse_stream

    bindings = list(parse_stream(io.StringIO(text)))
    place: dict[str, int] = {}
    for number, binding in enumerate(bindings):
        shown = _OUTCOMMENTED.match(binding.original.string) if binding.key is None else None
        if shown is not None:
            place.setdefault(shown[1], number)
    place.update({b.key: number for number, b in enumerate(bindings) if b.key is not None})
    lines: list[str] = []
    for number, binding in enumerate(bindings):
        original = binding.original.string
        name = next((n for n in changes if place.get(n) == number), None)
        if name is None:
            # An earlier line of a setting that is written further down would only confuse.
            lines.append(original if binding.key not in changes else _space(original))
        elif (value := changes[name]) is not None:
            lines.append(f"{_space(original)}{name}={quoted(value)}\n")
        else:
            lines.append(original if binding.key is None else _space(original))
    result = "".join(lines)
    if result and not result.endswith("\n"):
        result += "\n"
    rest = [f"{n}={quoted(v)}\n" for n, v in changes.items() if v is not None and n not in place]
    return result + "".join(rest)


def _space(original: str) -> str:
    """The empty lines before a line, which the parser counts with it."""
    return original[: len(original) - len(original.lstrip("\r\n"))]


def example() -> str:
    """config.example.env: the first file is written into it, so that each setting stands beside its explanation."""
    package = Path(__file__).resolve().parents[1]
    for path in (package / "_data" / "config.example.env", package.parents[1] / "config.example.env"):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def read(path: Path) -> str | None:
    """The file's text; None if there is none yet. Raises UsageError."""
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} lässt sich nicht lesen: {reason(error)}.") from error


def write(path: Path, text: str) -> None:
    """Replace the file in one step: whole or not at all, readable by this account only. Raises OperationError."""
    try:
        # A link stays a link: what it points to is replaced.
        goal = path.resolve()
        goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=goal.parent, prefix=f".{goal.name}-")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(goal)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OperationError(f"{path} lässt sich nicht schreiben: {reason(error)}.") from error
