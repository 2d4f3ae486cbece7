"""What a first glance puts aside, a full reading puts aside as well; and it does put aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Letter
from mailreg.model.reading import Kind, Reading
from mailreg.understand import glance as glance_room
from mailreg.understand import read as reading_room
from mailreg.understand.glance import put_aside
from mailreg.understand.text import take_apart
from tests.understand.letters import MOMENT, known_events
from tests.understand.test_private_mail import PRIVATE

SECOND_OPINION = True
CORPUS = Path(__file__).parents[1] / "corpus"
OURS = {Kind.REGISTER, Kind.CANCEL, Kind.CHANGE, Kind.QUESTION}


def long_private_mails() -> Iterator[Letter]:
    """Eight mails of an office in one, as a letter of news holds them."""
    for first in range(0, len(PRIVATE) - 8, 3):
        message = EmailMessage()
        message["From"] = "Jana Wolters <jana.wolters@verein.example>"
        message["Subject"] = PRIVATE[first][1]
        message.set_content("\n\n".join(text for _, _, text in PRIVATE[first : first + 8]))
        yield decode(message.as_bytes())


def glance(letter: Letter) -> Reading | None:
    return put_aside(letter, take_apart(letter, load_lexicons()), known_events(), load_lexicons())


def aside(letter: Letter) -> bool:
    return glance(letter) is not None


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    labelled = [decode(path.read_bytes()) for path in sorted(CORPUS.glob("*/*.eml"))]
    return [*labelled, *long_private_mails()]


def test_a_full_reading_finds_nothing_either(letters: list[Letter], monkeypatch: pytest.MonkeyPatch) -> None:
    put = [letter for letter in letters if aside(letter)]
    monkeypatch.setattr(reading_room, "put_aside", lambda *_: None)
    wrong = [
        (letter.subject, full.why)
        for letter in put
        if (full := reading_room.read(letter, known_events(), letter.date or MOMENT)).kind.value in OURS
    ]
    assert wrong == []


SIGNS = (
    "get together", "get", "Bischofswerda", "aus Leipzig", "nach Leipzig", "11.10.", "um 09:11", "11. und\n\n10",
    "11 x y z 10", "am elften", "11. Oktober", "Oct. 11", "Netzwerktreffens", "Haus der Demokratie", "Haus", "04277",
    "می روم", "بیشوفسوردا", "https://example.org/11.10", "11@10.example", "١١ أكتوبر", "Teilnehmer*innen", "x" * 70,
)  # fmt: skip


def test_tokens_say_the_same(letters: list[Letter], monkeypatch: pytest.MonkeyPatch) -> None:
    long = [letter for letter in letters if not letter.segments or len(letter.body) > 1500][-40:]
    marked = [
        replace(letter, body=letter.body[:at] + f" {sign} " + letter.body[at:], segments=())
        for letter, sign in zip(long, SIGNS * 2, strict=False)
        for at in (0, 400, len(letter.body))
    ]
    quick = [glance(letter) for letter in [*letters, *marked]]
    monkeypatch.setattr(glance_room, "_without_signs", lambda *_: None)
    assert [glance(letter) for letter in [*letters, *marked]] == quick


def test_much_is_put_aside() -> None:
    # Most of these play with our days and towns on purpose; of an ordinary inbox it is far more.
    assert sum(map(aside, long_private_mails())) >= 4


@pytest.mark.parametrize(
    "sign",
    ["get together", "Bischofswerda", "11.10.", "2022-10-11", "11. Oktober", "October 11th", "11 жовтня", "Fachtag",
     "am elften Oktober",
     "Lutherstraße 13", "١١ أكتوبر"],
)  # fmt: skip
def test_one_sign_is_enough(sign: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Neues"
    message.set_content(f"{'Hier steht etwas ganz anderes, das mit uns nichts zu tun hat. ' * 20}\n\n{sign}\n")
    letter = decode(message.as_bytes())
    assert not aside(letter)


def test_a_short_mail_is_always_read() -> None:
    message = EmailMessage()
    message["Subject"] = "Anmeldung"
    message.set_content("Ich komme gern.\n")
    assert not aside(decode(message.as_bytes()))
