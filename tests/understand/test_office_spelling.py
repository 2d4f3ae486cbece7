"""How an organisation is written, where a mail writes it in several ways."""

from __future__ import annotations

import pytest

from mailreg.understand.office_opinion import best_office_spelling
from mailreg.understand.offices import Office, Seen
from mailreg.understand.senses import Softmax
from tests.understand.letters import judged

# What has been found in the text is preferred, whatever the other spelling looks like.
TAGGED_FIRST = Softmax(["0", "1"], {"source tag": (5.0,)}, (0.0,))


@pytest.mark.parametrize("ending", ["'nden", "’ndan", "'nın"])
def test_an_ending_behind_an_apostrophe_is_no_part_of_the_name(ending: str) -> None:
    places = [Seen("Umut Derneği", 3, 4, "text"), Seen(f"Umut Derneği{ending}", 3, 4, "tag", 1.0, plain=True)]
    assert best_office_spelling(Office(places), None, TAGGED_FIRST) == "Umut Derneği"  # type: ignore[arg-type]


def test_the_name_of_a_turkish_sentence() -> None:
    text = "Merhaba, Umut Kültür Derneği'nden Selin Kaya ve Murat Kaya 11 Ekim'deki toplantıya geliyor.\n\nSelin Kaya\n"
    reading, _ = judged("Kayıt", text, "Selin Kaya <selin@umut.example>")
    assert {p.organisation for p in reading.people} == {"Umut Kültür Derneği"}
