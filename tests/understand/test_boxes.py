"""Forms with boxes, as flyers have them in many languages:
what is ticked is asked for, an empty box asks for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.model.decision import Handling
from mailreg.model.reading import Kind
from tests.understand.letters import judged

_LINES = (Path(__file__).parent / "boxes.txt").read_text(encoding="utf-8").split("\n", 2)[2]
FORMS = [form.strip().split("\n", 1) for form in _LINES.split("\n====\n")]


@pytest.mark.parametrize(("expected", "form"), FORMS)
def test_a_form(expected: str, form: str) -> None:
    reading, decision = judged("get together 11.10.", form + "\n")
    needs = {n.value.kind[:2] + (f":{n.value.detail}" if n.value.detail else "") for n in reading.needs}
    held = expected.startswith("held ")
    assert " ".join([*sorted(needs), str(reading.headcount.value)]) == expected.removeprefix("held ")
    assert not held or decision.handling is Handling.REVIEW


def test_there_are_enough() -> None:
    assert len(FORMS) >= 50


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("hr", "Ime i prezime: Ivan Babić\nUdruga: Hrvatska zajednica\nSudjelujem: da\nPrehrana: vegetarijanska"),
        ("hr", "Prijava za get together\nIme: Ana\nPrezime: Perić\nBroj sudionika: 1\nTrebam prijevod: da"),
        ("hr", "Prijavljujem se za get together.\nime: Ivana\nprezime: Jurić\nprijevoz: vlak, molim povrat"),
        ("sr", "Пријава за get together\nИме: Јелена\nПрезиме: Петровић\nУчешће: да"),
        ("vi", "Họ và tên: Trần Thị Lan\nSố điện thoại: 0172 1234567\nTham gia: có"),
    ],
)
def test_the_language_of_a_short_form(language: str, form: str) -> None:
    reading, _ = judged("get together 11.10.", form + "\n")
    assert reading.language.value == language


COMES = (
    "Teilnahme: ja\nFahrtkosten: nein\nSprachmittlung: nein\nName: Jana Wolters",
    "Ich komme: JA\nBestätigung erwünscht: nein\nName: Jana Wolters",
    "Ich nehme teil: [x] ja [ ] nein\nName: Jana Wolters",
    "[x] Ich nehme teil.\n[ ] Ich kann leider nicht teilnehmen.\nName: Jana Wolters",
    "Ich komme [x]\nIch komme nicht [ ]\nName: Jana Wolters",
    "☒ Ja, ich bin dabei.\n☐ Nein, ich kann nicht kommen.\nName: Jana Wolters",
)
STAYS_AWAY = (
    "Teilnahme: nein\nName: Jana Wolters",
    "Name: Jana Wolters\nIch nehme teil: nein\nGrund: Urlaub",
    "Name: Jana Wolters\nAttending: no",
    "Nom : Jana Wolters\nParticipation : non",
    "[ ] Ich nehme teil.\n[x] Ich kann leider nicht teilnehmen.\n[ ] Ich benötige Fahrtkosten.\nName: Jana Wolters",
    "☐ Ich komme.\n☒ Ich komme nicht.\nName: Jana Wolters\nEinrichtung: Sozialwerk Mitte",
    "Ich nehme teil: [ ] ja [x] nein\nName: Jana Wolters",
    "Teilnahme: ☐ ja ☒ nein\nFahrtkosten: ☐ ja ☒ nein\nName: Jana Wolters",
    "( ) I will attend\n(x) I cannot attend\nName: Jana Wolters",
    "Ich komme [ ]\nIch komme nicht [x]\nJana Wolters",
)
UNCLEAR = (
    "[x] Ich nehme teil.\n[x] Ich nehme nicht teil.\nName: Jana Wolters",
    "☒ I will attend\n☒ I cannot attend\nName: Jana Wolters",
    "[ ] Ich komme\n[ ] Ich komme nicht\nName: Jana Wolters",
)


@pytest.mark.parametrize("form", COMES)
def test_whose_form_says_yes_comes(form: str) -> None:
    reading, decision = judged("get together 11.10.", f"Rückmeldung zum get together am 11.10.\n{form}\n")
    assert (reading.kind.value, decision.handling) == (Kind.REGISTER, Handling.AUTOMATIC)


@pytest.mark.parametrize("form", STAYS_AWAY)
def test_whose_form_says_no_does_not_come(form: str) -> None:
    reading, _ = judged("get together 11.10.", f"Rückmeldung zum get together am 11.10.\n{form}\n")
    assert reading.kind.value is Kind.CANCEL


@pytest.mark.parametrize("form", UNCLEAR)
def test_a_form_that_says_both_or_neither_is_held(form: str) -> None:
    _, decision = judged("get together 11.10.", f"Rückmeldung zum get together am 11.10.\n{form}\n")
    assert decision.handling is Handling.REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "Mein Verein schickt mich zum get together, aber ich bin krank.",
        "Eigentlich schickt mich der Verein zum get together, ich habe da aber Urlaub.",
        "Unser Verein hätte mich zum get together geschickt, ich bin aber krank.",
    ],
)
def test_a_reason_to_stay_away_beside_the_events_name_is_held(text: str) -> None:
    _, decision = judged("Rückmeldung", f"Guten Tag,\n\n{text}\n\nViele Grüße\nJana Wolters\n")
    assert decision.handling is Handling.REVIEW


@pytest.mark.parametrize(
    "form",
    [
        "Nome: Rui Melo\nVenho: não",
        "Nome: Gia Rossi\nPartecipazione: no",
        "نام: رضا کریمی\nشرکت: خیر",
        "Nome: Ana Lima\nPresença: não",
    ],
)
def test_a_no_to_a_label_that_nobody_knows_is_held(form: str) -> None:
    _, decision = judged("get together 11.10.", form + "\n")
    assert decision.handling is Handling.REVIEW


@pytest.mark.parametrize(
    "form",
    [
        "Name: Lea Kurz\nTeilnahme: ja\nFahrtkosten: nein\nDolmetscher: nein",
        "Ich melde mich an.\n\nName: Lea Kurz\nParkplatz: nein",
        "Nom : Luc Petit\nParticipation : oui\nFrais de voyage : non",
    ],
)
def test_a_no_to_something_else_holds_nothing(form: str) -> None:
    _, decision = judged("get together 11.10.", form + "\n")
    assert decision.handling is Handling.AUTOMATIC
