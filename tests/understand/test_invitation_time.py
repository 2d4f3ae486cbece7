"""Dates and times of day as invitations print them."""

from __future__ import annotations

from datetime import date, time

import pytest

from mailreg.understand.invitation_time import Times, dates, times

NEAR = date(2022, 9, 15)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("11. Oktober 2022", "2022-10-11", None),
        ("11.10.2022", "2022-10-11", None),
        ("11.10.22", "2022-10-11", None),
        ("Di, 11.10. 15 Uhr", "2022-10-11", None),
        ("am 3. Nov. 2022", "2022-11-03", None),
        ("2022-10-11", "2022-10-11", None),
        ("October 11th, 2022", "2022-10-11", None),
        ("Tuesday, the 11th of October 2022", "2022-10-11", None),
        ("11/10/2022", "2022-10-11", None),
        ("15. Januar", "2023-01-15", None),
        ("Sa, 10. Juni", "2023-06-10", None),
        ("11./12. November 2022", "2022-11-11", "2022-11-12"),
        ("11. und 12. November 2022", "2022-11-11", "2022-11-12"),
        ("vom 11. bis 13.11.2022", "2022-11-11", "2022-11-13"),
        ("11.–13. November 2022", "2022-11-11", "2022-11-13"),
        ("November 11-12, 2022", "2022-11-11", "2022-11-12"),
        ("Fr 11. bis So 13. November 2022", "2022-11-11", "2022-11-13"),
    ],
)
def test_date(text: str, first: str, last: str | None) -> None:
    found = dates(text, NEAR)
    assert [(d.day, d.last) for d in found] == [(date.fromisoformat(first), date.fromisoformat(last or first))]


@pytest.mark.parametrize(
    "text", ["31.2.2022", "Version 3.10", "Tel. 0351 11.22.33", "ab 17 Uhr", "Raum 1.12", "§ 3.13.2022"]
)
def test_no_date(text: str) -> None:
    assert dates(text, NEAR) == []


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("15 - 18 Uhr", "15:00", "18:00"),
        ("von 9.30 bis 16 Uhr", "09:30", "16:00"),
        ("9:30–16:00", "09:30", "16:00"),
        ("14.00 h", "14:00", None),
        ("14.00 h - 16.00 h", "14:00", "16:00"),
        ("ab 17 Uhr", "17:00", None),
        ("um 18:00 Uhr", "18:00", None),
        ("15:00 Uhr bis ca. 17:30 Uhr", "15:00", "17:30"),
        ("2–5 pm", "14:00", "17:00"),
        ("10 am – 4:30 pm", "10:00", "16:30"),
        ("11–12 pm", "11:00", "12:00"),
        ("Einlass 9 Uhr, Programm 9.30–16 Uhr", "09:30", "16:00"),
        ("Beginn: 10 Uhr, Ende: 15 Uhr", "10:00", "15:00"),
        ("20 bis 24 Uhr", "20:00", "00:00"),
    ],
)
def test_times(text: str, begin: str, end: str | None) -> None:
    assert times(text)[0] == Times(time.fromisoformat(begin), time.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    "text", ["Kinder von 6 bis 12 Jahren", "15-18", "25:00 Uhr", "0351 12-34", "12,50 bis 15,50 €", "3 Hunde"]
)
def test_no_time(text: str) -> None:
    assert times(text) == []
