"""The second opinion: what it may change, and what no model may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.model.decision import Handling
from mailreg.model.reading import Doubt, Found, Kind, Reading
from mailreg.understand import models as trained
from mailreg.understand import opinion
from mailreg.understand.handling import settle, together, weigh_handling
from mailreg.understand.read import read
from mailreg.understand.senses import Softmax
from mailreg.understand.verdict import Verdict
from tests.understand.letters import judged

SECOND_OPINION = True
CORPUS = Path(__file__).parents[1] / "corpus"
SURE = {"automatic": 0.98, "review": 0.01, "ignore": 0.01}
UNSURE = {"automatic": 0.1, "review": 0.85, "ignore": 0.05}


def reading(kind: Kind = Kind.REGISTER, *doubts: str, why: str = "comes") -> Reading:
    return Reading(Found(kind, 0.8), Found("de"), Found("e"), doubts=tuple(Doubt(d) for d in doubts), why=why)


def test_there_is_a_model_of_every_question() -> None:
    models = trained.load_models()
    assert models is not None
    assert set(models.documents) == {
        "kind", "handling", "question", "travel_costs", "interpreting", "childcare",
    }  # fmt: skip
    asked_of_sentences = {
        *opinion._KINDS_SAID,
        opinion.DOUBTFUL,
        *(label for pair in opinion.NEEDS.values() for label in pair),
    }
    assert asked_of_sentences <= set(models.sentences.labels)
    assert models.answer is not None  # the trees


@pytest.mark.parametrize(
    ("chance", "logit", "least", "most"),
    [(0.5, 0.0, 0.499, 0.501), (0.9, 2.2, 0.89, 0.91), (0.9, -2.2, 0.49, 0.51), (1.0, -100.0, 0.0, 0.01)],
)
def test_linear_model_and_trees_weigh_the_same(chance: float, logit: float, least: float, most: float) -> None:
    assert least <= together(chance, logit) <= most


def test_a_soft_doubt_is_lifted_where_the_model_is_sure() -> None:
    assert settle(reading(Kind.REGISTER, "competing", "unclear_who"), SURE).doubts == ()


@pytest.mark.parametrize("hard", ["suspicious", "press", "complaint", "after_event", "unknowing"])
def test_a_hard_doubt_stays(hard: str) -> None:
    assert [d.code for d in settle(reading(Kind.REGISTER, "competing", hard), SURE).doubts] == ["competing", hard]


@pytest.mark.parametrize("open_end", ["conditional", "undecided"])
def test_a_condition_is_lifted_less_readily(open_end: str) -> None:
    likely = {"automatic": 0.76, "review": 0.23, "ignore": 0.01}
    assert settle(reading(Kind.REGISTER, "competing"), likely).doubts == ()
    assert [d.code for d in settle(reading(Kind.REGISTER, open_end), likely).doubts] == [open_end]


def test_a_person_looks_where_the_model_doubts() -> None:
    assert [d.code for d in settle(reading(), UNSURE).doubts] == ["competing"]


def test_no_model_brings_about_an_answer_where_the_rules_saw_nothing_of_ours() -> None:
    found = settle(reading(why="second_opinion_alone:spam"), SURE)
    assert [d.code for d in found.doubts] == ["competing"]


@pytest.mark.parametrize(
    ("rule", "kind", "soft"),
    [
        ("asks_about_event", Kind.REGISTER, True),
        ("asks_about_event", Kind.CHANGE, True),
        ("comes", Kind.CHANGE, True),
        ("comes", Kind.CANCEL, False),
        ("cancellation", Kind.REGISTER, False),
    ],
)
def test_a_question_contradicts_nobody_who_comes_and_a_registration_no_change(
    rule: str, kind: Kind, *, soft: bool
) -> None:
    saw = {"asks_about_event": Kind.QUESTION, "comes": Kind.REGISTER, "cancellation": Kind.CANCEL}[rule]
    assert opinion.may_both_be(Verdict(saw, 0.9, rule), kind) is soft


@pytest.mark.parametrize(
    ("tie", "ignore", "shown"),
    [(0.5, 0.94, True), (0.5, 0.96, False), (0.6, 0.96, True), (0.6, 0.985, False), (0.95, 0.985, False)],
)
def test_what_the_rules_took_for_ours_is_put_aside_only_where_the_model_is_sure(
    tie: float, ignore: float, *, shown: bool
) -> None:
    """A low confidence makes policy show it; the surer the mail is about our event, the surer the model must be."""
    found = settle(
        replace(reading(Kind.UNRELATED, why="second_opinion_alone:cancellation"), event=Found("e", tie)),
        {"automatic": 0.0, "review": 1 - ignore, "ignore": ignore},
    )
    assert (found.kind.confidence <= 0.5) is shown


@pytest.mark.parametrize(
    ("event", "tie", "automatic", "believed"),
    [("e", 0.5, 0.9, True), ("e", 0.5, 0.8, False), ("e", 0.3, 0.98, False), (None, 0.5, 0.98, False)],
)
def test_a_hint_is_enough_where_the_model_is_sure_of_an_answer(
    event: str | None, tie: float, automatic: float, *, believed: bool
) -> None:
    """From 0.6 on policy takes the event for proven."""
    found = settle(
        replace(reading(), event=Found(event, tie)), {"automatic": automatic, "review": 1 - automatic, "ignore": 0.0}
    )
    assert found.event.value == event
    assert (found.event.confidence >= 0.6) is believed
    assert believed or found.event.confidence == tie


def test_without_any_sign_of_ours_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ich bin krank und kann heute leider nicht kommen. Bitte sag im Team Bescheid. Jana"
    judged.cache_clear()
    with_model, _ = judged("Krank", text)
    monkeypatch.setattr(opinion, "load_models", lambda: None)
    judged.cache_clear()
    rules_alone, _ = judged("Krank", text)
    assert with_model.kind.value is rules_alone.kind.value is Kind.UNRELATED


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Wir kommen", "Aus unserem Verein kommen Olga Brandt, Said Karimi und ich.\nNele Ott", "register"),
        ("Zusage", "Guten Tag, gern nehme ich teil, zusammen mit meiner Kollegin Rana Habib.\nJonas Feldt", "register"),
        ("Absage", "Frau Petrenko aus unserer Gruppe ist krank und sagt ab, wir kommen.\nUte Roth", "cancel"),
        ("we are coming", "Please put me and my sister Hiba Nasser on the list.\nRima Nasser", "register"),
        ("noch jemand", "Mein Nachbar Idris Bello möchte auch mitkommen, schreibst du ihn dazu?\nPia Lang", "change"),
    ],
)
def test_what_sounds_like_ours_and_names_no_event_is_shown_and_never_answered(
    subject: str, text: str, kind: str
) -> None:
    found, decision = judged(subject, text)
    assert found.kind.value in {Kind(kind), Kind.CHANGE, Kind.REGISTER}
    assert decision.handling is Handling.REVIEW
    assert "unclear_event" in {d.code for d in found.doubts}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Mittagessen", "Kommst du heute mit in die Kantine? Ich bin um zwölf unten.\nTom"),
        ("Schlüssel", "Liebe Claudia, der Schlüssel für das Archiv liegt bei mir im Büro, hol ihn gern ab.\nIna"),
        ("Urlaub", "Hallo zusammen, nächste Woche bin ich im Urlaub, Vertretung macht Jan.\nBea"),
        ("Rechnung 4711", "Sehr geehrte Damen und Herren, anbei die Rechnung. Zahlbar bis Monatsende.\nM. Krug"),
    ],
)
def test_private_mail_that_names_no_event_stays_private(subject: str, text: str) -> None:
    _, decision = judged(subject, text)
    assert decision.handling is Handling.IGNORE


def test_no_model_answers_where_no_event_is_named() -> None:
    found = reading(Kind.REGISTER, "unclear_event", why="untied:nothing_ties_it")
    sure = Softmax(("automatic", "ignore", "review"), {}, (9.0, 0.0, 0.0))
    models = trained.load_models()
    assert models is not None
    said = opinion.Opinion(replace(models, documents={"handling": sure}), (), (), {}, {})
    assert weigh_handling(said, found) == found


def test_the_same_mail_is_read_the_same_way() -> None:
    events = parse_events((CORPUS / "events.toml").read_bytes(), source="events.toml")
    for path in sorted((CORPUS / "dev").glob("*.eml"))[:20]:
        letter = decode(path.read_bytes())
        assert letter.date is not None
        assert read(letter, events, letter.date) == read(letter, events, letter.date)
