"""Event files in TOML: what they hold, what is wrong in them, and that they come back as they went."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.decode.eventfile import event_id, format_event, parse_events
from mailreg.model.errors import EventFileError
from mailreg.model.registration import Event

CORPUS = Path(__file__).parents[1] / "corpus" / "events.toml"
BERLIN = ZoneInfo("Europe/Berlin")
GOOD = '[[event]]\nid = "a"\ntitle = "A"\nstart = 2022-10-11T15:00:00\nend = 2022-10-11T18:00:00\n'


def one(more: str = "", base: str = GOOD) -> Event:
    (event,) = parse_events(base + more, source="x.toml")
    return event


def test_the_corpus_file() -> None:
    first, second = parse_events(CORPUS.read_bytes(), source="events.toml")
    assert first.id == "get-together-2022"
    assert first.start == datetime(2022, 10, 11, 15, tzinfo=BERLIN)
    assert first.organisers == ("Claudia Stoye", "Friederike Beese")
    assert (first.travel_costs, first.interpreting) == (True, True)
    assert second.registration_deadline == datetime(2022, 11, 10, 23, 59, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("registration_deadline = 2022-10-04", datetime(2022, 10, 4, 23, 59, 59, tzinfo=BERLIN)),
        ("registration_deadline = 2022-10-04T12:00:00", datetime(2022, 10, 4, 12, tzinfo=BERLIN)),
        ('registration_deadline = "2022-10-04T12:00"', datetime(2022, 10, 4, 12, tzinfo=BERLIN)),
        ("registration_deadline = 2022-10-04T12:00:00Z", datetime(2022, 10, 4, 12, tzinfo=UTC)),
    ],
    ids=["day", "local", "text", "offset"],
)
def test_deadline(line: str, expected: datetime) -> None:
    assert one(line).registration_deadline == expected


def test_times_are_in_the_zone_of_the_event() -> None:
    event = one('timezone = "Europe/London"')
    assert event.start == datetime(2022, 10, 11, 15, tzinfo=ZoneInfo("Europe/London"))
    (other,) = parse_events(GOOD, source="x", timezone="Asia/Tokyo")
    assert other.start == datetime(2022, 10, 11, 15, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_id_from_the_title() -> None:
    assert one(base=GOOD.replace('id = "a"\n', "").replace('"A"', '"Größe zählt"')).id == "groesse-zaehlt-2022"
    assert event_id("Tagung 2022", 2022) == "tagung-2022"
    assert event_id("☺", 2022) == "event-2022"


S, E = "start = 2022-10-11T15:00:00", "end = 2022-10-11T18:00:00"
BAD = {
    "no toml": ("Hallo Welt", "Zeile 1"),
    "broken in line 3": (GOOD.replace('title = "A"', 'title = "A'), "Zeile 3"),
    "no event": ('title = "A"', r"\[\[event\]\]"),
    "no title": (GOOD.replace('title = "A"\n', ""), "title fehlt"),
    "blank title": (GOOD.replace('"A"', '"  "'), "title fehlt"),
    "no start": (GOOD.replace(S, ""), "start fehlt"),
    "no end": (GOOD.replace(E, ""), "end fehlt"),
    "title a number": (GOOD.replace('"A"', "7"), "title muss ein Text"),
    "title of two lines": (GOOD.replace('"A"', '"A\\nB"'), "title muss in einer Zeile"),
    "start a text": (GOOD.replace(S, 'start = "morgen"'), "start ist kein Zeitpunkt"),
    "start a day": (GOOD.replace(S, "start = 2022-10-11"), "start braucht auch eine Uhrzeit"),
    "start a time": (GOOD.replace(S, "start = 15:00:00"), "start ist kein Zeitpunkt"),
    "end before start": (GOOD.replace(E, "end = 2022-10-11T14:00:00"), "end liegt nicht nach start"),
    "end at start": (GOOD.replace(E, "end = 2022-10-11T15:00:00"), "end liegt nicht nach start"),
    "unknown zone": (GOOD + 'timezone = "Europa/Berlin"', "Europa/Berlin.*gibt es nicht"),
    "zone a path": (GOOD + 'timezone = "../../etc/passwd"', "gibt es nicht"),
    "two with one id": (GOOD + GOOD, "„a“ kommt zweimal vor"),
    "aliases a text": (GOOD + 'aliases = "B"', "aliases muss eine Liste"),
    "aliases of numbers": (GOOD + "aliases = [1]", "aliases muss eine Liste"),
    "flag a text": (GOOD + 'travel_costs = "ja"', "travel_costs muss true oder false"),
    "sequence below zero": (GOOD + "sequence = -1", "sequence muss"),
    "sequence a flag": (GOOD + "sequence = true", "sequence muss"),
    "id with spaces": (GOOD.replace('"a"', '"get together"'), "id darf nur"),
    "id a path": (GOOD.replace('"a"', '"../x"'), "id darf nur"),
    "address without at": (GOOD + 'registration_email = "stoye"', "keine E-Mail-Adresse"),
    "event a text": ('event = "A"', "keine Veranstaltung"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said(name: str) -> None:
    text, message = BAD[name]
    with pytest.raises(EventFileError, match=message) as caught:
        parse_events(text, source="datei.toml")
    assert "datei.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_not_utf8() -> None:
    with pytest.raises(EventFileError, match="UTF-8"):
        parse_events(GOOD.replace('"A"', '"Ä"').encode("cp1252"), source="x.toml")


def test_a_file_of_windows() -> None:
    (event,) = parse_events(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), source="x.toml")
    assert event.title == "A"


def test_unknown_keys_stay() -> None:
    event = one(
        'room = "2. OG"\nseats = 40\nrate = 0.2\ntags = ["a", "b"]\nopens = 09:00:00\nday = 2022-10-01\nempty = ""\n'
        '"seltsam: ja" = {tiefer = {wert = [1, {x = true}]}}\n'
    )
    assert dict(event.extra) == {
        "room": "2. OG", "seats": 40, "rate": 0.2, "tags": ["a", "b"], "opens": "09:00:00", "day": "2022-10-01",
        "empty": "", "seltsam: ja": {"tiefer": {"wert": [1, {"x": True}]}},
    }  # fmt: skip
    assert one(base=format_event(event)) == event


def test_the_hour_that_october_has_twice() -> None:
    later = datetime(2022, 10, 30, 2, 30, tzinfo=BERLIN, fold=1)
    event = Event("n", "Nachtwache", datetime(2022, 10, 30, 1, tzinfo=BERLIN), later)
    (again,) = parse_events(format_event(event), source="x")
    assert again.end.astimezone(UTC) == later.astimezone(UTC) == datetime(2022, 10, 30, 1, 30, tzinfo=UTC)


LINE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\n"), max_size=40)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | LINE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LINE, inner, max_size=3),
    max_leaves=6,
)
KNOWN = {"id", "title", "start", "end"}


@given(
    title=LINE.filter(lambda s: bool(s.strip())),
    texts=st.tuples(LINE, LINE, LINE, LINE, LINE),
    names=st.lists(LINE, max_size=3),
    flags=st.tuples(st.booleans(), st.booleans()),
    sequence=st.integers(0, 9),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Kabul", "UTC", "America/New_York"]),
    start=st.integers(946684800, 4102444800),
    extra=st.dictionaries(LINE.map(lambda s: f"x{s}"), VALUES, max_size=3),
)
def test_export_and_import_give_the_same_event(
    title: str, texts: tuple[str, ...], names: list[str], flags: tuple[bool, bool], sequence: int, zone: str,
    start: int, extra: dict[str, object],
) -> None:  # fmt: skip
    subtitle, venue, street, postcode, city = texts
    begin, end = (datetime.fromtimestamp(s, ZoneInfo(zone)) for s in (start, start + 5400))
    event = Event(
        "e-1", title, begin, end, subtitle,
        tuple(names), venue, street, postcode, city, "a@b.example", begin, tuple(names), *flags, zone, sequence,
        extra=tuple(extra.items()),
    )  # fmt: skip
    text = format_event(event)
    tomllib.loads(text)
    assert parse_events(text, source="x") == (event,)


def test_what_the_desk_needs_beyond_the_flyer() -> None:
    text = (
        '[[event]]\ntitle = "T"\nstart = 2022-10-11T15:00:00\nend = 2022-10-11T18:00:00\ncapacity = 40\n'
        'reminders = ["7d", "3h", "2022-10-10T09:00"]\ninterpreting_deadline = 2022-09-30\nthanks = true\n'
        "cancelled_at = 2022-10-01T08:00:00\n"
    )
    [event] = parse_events(text, source="t.toml")
    assert (event.capacity, event.reminders, event.thanks) == (40, ("7d", "3h", "2022-10-10T09:00"), True)
    assert event.interpreting_deadline is not None
    assert event.interpreting_deadline.isoformat() == "2022-09-30T23:59:59+02:00"
    assert event.cancelled
    assert parse_events(format_event(event), source="t.toml") == (event,)


@pytest.mark.parametrize(
    "line",
    ["capacity = 0", 'capacity = "many"', 'reminders = "7d"', 'reminders = ["soon"]', 'reminders = ["0d"]',
     'reminders = ["2022-10-10"]', "reminders = [7]"],
)  # fmt: skip
def test_what_makes_no_sense_is_said(line: str) -> None:
    text = f'[[event]]\ntitle = "T"\nstart = 2022-10-11T15:00:00\nend = 2022-10-11T18:00:00\n{line}\n'
    with pytest.raises(EventFileError, match=line.split(maxsplit=1)[0]):
        parse_events(text, source="t.toml")
