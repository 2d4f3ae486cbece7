"""What typer says by itself, in German: the headings of its help, and its complaints about a command line."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from mailreg.cli.astyped import as_typed

_HELP = (
    (re.compile(r"^Usage: ", re.M), "Aufruf: "),
    (re.compile(r"^Options:$", re.M), "Optionen:"),
    (re.compile(r"^Arguments:$", re.M), "Angaben:"),
    (re.compile(r"^Commands:$", re.M), "Befehle:"),
    (re.compile(r"\bShow this message and exit\."), "Zeigt diese Hilfe."),
    (re.compile(r"\[required\]"), "[nötig]"),
    (re.compile(r"\[OPTIONS\]"), "[OPTIONEN]"),
    (re.compile(r"\{(\w+)\}\.\.\."), r"\1 …"),
    # What typer writes round the name of an argument: {FILE}, {PATH}..., [NR]..., NR <list[int]>
    (re.compile(r"\{(\w+)\}"), r"\1"),
    (re.compile(r"\b(PATH|NR)(\]?)\.\.\."), r"\1 …\2"),
    (re.compile(r"\[(NR)\]\.\.\."), r"[\1 …]"),
    (re.compile(r"^(  \[?\w+\]?) <[\w\[\] ]+>", re.M), r"\1"),
    (re.compile(r"\bCOMMAND \[ARGS\]\.\.\."), "BEFEHL …"),
)
# A complaint's text → what it means; {0} is what the first group caught.
_COMPLAINTS = (
    (
        re.compile(r"No such command '([^']*)'.*Did you mean '([^']*)'"),
        "Den Befehl „{0}“ gibt es nicht. Gemeint ist vielleicht {1}.",
    ),
    (re.compile(r"No such command '([^']*)'"), "Den Befehl „{0}“ gibt es nicht."),
    (re.compile(r"unexpected extra argument(?:s|\(s\))? \((.*)\)"), "„{0}“ ist zu viel."),
    (re.compile(r"Option '?(--?[\w-]+)'? requires"), "{0} braucht eine Angabe."),
    (re.compile(r"Option '?(--?[\w-]+)'? does not take"), "{0} steht ohne Angabe."),
    (re.compile(r"valid (?:int|float|number)"), "Das ist keine Zahl."),
    (re.compile(r"(?:less|greater) than or equal to (\d+)|in the range"), "Diese Zahl ist nicht erlaubt."),
)


def _translated(text: str) -> str:
    for pattern, german in _HELP:
        text = pattern.sub(german, text)
    return text


class Command(TyperCommand):
    """A command whose help is German throughout. In the list of commands its line is folded, not cut."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return super().get_short_help_str(max(limit, 200))

    def get_params(self, ctx: Any) -> list[Any]:
        return as_typed(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        return _translated(super().get_help(ctx))


class Group(TyperGroup):
    """The same for a group of commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        return as_typed(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        return _translated(super().get_help(ctx))


def _name(param: Any) -> str:
    """What a person typed or should have: the option's long name, or the argument's place in the usage line."""
    options = [o for o in getattr(param, "opts", ()) if o.startswith("--")]
    return str(options[0] if options else param.metavar or param.name)


def complaint(error: Any) -> str:
    """A usage error of typer (or of click, on which older versions stand) in one line."""
    kind, context = type(error).__name__, getattr(error, "ctx", None)
    param = getattr(error, "param", None)
    hint = _name(param) if param is not None else ""
    said = str(getattr(error, "message", error))
    if kind == "NoSuchOption":
        near = ", ".join(sorted(error.possibilities or ()))
        line = f"Die Option {error.option_name} gibt es nicht." + (f" Gemeint ist vielleicht {near}." if near else "")
    elif kind == "MissingParameter":
        line = f"{hint} fehlt."
    else:
        found = ((pattern.search(said), german) for pattern, german in _COMPLAINTS)
        line = next((german.format(*match.groups()) for match, german in found if match), said)
        line = f"{hint}: {line}" if hint else line
    path = context.command_path if context is not None else "mailreg"
    return f"{line} Hilfe: {path} --help"
