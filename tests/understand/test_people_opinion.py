"""The second opinion on people: what it finds that the rules do not, and what it must never change."""

from __future__ import annotations

import random
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.lexicon.load import load_lexicons
from mailreg.model.reading import Kind, Reading, Role
from mailreg.understand import people_opinion
from mailreg.understand.candidates import Candidate, Place
from mailreg.understand.models import load_models
from mailreg.understand.name_tags import best_way, whole
from mailreg.understand.people import find_people
from mailreg.understand.people_opinion import firm
from mailreg.understand.senses import Softmax
from mailreg.understand.text import analyse
from mailreg.understand.tokens import tokenise
from tests.understand.letters import judged, known_events

SECOND_OPINION = True
CORPUS = Path(__file__).parents[1] / "corpus"


def names_of(reading: Reading) -> list[str | None]:
    return [p.name for p in reading.people]


def everybody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is sure of everybody that they don't come."""
    monkeypatch.setattr(
        Softmax,
        "probabilities",
        _never(Softmax.probabilities),
    )


def _never(right: Any) -> Any:
    def probabilities(self: Softmax, features: Any) -> dict[str, float]:
        if set(self.classes) == {"comes", "other", "withdrawn"}:
            return {"comes": 0.0, "other": 0.99, "withdrawn": 0.01}
        found: dict[str, float] = right(self, features)
        return found

    return probabilities


def test_there_is_a_model_of_people() -> None:
    models = load_models()
    assert models is not None
    assert models.people is not None


CREW = """Hallo Frau Stoye,
für den Fachtag am 17.11. melde ich an: Mannschaft: Tobias Marschner, Rico Hänsch und zum ersten Mal unser syrischer
Kamerad Majd Alkhalil.
Gut Wehr
Jana Wolters"""
CLUB = """Liebe Frau Stoye,
Seit Sommer leite ich den Schulclub. Zum Fachtag am 17. November kommen ich und Emre Kaplan.
Jana Wolters"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (CREW, {"Rico Hänsch", "Tobias Marschner", "Majd Alkhalil"}),
        (CLUB, {"Jana Wolters", "Emre Kaplan"}),
    ],
)
def test_finds_whom_the_rules_miss(text: str, wanted: set[str]) -> None:
    found = set(names_of(judged("Anmeldung Fachtag", text)[0]))
    assert wanted <= found


def test_every_verdict_is_shown_with_its_words() -> None:
    reading, _ = judged("Anmeldung Fachtag", "Zum Fachtag komme ich mit meinem Kollegen Samir Haddad.\nJana Wolters")
    said = {r.name: r for r in reading.remarks}
    assert said["Samir Haddad"].role is Role.COMES
    assert said["Samir Haddad"].evidence
    assert all(0.0 <= r.sure <= 1.0 for r in reading.remarks)


def test_a_row_of_a_table_of_participants_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the model says: a table with a head names people."""
    everybody_else(monkeypatch)
    text = (
        "Sehr geehrte Frau Stoye,\nzum Fachtag am 17.11.2022 melden wir an:\n\n"
        "Name\tOrganisation\nAmira Haddad\tVielfalt e. V.\nOleh Tkachenko\tVielfalt e. V.\n\nMit freundlichen Grüßen\n"
    )
    reading, _ = judged("Anmeldung Fachtag", text, sender="Verein Vielfalt <post@vielfalt.example>")
    assert names_of(reading) == ["Amira Haddad", "Oleh Tkachenko"]


def test_somebody_comes_though_the_model_drops_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registration never loses its last person: the rules' reading stays."""
    everybody_else(monkeypatch)
    reading, _ = judged("Anmeldung Fachtag", "Hiermit melde ich mich zum Fachtag am 17.11. an.\nJana Wolters")
    assert names_of(reading) == ["Jana Wolters"]
    assert reading.headcount.value == 1


def test_organisers_are_no_candidates() -> None:
    """Who is greeted or thanked takes no seat, however the sentence reads."""
    organisers = {o for e in known_events() for o in e.organisers}
    assert organisers
    for organiser in sorted(organisers):
        text = f"Hallo {organiser},\nich komme zum Fachtag am 17.11., {organiser} kommt ja auch.\nJana Wolters"
        reading, _ = judged("Anmeldung Fachtag", text)
        assert organiser not in names_of(reading)
        assert all(r.name != organiser for r in reading.remarks)


def test_a_cancellation_names_nobody_who_comes() -> None:
    for text in ("Leider kann ich nicht kommen.\nJana Wolters", "Omar Haddad und ich müssen absagen.\nJana Wolters"):
        reading, _ = judged("Re: Fachtag 17.11. Absage", text)
        if reading.kind.value is Kind.CANCEL:
            assert reading.people == ()
            assert reading.headcount.value == 0


def test_where_neither_is_sure_a_person_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules and model differ, and the model is only half sure: that is a doubt."""
    right = Softmax.probabilities

    def unsure(self: Softmax, features: Any) -> dict[str, float]:
        if set(self.classes) == {"comes", "other", "withdrawn"}:
            return {"comes": 0.25, "other": 0.6, "withdrawn": 0.15}
        return right(self, features)

    monkeypatch.setattr(Softmax, "probabilities", unsure)
    models = load_models()
    assert models is not None
    events = parse_events((CORPUS / "events.toml").read_bytes(), source="events.toml")
    raw = (
        b"From: Jana Wolters <jana.wolters@verein.example>\r\nTo: stoye@agjf-sachsen.de\r\nSubject: Anmeldung\r\n"
        b"Date: Tue, 27 Sep 2022 10:15:00 +0200\r\n\r\nIch melde mich und Samir Haddad zum Fachtag am 17.11. an.\r\n"
    )
    letter = decode(raw)
    analysis = analyse(letter, load_lexicons())
    assert models.people is not None
    ear = people_opinion.Ear(models.people, (), models.sentences.labels, ())
    found = find_people(analysis, Kind.REGISTER, events, ear)
    assert {p.name for p in found.people} == {"Jana Wolters", "Samir Haddad"}
    assert "unclear_who" in {d.code for d in found.doubts}


def test_only_strict_rows_are_firm() -> None:
    listed = Candidate([Place("Amira Haddad", 3, 4, "row")])
    told = Candidate([Place("Amira Haddad", 3, 4, "mention")])
    strict = _Listed(strict=True)
    assert firm(listed, strict)  # type: ignore[arg-type]
    assert not firm(told, strict)  # type: ignore[arg-type]
    assert not firm(listed, _Listed(strict=False))  # type: ignore[arg-type]


class _Listed:
    """The one fact that is asked for."""

    def __init__(self, *, strict: bool) -> None:
        self.listed = self
        self.strict = strict


def test_the_best_way_is_the_best_of_all() -> None:
    """Against trying every sequence: nothing goes on that has not begun."""
    chance = random.Random(7)

    def allowed(way: tuple[int, ...]) -> bool:
        steps = pairwise((0, *way))
        return all((b != 2 or a in {1, 2}) and (b != 4 or a in {3, 4}) for a, b in steps)

    ways = [w for w in product(range(5), repeat=4) if allowed(w)]
    for _ in range(50):
        rows = [[chance.gauss(0, 2) for _ in range(5)] for _ in range(4)]
        best = max(ways, key=lambda w, rows=rows: sum(row[k] for row, k in zip(rows, w, strict=True)))  # type: ignore[misc]
        assert best_way(rows, 0.0) == list(best)


@pytest.mark.parametrize(
    ("text", "first", "last", "wanted"),
    [
        ("Debora Feldman-Ott kommt", 0, 2, "Debora Feldman-Ott"),
        ("Debora Feldman-Ott kommt", 0, 1, "Debora Feldman-Ott"),
        ("Charlotte zu Lynar kommt", 0, 1, "Charlotte zu Lynar"),
        ("Anna Weber, und", 0, 2, "Anna Weber"),
        ("Mei-Ling Czerny", 2, 3, "Mei-Ling Czerny"),
    ],
)
def test_names_are_whole(text: str, first: int, last: int, wanted: str) -> None:
    tokens = tokenise(text)
    a, b = whole(tokens, first, last)
    assert text[tokens[a].start : tokens[b].end] == wanted


@pytest.mark.parametrize(
    ("short", "name", "yes"),
    [
        ("M. Ziesche", "Marion Ziesche", True),
        ("M. Ziesche", "Jan Ziesche", False),
        ("M. Ziesche", "Marion Roth", False),
        ("Marion Ziesche", "M. Ziesche", False),
        ("M. K. Ziesche", "Marion K. Ziesche", False),
    ],
)
def test_a_name_written_out_is_preferred(short: str, name: str, yes: bool) -> None:
    assert people_opinion._written_out(short, name) is yes


def test_the_from_name_writes_out_the_initial() -> None:
    reading, _ = judged(
        "get together", "Ich komme am 11. Oktober gern.\n\nM. Ziesche", "Marion Ziesche <mz@example.org>"
    )
    assert [p.name for p in reading.people] == ["Marion Ziesche"]
