"""Whom an absence note names instead."""

from __future__ import annotations

import pytest

from mailreg.decode import decode
from mailreg.decode.absence import replacement
from mailreg.model.mail import Address

WHO = Address("mira.sommer@verein.example", "Mira Sommer")
NOTES = {
    "In dringenden Fällen wenden Sie sich bitte an meine Kollegin Mira Sommer (mira.sommer@verein.example).": WHO,
    "Bis dahin vertritt mich Mira Sommer, mira.sommer@verein.example, Tel. 0351 4711.": WHO,
    "Meine Vertretung:\nMira Sommer\nE-Mail: mira.sommer@verein.example": WHO,
    "Bitte kontaktieren Sie Frau Mira Sommer unter mira.sommer@verein.example.": WHO,
    "In urgent cases please contact my colleague Mira Sommer <mira.sommer@verein.example>.": WHO,
    "En cas d'urgence, veuillez contacter Mira Sommer (mira.sommer@verein.example).": WHO,
    "In dringenden Fällen schreiben Sie an buero@verein.example.": Address("buero@verein.example"),
    "Срочные вопросы: обращайтесь к коллеге, mira.sommer@verein.example": Address("mira.sommer@verein.example"),
    "Ich bin ab Montag wieder da.": None,
    "In dringenden Fällen rufen Sie mich an: 0351 4711.\n\n-- \nAda Berg\nada@verein.example": None,
}


@pytest.mark.parametrize("text", NOTES)
def test_replacement(text: str) -> None:
    note = (
        "From: Ada Berg <ada@verein.example>\nTo: desk@example.org\nAuto-Submitted: auto-replied\n"
        "Subject: Automatische Antwort: Ihre Anmeldung\nContent-Type: text/plain; charset=utf-8\n\n"
        f"Guten Tag,\n\nich bin bis zum 10.10. nicht im Büro. {text}\n"
    )
    assert replacement(decode(note.encode())) == NOTES[text]
