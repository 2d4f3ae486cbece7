"""Events come back as they were, and their sequence tells calendars of a move."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailreg.model.registration import Event, EventFile
from mailreg.store.engine import Store

ZONE = ZoneInfo("Europe/Berlin")
EVENT = Event(
    id="treffen",
    title="Netzwerktreffen",
    start=datetime(2022, 10, 11, 15, tzinfo=ZONE),
    end=datetime(2022, 10, 11, 18, tzinfo=ZONE),
    subtitle="Ankommen",
    aliases=("Get-together", "Treffen"),
    venue="Steinhaus",
    street="Steinstraße 37",
    postcode="02625",
    city="Bautzen",
    registration_email="anmeldung@verein.example",
    registration_deadline=datetime(2022, 10, 4, 23, 59, tzinfo=ZONE),
    organisers=("Erika Beispiel", "Max Beispiel"),
    travel_costs=True,
    interpreting=True,
    capacity=40,
    reminders=("7d", "2022-10-10T09:00"),
    interpreting_deadline=datetime(2022, 9, 30, 12, tzinfo=ZONE),
    thanks=True,
    cancelled_at=datetime(2022, 10, 1, 8, tzinfo=ZONE),
    extra=(("zeile", "b"), ("menge", [1, {"x": None}])),
)


@pytest.mark.parametrize(
    "event", [EVENT, Event("e", "E", EVENT.start, EVENT.end, timezone="UTC")], ids=["full", "bare"]
)
def test_an_event_comes_back_whole(store: Store, event: Event) -> None:
    with store.begin() as tx:
        tx.events.save(event)
    with store.begin() as tx:
        kept = tx.events.get(event.id)
    assert kept == event
    assert kept is not None
    assert str(kept.start.tzinfo) == event.timezone


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({}, 0),
        ({"title": "Neuer Titel"}, 0),
        ({"start": EVENT.start + timedelta(hours=1)}, 1),
        ({"end": EVENT.end + timedelta(hours=1)}, 1),
        ({"city": "Görlitz"}, 1),
        ({"venue": "Rathaus", "sequence": 5}, 5),
    ],
    ids=["nothing", "title", "start", "end", "place", "own sequence"],
)
def test_the_sequence_grows_when_time_or_place_change(store: Store, changes: dict[str, object], sequence: int) -> None:
    with store.begin() as tx:
        tx.events.save(EVENT)
        tx.events.save(replace(EVENT, **changes))  # type: ignore[arg-type]
        kept = tx.events.get("treffen")
    assert kept == replace(EVENT, **(changes | {"sequence": sequence}))  # type: ignore[arg-type]


def test_all_and_delete(store: Store) -> None:
    earlier = replace(EVENT, id="fest", start=EVENT.start - timedelta(days=3))
    with store.begin() as tx:
        tx.events.save(EVENT)
        tx.events.save(earlier)
        assert [event.id for event in tx.events.all()] == ["fest", "treffen"]
        assert tx.events.delete("fest")
        assert not tx.events.delete("fest")
        assert tx.events.get("fest") is None
        assert tx.events.all() == (EVENT,)


def test_an_event_that_is_called_off_is_a_new_version_for_calendars(store: Store) -> None:
    with store.begin() as tx:
        tx.events.save(replace(EVENT, cancelled_at=None))
        tx.events.save(EVENT)
        kept = tx.events.get("treffen")
    assert kept is not None
    assert (kept.sequence, kept.cancelled) == (1, True)


def test_files_go_with_their_event_and_purpose(store: Store) -> None:
    form = EventFile("treffen", "travel_costs", "Antrag.pdf", "application/pdf", b"%PDF-1")
    with store.begin() as tx:
        tx.events.save(EVENT)
        tx.events.attach(form)
        tx.events.attach(replace(form, content=b"%PDF-2"))
        tx.events.attach(replace(form, purpose="thanks", name="Folien.pdf"))
        assert tx.events.files("treffen", "travel_costs") == (replace(form, content=b"%PDF-2"),)
        tx.events.save(replace(EVENT, title="Neu"))  # the event changes, its files stay
        assert len(tx.events.files("treffen", "thanks")) == 1
        assert tx.events.detach("treffen", "thanks", "Folien.pdf")
        assert not tx.events.detach("treffen", "thanks", "Folien.pdf")
        tx.events.delete("treffen")
        assert tx.events.files("treffen", "travel_costs") == ()
