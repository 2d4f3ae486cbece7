"""What an answer says, statement by statement, in text and HTML, and every purpose in every language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from mailreg.compose.letters import Desk
from mailreg.compose.templates import Templates
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Event, Participant, Status

LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "pl", "ru", "tr", "uk", "vi")
AMIRA = Participant("Amira Haddad", "amira@msov.example")
BERLIN = ZoneInfo("Europe/Berlin")


def needs(*pairs: tuple[NeedKind, str]) -> tuple[Need, ...]:
    return tuple(Need(kind, detail) for kind, detail in pairs)


INTERPRETING = NeedKind.INTERPRETING


def seen(html: str) -> str:
    """The text of a page as it is read, white space collapsed."""
    body = LexborHTMLParser(html).body
    assert body is not None
    return " ".join(body.text(separator=" ").split())


def plain(text: str) -> str:
    """Without isolates, with single blanks, none beside punctuation: tags in the HTML leave blanks there."""
    text = " ".join(re.sub("[\u2066-\u2069]", "", text).split())
    return re.sub(r" (?=[,.;:)?!،–])|(?<=[(–]) ", "", text)


def both(written: Any) -> tuple[str, str]:
    """Text and HTML as they are read; a phrase must stand in each of them."""
    return plain(written.text), plain(seen(written.html))


STATEMENTS = [
    pytest.param({}, ["Guten Tag Amira Haddad,", "Netzwerktreffen", "Zusammenarbeit & Austausch"], id="title"),
    pytest.param({}, ["Dienstag, 11. Oktober 2022, 15:00–18:00 Uhr"], id="date de"),
    pytest.param({"language": "en"}, ["Tuesday, 11 October 2022, 15:00–18:00"], id="date en"),
    pytest.param({}, ["Haus für alle", "Lutherstraße 13", "01877 Bischofswerda"], id="place"),
    pytest.param({}, ["zum Ändern oder Absagen antworten Sie einfach auf diese E-Mail"], id="how to change"),
    pytest.param({}, ["Im Anhang finden Sie den Termin"], id="calendar"),
    pytest.param({}, ["Jana Müller", "Beispiel e. V."], id="who signs"),
    pytest.param({}, ["unser Anmeldeprogramm geschrieben."], id="a program wrote it"),
    pytest.param({"held": True}, ["Ein Mensch hat sie vor dem Senden gelesen."], id="a person has read it"),
    pytest.param(
        {"people": [AMIRA, Participant("Olena Schewtschenko"), Participant(None), Participant(None)]},
        ["Amira Haddad", "Olena Schewtschenko", "2 weitere Personen", "fehlenden Namen"],
        id="companions",
    ),
    pytest.param({"people": [AMIRA, Participant(None)]}, ["eine weitere Person"], id="one companion"),
    pytest.param(
        {"people": [Participant(None)]}, ["Guten Tag,", "eine Person, deren Namen wir noch nicht"], id="nameless"
    ),
    pytest.param(
        {"people": [AMIRA], "needs": needs((NeedKind.TRAVEL_COSTS, ""))},
        ["Fahrtkosten", "Ihren Wunsch haben wir notiert", "meldet sich dazu bei Ihnen"],
        id="travel costs",
    ),
    pytest.param(
        {"needs": needs((INTERPRETING, "uk"), (INTERPRETING, "ar"))},
        ["Sprachmittlung", "Arabisch und Ukrainisch. Das haben wir notiert."],
        id="interpreting",
    ),
    pytest.param(
        {"needs": needs((INTERPRETING, "sgn"), (INTERPRETING, "fa")), "language": "en"},
        ["Interpreting", "Farsi/Dari and Sign language. We have noted this."],
        id="interpreting en",
    ),
    pytest.param(
        {"needs": needs((INTERPRETING, "und"))},
        ["Bitte schreiben Sie uns noch, in welche Sprache: Antworten Sie einfach auf diese E-Mail."],
        id="interpreting without a language",
    ),
    pytest.param(
        {"needs": needs((INTERPRETING, "und"), (INTERPRETING, "ti"))},
        ["Tigrinya. Das haben wir notiert.", "in welche Sprache"],
        id="one language named, one not",
    ),
    pytest.param(
        {"needs": needs((NeedKind.ACCESSIBILITY, "Rollstuhl."), (NeedKind.CHILDCARE, ""), (NeedKind.DIET, "halal"))},
        ["Rollstuhl. Das haben wir notiert.", "Kinderbetreuung", "Essen", "halal. Das haben wir notiert."],
        id="other needs",
    ),
    pytest.param(
        {"open_question": True},
        ["Ihre Frage", "haben wir notiert. Ein Mensch aus dem Organisationsteam antwortet Ihnen."],
        id="open question",
    ),
    pytest.param(
        {},
        [
            "Verantwortlich ist Beispiel e. V. (anmeldung@desk.example)",
            "um diese Veranstaltung vorzubereiten",
            "Sprachmittler*innen",
            "Wir löschen sie",
            "Auskunft, Berichtigung und Löschung",
            "Datenschutzaufsicht",
            "https://desk.example/datenschutz?a=1&b=2",
        ],
        id="data protection",
    ),
]


@pytest.mark.parametrize(("given", "phrases"), STATEMENTS)
def test_statements(answer: Callable[..., Any], given: dict[str, Any], phrases: list[str]) -> None:
    for part in both(answer(**given)):
        lower = part.lower()
        assert [p for p in phrases if p.lower() not in lower] == [], part


def test_seats(answer: Callable[..., Any]) -> None:
    gone = replace(AMIRA, name="Lena Krause", status=Status.CANCELLED)
    text, html = both(answer(people=[AMIRA, Participant("B"), Participant(None), gone]))
    assert "Plätze: 3" in text
    assert "Plätze 3" in html
    assert "Lena Krause" not in text + html


def test_nothing_is_said_that_was_not_asked(answer: Callable[..., Any]) -> None:
    for part in both(answer()):
        for word in ("Fahrtkosten", "Sprachmittlung", "Barrierefreiheit", "Essen", "Ihre Frage", "fehlenden Namen"):
            assert word not in part


def test_no_travel_costs_are_paid(answer: Callable[..., Any], event: Event) -> None:
    given = {"event": replace(event, travel_costs=False), "needs": needs((NeedKind.TRAVEL_COSTS, ""))}
    for part in both(answer(**given)):
        assert "können wir leider keine Fahrtkosten übernehmen. Ihren Wunsch haben wir trotzdem notiert." in part
        assert "meldet sich" not in part


def test_no_interpreting_was_planned(answer: Callable[..., Any], event: Event) -> None:
    for part in both(answer(event=replace(event, interpreting=False), needs=needs((INTERPRETING, "ar")))):
        assert "Arabisch. Das haben wir notiert. Bisher war keine Sprachmittlung geplant; jemand" in part


def test_several_days(answer: Callable[..., Any], event: Event) -> None:
    longer = replace(event, end=datetime(2022, 10, 12, 13, tzinfo=BERLIN))
    for part in both(answer(event=longer)):
        assert "Dienstag, 11. Oktober 2022, 15:00 Uhr, bis Mittwoch, 12. Oktober 2022, 13:00 Uhr" in part


def test_an_event_without_a_place(answer: Callable[..., Any], event: Event) -> None:
    bare = replace(event, venue="", street="", postcode="", city="", subtitle="")
    for part in both(answer(event=bare)):
        assert "Wo" not in part.split()


def test_changed(answer: Callable[..., Any]) -> None:
    gone = replace(AMIRA, name="Lena Krause", status=Status.CANCELLED)
    for part in both(answer(Purpose.CHANGED, people=[AMIRA, gone])):
        assert "So ist Ihre Anmeldung jetzt eingetragen" in part
        assert re.search("Abgemeldet:? Lena Krause", part)


def test_one_of_several_cancels(answer: Callable[..., Any]) -> None:
    """The contact hears who still comes."""
    gone = replace(AMIRA, name="Lena Krause", email=None, status=Status.CANCELLED)
    for part in both(answer(Purpose.CANCELLED, people=[AMIRA, gone])):
        assert "So ist Ihre Anmeldung jetzt eingetragen" in part
        assert "gestrichen" not in part
        assert re.search("Wer:? Amira Haddad", part)
        assert re.search("Abgemeldet:? Lena Krause", part)
        assert "Im Anhang finden Sie den Termin" in part


def test_somebody_leaves_another_s_registration(answer: Callable[..., Any]) -> None:
    """They are not told who else comes or has cancelled."""
    office = Address("buero@msov.example")
    others = [Participant("Lena Krause"), Participant("Yusuf Haddad", status=Status.CANCELLED)]
    people = [replace(AMIRA, status=Status.CANCELLED), *others]
    for part in both(answer(Purpose.CANCELLED, people=people, contact=office)):
        assert re.search("Abgemeldet:? Amira Haddad", part)
        assert "gestrichen" in part
        assert "Lena" not in part
        assert "Yusuf" not in part


def test_a_change_after_which_nobody_comes(answer: Callable[..., Any]) -> None:
    for part in both(answer(Purpose.CHANGED, people=[replace(AMIRA, status=Status.CANCELLED)])):
        assert "Diese Anmeldung haben wir gestrichen" in part
        assert "Plätze" not in part


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.CONFIRMED])
def test_cancelled(answer: Callable[..., Any], status: Status) -> None:
    given = {"people": [replace(AMIRA, status=status)], "needs": needs((NeedKind.TRAVEL_COSTS, ""))}
    for part in both(answer(Purpose.CANCELLED, **given)):
        assert "Diese Anmeldung haben wir gestrichen." in part
        assert re.search("Abgemeldet:? Amira Haddad", part)
        assert "nimmt den Termin wieder aus Ihrem Kalender" in part
        assert "Fahrtkosten" not in part
        assert "Plätze" not in part


def test_a_colleague_registers_others(answer: Callable[..., Any]) -> None:
    written = answer(to=Address("buero@msov.example", "Büro"), people=[Participant("Olena Schewtschenko")])
    assert written.mail["To"].addresses[0].addr_spec == "buero@msov.example"
    for part in both(written):
        assert part.find("Guten Tag,") >= 0
        assert "Bitte geben Sie diesen Hinweis an alle weiter, die Sie angemeldet haben." in part


def test_somebody_alone_is_not_asked_to_tell_others(answer: Callable[..., Any]) -> None:
    assert "an alle weiter" not in answer().text


def test_two_people_behind_one_address_are_not_greeted_by_one_name(answer: Callable[..., Any]) -> None:
    people = [AMIRA, replace(AMIRA, name="Yusuf Haddad")]
    assert "\n\nGuten Tag,\n\n" in answer(to=Address("amira@msov.example"), people=people).text


def test_without_organisation_and_link(answer: Callable[..., Any], desk: Desk) -> None:
    bare = replace(desk, organisation=None, privacy_url=None)
    for part in both(answer(desk=bare)):
        assert "Verantwortlich ist Jana Müller (anmeldung@desk.example)." in part
        assert "Mehr dazu" not in part


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "nonsense"])
def test_only_web_pages_are_linked(answer: Callable[..., Any], desk: Desk, url: str) -> None:
    written = answer(desk=replace(desk, privacy_url=url))
    assert url not in written.text + written.html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.CHANGED, Purpose.CANCELLED])
def test_every_purpose_in_every_language(
    answer: Callable[..., Any], templates: Templates, purpose: Purpose, language: str
) -> None:
    people = [AMIRA, Participant("يوسف الخوري"), Participant("Ґанна O'Ніл"), Participant(None), Participant(None)]
    every = needs(*((kind, "") for kind in NeedKind if kind is not INTERPRETING), (INTERPRETING, "ar"))
    written = answer(purpose, language=language, people=people, needs=every, open_question=True)
    words = templates.words(language)
    for part in both(written):
        assert plain(words[f"{purpose}.opening"]) in part
        for name in ("Amira Haddad", "يوسف الخوري", "Ґанна O'Ніл", "Lutherstraße 13", "15:00", "18:00", "2022"):
            assert name in part
        assert "{" not in part
        if purpose is not Purpose.CANCELLED:
            assert plain(words["needs.travel_costs"]) in part
            assert plain(words["reply.change"]) in part
        assert plain(words["privacy.title"]) in part
    root = LexborHTMLParser(written.html).root
    assert root is not None
    assert root.attributes["lang"] == language == written.mail["Content-Language"]
    assert root.attributes["dir"] == ("rtl" if language in {"ar", "fa"} else "ltr")
    if language != "de":
        german = ("Anmeldung", "notiert", "Uhr", "Wann", "Datenschutz")
        assert [w for w in german if w in written.text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_companions_are_counted_in_every_language(answer: Callable[..., Any], language: str) -> None:
    texts = {answer(language=language, people=[AMIRA] + [Participant(None)] * n).text for n in range(8)}
    assert len(texts) == 8


def test_latin_runs_are_isolated_in_right_to_left_text(answer: Callable[..., Any]) -> None:
    written = answer(language="ar")
    for run in ("Amira Haddad", "Lutherstraße 13", "15:00", "anmeldung@desk.example"):
        assert f"\u2068{run}\u2069" in written.text
        assert f"<bdi>{run}</bdi>" in written.html
    assert written.text.count("\u2068") == written.text.count("\u2069")


def test_an_arabic_name_in_a_german_mail_is_isolated(answer: Callable[..., Any]) -> None:
    written = answer(people=[Participant("يوسف", "amira@msov.example")])
    assert "\u2068يوسف\u2069" in written.text
    assert "\u2068" not in answer().text


def test_a_language_without_words_gets_german_and_english(answer: Callable[..., Any]) -> None:
    written = answer(language="ti")
    assert written.mail["Content-Language"] == "de, en"
    for part in both(written):
        assert part.index("So ist" if "So ist" in part else "Das haben wir eingetragen") < part.index("This is what we")
    cells = LexborHTMLParser(written.html).css("td[lang]")
    assert [c.attributes["lang"] for c in cells] == ["de", "de", "en", "en"]
    assert len(LexborHTMLParser(written.html).css("h1")) == 2


@pytest.mark.parametrize("language", ["de", "ar", "ku"])
def test_html_is_self_contained_and_accessible(answer: Callable[..., Any], language: str) -> None:
    written = answer(language=language)
    page = LexborHTMLParser(written.html)
    for tag in ("img", "script", "link", "iframe", "form", "object"):
        assert page.css(tag) == [], tag
    assert [a.attributes["href"] for a in page.css("a")] == ["https://desk.example/datenschutz?a=1&b=2"] * (
        2 if language == "ku" else 1
    )
    assert "url(" not in written.html
    assert all(t.attributes["role"] == "presentation" for t in page.css("table"))
    title = page.css_first("title")
    assert title is not None
    assert title.text() == "Netzwerktreffen"
    assert len(written.html.encode()) < 60_000  # Gmail cuts at 102 kB
