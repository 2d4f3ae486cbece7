"""What the writer's side does by itself asks for nothing, and what is asked for plainly is not talked away: read with
the second opinion, which sees the same words and could add or drop a need."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

_ASKED = {
    "Um 14 Uhr muss ich gehen, jemand muss auf die Zwillinge aufpassen.": "",
    "Ich komme nur, wenn jemand auf die Kleinen aufpasst.": "childcare",
    "Meine Tochter kommt mit, sie malt still in der Ecke.": "",
    "Ich arbeite mit Menschen im Rollstuhl und sitze selbst in einem.": "accessibility",
    "Wir arbeiten mit Menschen im Rollstuhl.": "",
    "Wohin darf ich die Fahrkarten vom 11. schicken?": "",
    "Ohne Zuschuss zur Fahrt geht es bei mir nicht.": "travel_costs",
    "Die Anreise kann ich selbst nicht bezahlen.": "travel_costs",
    "Ich bin gehörlos.": "interpreting",
    "Wir beraten gehörlose Jugendliche.": "",
    "Beim Mittagessen bitte pflanzlich.": "diet",
    "Ich esse vegan, zur Not bringe ich mir selber was mit.": "diet",
    "Wir haben keine Verträge dabei.": "",
}


@pytest.mark.parametrize("sentence", _ASKED)
def test_what_is_asked_for_in_the_end(sentence: str) -> None:
    body = f"Guten Tag,\n\nhiermit melde ich mich zum get together am 11. Oktober an. {sentence}\n\nPia Muster\n"
    reading, _ = judged("Anmeldung get together", body)
    assert " ".join(sorted({n.value.kind for n in reading.needs})) == _ASKED[sentence]
