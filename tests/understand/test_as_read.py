"""What the network is given to read of a mail."""

from __future__ import annotations

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.understand.network.letters import Reader, as_read
from mailreg.understand.read import by_rules
from mailreg.understand.text import analyse
from tests.understand.letters import MOMENT, known_events, mail


def reader_of(subject: str, text: str, sender: str = "Amal Nasser <amal@verein.example>") -> tuple[Reader, str]:
    letter = decode(mail(subject, text, sender))
    _, facts, _ = by_rules(analyse(letter, load_lexicons()), known_events(), MOMENT)
    return as_read(letter, facts), letter.body


def test_our_event_stands_there_as_what_it_is() -> None:
    reader, _ = reader_of("get together", "Hallo, ich komme am 11. Oktober nach Bischofswerda zum get together.\nAmal")
    for word in ("together", "11", "Bischofswerda"):
        assert word not in reader.text
    for mask in ("[event]", "[date]", "[place]"):
        assert mask in reader.text
    assert reader.text.startswith(" Amal Nasser\n[event]\n")


@pytest.mark.parametrize(
    "text",
    [
        "Ich komme am 11. Oktober.\n\nGrüße\nAmal Nasser\n",
        "سأحضر يوم 11 أكتوبر في Bischofswerda مع زوجتي\nأمل",
        "é\u0301 ß İ ﬁ\n11.10.\n",
    ],
)
def test_places_lead_back_into_the_body(text: str) -> None:
    reader, body = reader_of("Re: get together", text)
    assert len(reader.text) == len(reader.places)
    told = [(letter, place) for letter, place in zip(reader.text, reader.places, strict=True) if place >= 0]
    assert told
    assert all(body[place] == letter for letter, place in told)


def test_what_is_quoted_is_not_read() -> None:
    quoted = "\n\nAm 24.08.2022 um 10:41 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:\n\n> Fahrtkosten auf Anfrage.\n"
    reader, _ = reader_of("Re: get together", "Ja, gern!\nAmal" + quoted)
    assert "Fahrtkosten" not in reader.text
    assert reader.text.startswith("[re]")


def test_a_long_mail_is_cut() -> None:
    reader, _ = reader_of("get together", "Ich komme gern. " * 1_000)
    assert len(reader.text) < 2_500
