"""Inline forwarded mail → a Letter of its own."""

# ruff: noqa: E501  whole mails stand in one line of the table

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailreg.decode import decode
from mailreg.decode.forwards import read_date
from mailreg.model.mail import Address, SegmentKind


def forwarded(body: str, subject: str = "WG: Anmeldung") -> bytes:
    head = f"From: Bo Carl <bo@example.org>\nSubject: {subject}\nDate: Fri, 23 Sep 2022 07:20:33 +0200\nContent-Type: text/plain; charset=utf-8\n\n"
    return (head + body).encode()


OUTLOOK = "Bitte übernehmen.\n\n________________________________\nVon: Ada Berg <ada@example.org>\nGesendet: Donnerstag, 22. September 2022 21:44\nAn: Bo Carl; Dina Egger <dina@example.org>\nBetreff: Anmeldung\n\nIch melde mich an.\n\nViele Grüße\nAda"
GMAIL = "Für dich.\n\n---------- Forwarded message ---------\nVon: Ada Berg <ada@example.org>\nDate: Do., 22. Sept. 2022 um 21:44 Uhr\nSubject: Anmeldung\nTo: Bo Carl <bo@example.org>\n\n\nIch melde mich an.\n\nViele Grüße\nAda"
APPLE = "Für dich.\n\nAnfang der weitergeleiteten Nachricht:\n\n> Von: Ada Berg <ada@example.org>\n> Betreff: Anmeldung\n> Datum: 22. September 2022 um 21:44:00 MESZ\n> An: bo@example.org\n> \n> Ich melde mich an.\n> \n> Viele Grüße\n> Ada\n"
THUNDERBIRD = "Für dich.\n\n-------- Weitergeleitete Nachricht --------\nBetreff: \tAnmeldung\nDatum: \tThu, 22 Sep 2022 21:44:00 +0200\nVon: \tAda Berg <ada@example.org>\nAn: \tbo@example.org\n\n\nIch melde mich an.\n\nViele Grüße\nAda"


@pytest.mark.parametrize("body", [OUTLOOK, GMAIL, APPLE, THUNDERBIRD], ids=["outlook", "gmail", "apple", "thunderbird"])
def test_the_block_is_parsed(body: str) -> None:
    letter = decode(forwarded(body))
    inner = letter.forwarded
    assert inner is not None
    assert inner.sender == Address("ada@example.org", "Ada Berg")
    assert inner.subject == "Anmeldung"
    assert inner.date is not None
    assert (inner.date.year, inner.date.month, inner.date.day, inner.date.hour) == (2022, 9, 22, 21)
    assert inner.own_text.startswith("Ich melde mich an.")
    assert letter.of_kind(SegmentKind.FORWARDED)
    assert "melde" not in letter.own_text


def test_a_replys_quote_is_no_forward() -> None:
    letter = decode(forwarded(OUTLOOK, "AW: Anmeldung"))
    assert letter.forwarded is None
    assert "melde mich an" in letter.quoted


def test_a_forward_of_a_forward_is_found_within() -> None:
    inner = OUTLOOK.replace("Betreff: Anmeldung", "Betreff: WG: Anmeldung").replace(
        "Ich melde mich an.", "siehe unten\n\n" + OUTLOOK.split("\n\n", 1)[1]
    )
    letter = decode(forwarded(inner))
    assert letter.forwarded is not None
    assert letter.forwarded.forwarded is not None
    assert "Ich melde mich an." in letter.forwarded.forwarded.own_text


def test_thousands_of_forwards_in_one_another_end() -> None:
    letter = decode(
        forwarded(
            "\n".join(
                ["---------- Forwarded message ---------", "From: a@example.org", "Date: x", "Subject: Fwd: y", ""]
                * 2000
            )
        )
    )
    assert letter.forwarded is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Donnerstag, 22. September 2022 21:44", (2022, 9, 22, 21, 44)),
        ("Thursday, September 22, 2022 9:44 PM", (2022, 9, 22, 21, 44)),
        ("22.09.2022 21:44", (2022, 9, 22, 21, 44)),
        ("22.09.22, 9.44", (2022, 9, 22, 9, 44)),
        ("2022-09-22 21:44", (2022, 9, 22, 21, 44)),
        ("jeudi 22 septembre 2022 21:44", (2022, 9, 22, 21, 44)),
        ("22 de septiembre de 2022 21:44", (2022, 9, 22, 21, 44)),
        ("czwartek, 22 września 2022 21:44", (2022, 9, 22, 21, 44)),
        ("четвер, 22 вересня 2022 р. 21:44", (2022, 9, 22, 21, 44)),
        ("22 Eylül 2022 Perşembe 21:44", (2022, 9, 22, 21, 44)),
        ("٢٢ سبتمبر ٢٠٢٢ 21:44", (2022, 9, 22, 21, 44)),
    ],
)
def test_dates_in_words(text: str, expected: tuple[int, ...]) -> None:
    assert read_date(text, None) == datetime(*expected, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("text", ["", "gestern", "99.99.2022", "31. Februar 2022"])
def test_no_date_is_none(text: str) -> None:
    assert read_date(text, None) is None
