"""`mailreg read`: what would be understood of mails in files. No database, no settings, no network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common, readout
from mailreg.model.errors import UsageError
from mailreg.model.reasons import reason

if TYPE_CHECKING:
    from mailreg.model.decision import Decision
    from mailreg.model.mail import Letter
    from mailreg.model.reading import Reading
    from mailreg.model.registration import Event


def read(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Mails (*.eml) oder Ordner mit solchen.")],
    events: Annotated[Path, typer.Option("--events", metavar="FILE.toml", help="Die Veranstaltungen.")],
    as_json: common.Json = False,
) -> None:
    """Reads each mail at its own Date."""
    from mailreg.decode.eventfile import parse_events

    try:
        known = parse_events(events.read_bytes(), source=events.name)
    except OSError as error:
        raise UsageError(f"--events: {events} lässt sich nicht lesen: {reason(error)}.") from error
    files, missing = _mails(paths)
    console = None if as_json else common.console()
    for file in files:
        try:
            content = file.read_bytes()
            letter, reading, decision, others = judge(content, known)
        except OSError as error:
            line = readout.unreadable(str(file), f"Die Datei lässt sich nicht lesen: {reason(error)}.")
        except Exception as error:  # whatever a mail does to us, its line is there and a person looks
            line = readout.unreadable(str(file), f"Beim Lesen ist ein Fehler aufgetreten ({type(error).__name__}).")
        else:
            if letter.unreadable and letter.machine is None:
                line = readout.unreadable(
                    str(file), "Das ist keine Mail, oder sie ist so beschädigt, dass sie niemand lesen kann."
                )
            elif console is not None:
                title = next((e.title for e in known if e.id == reading.event.value), None)
                readout.show(console, file.name, letter, reading, decision, others, title)
                continue
            else:
                line = readout.as_json(str(file), letter, reading, decision)
        if console is None:
            typer.echo(json.dumps(line, ensure_ascii=True))
        else:
            typer.echo(f"{file.name}: {line['why']}", err=True)
    if missing:  # last, so that one wrong name costs no other mail its line
        raise UsageError("\n".join(missing))


def judge(content: bytes, events: tuple[Event, ...]) -> tuple[Letter, Reading, Decision, list[str]]:
    """One mail, judged by nothing but itself and the events. Their registration addresses stand in for the desk's own,
    so that the verdict is what `mailreg once` would say; where no event names one, whose the mail is stays open."""
    from mailreg.decode import decode
    from mailreg.model.decision import Role, Situation
    from mailreg.policy.addresses import known
    from mailreg.policy.decide import decide, explain
    from mailreg.understand.read import read as understand

    own = known(frozenset(), events)
    letter = decode(content, own_addresses=own)
    moment = readout.moment_of(letter, datetime.now(UTC))
    reading = understand(letter, events, moment)
    role = Role.OURSELVES if letter.sender.email in own else Role.STRANGER
    situation = Situation(now=moment, received_at=moment, events=events, own_addresses=own, role=role)
    decision = decide(letter, reading, situation)
    others = readout.otherwise(decision, (rule for rule, hit in explain(letter, reading, situation) if hit))
    return letter, reading, decision, others


def _mails(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """The files in the order given, where a folder means its *.eml, sorted; and a line for each that is missing."""
    files: list[Path] = []
    missing: list[str] = []
    for path in paths:
        if not path.exists():
            missing.append(f"{common.visible(str(path))} gibt es nicht.")
        elif inside := sorted(path.glob("*.eml")) if path.is_dir() else [path]:
            files += inside
        else:
            missing.append(f"In {common.visible(str(path))} liegt keine Mail (*.eml).")
    return files, missing
