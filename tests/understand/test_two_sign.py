"""Two who sign one mail: the second stands in no sentence, and no rule of any kind stumbles over that."""

from __future__ import annotations

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.model.reading import Kind
from mailreg.understand.gathering import gather
from mailreg.understand.people import by_rules
from mailreg.understand.text import analyse

BODIES = (
    "bei unserer Anmeldung zum get together hat sich etwas geändert: wir brauchen die Übersetzung nun doch.",
    "we are coming to the get together, as we wrote last week.",
    "zu unserer Anmeldung von letzter Woche (get together) noch: wir essen vegetarisch.",
)


@pytest.mark.parametrize("kind", [Kind.REGISTER, Kind.CHANGE, Kind.CANCEL])
@pytest.mark.parametrize("body", BODIES)
def test_both_are_found(body: str, kind: Kind) -> None:
    raw = (
        "From: Anna Berg <anna.berg@example.org>\r\nSubject: get together am 11.10.\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nHallo Frau Stoye,\r\n\r\n{body}\r\n\r\n"
        "Viele Grüße\r\nAnna Berg und Tom Wolf\r\n"
    )
    facts = gather(analyse(decode(raw.encode()), load_lexicons()), kind, ())
    assert "Tom Wolf" in {m.name for m in facts.mentions}
    by_rules(facts, kind)
