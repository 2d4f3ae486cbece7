"""A line between two processes: nobody waits for the other side, and what comes out is what went in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailreg.decode.eventfile import parse_events
from mailreg.flow.helper import understand
from mailreg.flow.line import POSSIBLE, Line, _Pickler
from mailreg.model import mail, reading

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="Linux only")

CORPUS = Path(__file__).parent.parent / "corpus"
EVENTS = parse_events((CORPUS / "events.toml").read_text("utf-8"), source="events.toml")


def test_megabytes_wait_for_nobody() -> None:
    ours, theirs = Line.pair()
    messages = [bytes([number]) * 3_000_000 for number in range(20)]
    for message in messages:  # nobody has taken anything yet
        ours.send(message)
        theirs.send(message)
    assert [theirs.recv() for _ in messages] == messages
    assert [ours.recv() for _ in messages] == messages
    ours.close()
    theirs.close()


def test_no_handle_is_left_behind() -> None:
    ours, theirs = Line.pair()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(5):
        ours.send(number)
        assert theirs.recv() == number
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    ours.close()
    theirs.close()


def test_has_come() -> None:
    ours, theirs = Line.pair()
    assert not theirs.has_come()
    ours.send("work")
    assert theirs.has_come()
    assert theirs.recv() == "work"
    assert not theirs.has_come()
    ours.close()
    assert theirs.has_come()  # its end, which recv() tells
    theirs.close()


def test_what_was_sent_comes_before_the_end() -> None:
    ours, theirs = Line.pair()
    ours.send("last words")
    ours.close()
    assert theirs.recv() == "last words"
    with pytest.raises(EOFError):
        theirs.recv()
    with pytest.raises(BrokenPipeError):
        theirs.send("nobody hears this")
    theirs.close()


def test_readings_come_out_as_they_went_in() -> None:
    ours, theirs = Line.pair()
    for path in sorted((CORPUS / "own").glob("*.eml"))[::10]:
        understood = understand(path.read_bytes(), datetime(2022, 9, 20, tzinfo=UTC), frozenset(), EVENTS)
        ours.send(understood)
        assert theirs.recv() == understood
    ours.close()
    theirs.close()


def test_every_noun_of_a_reading_is_packed_quickly() -> None:
    """All fields, in the order of the call: a class whose call takes other things must not be among them."""
    nouns = {
        kind
        for module in (mail, reading)
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
    } - {mail.MailKey, mail.RawMail}
    assert nouns <= set(_Pickler.dispatch_table)
    assert all(field.init and not field.kw_only for kind in nouns for field in fields(kind))
