"""Whom a cancellation does not concern: "für Anna Weber bleibt es bei der Anmeldung"."""

# ruff: noqa: E501  whole mails stand in one line

from __future__ import annotations

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True


@pytest.mark.parametrize(
    "text",
    [
        "bitte stornieren Sie die Anmeldung von Herrn Lutz Götz zum Fachtag. Für Annett Krüger und Simin Rad bleibt es bei der Anmeldung.",
        "Lutz Götz tritt von seiner Anmeldung zum Fachtag zurück. Mandy Lißner und Paola Ferrante sind davon nicht betroffen.",
        "Lutz Götz kann am 17.11. nicht kommen. Nicht betroffen ist die Anmeldung von Frau Ilse Roth.",
        "Lutz Götz kann am 17.11. nicht kommen. Anna Lehmann bleibt angemeldet.",
        "Please cancel Lutz Götz for the Fachtag. Ann Lee and Joe Wu are not affected.",
        "Proszę wykreślić: Lutz Götz (Fachtag 17.11.). Anna Nowak pozostaje na liście.",
    ],
)
def test_the_others_keep_their_seats(text: str) -> None:
    reading, _ = judged("Absage Fachtag", f"Guten Tag,\n\n{text}\n\nKarin Zapf", "Karin Zapf <zapf@haus.example>")
    assert [found.value for found in reading.withdrawn] == ["Lutz Götz"]
