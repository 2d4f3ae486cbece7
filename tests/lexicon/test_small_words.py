"""The lists of small words and endings: all there, each once, and what they are for."""

from __future__ import annotations

from importlib.resources import files

import pytest

from mailreg.lexicon.small_words import FILE, LISTS, as_written, parse_lists, small_words
from mailreg.model.errors import LexiconError
from mailreg.understand.caseless import _ends_as_family
from mailreg.understand.event_hints import _HOUR

TEXT = (files("mailreg.lexicon") / "people" / FILE).read_text("utf-8")


def test_every_list_is_there() -> None:
    lists = parse_lists(TEXT)
    assert lists.keys() == LISTS.keys()
    for name in LISTS:
        assert len(set(as_written(name))) == len(as_written(name)), name
        assert small_words(name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT + "colours: rot\n", "„colours“ gibt es nicht"),
        (TEXT + "new: neu\n", "„new“ steht zweimal da"),
        (TEXT.replace("hours: uhr* h", "hours:"), "„hours“ steht kein Wort"),
        ("\n".join(line for line in TEXT.splitlines() if not line.startswith("binds")), "„binds“ steht kein Wort"),
    ],
)
def test_a_slip_is_told_with_its_list(text: str, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        parse_lists(text)


@pytest.mark.parametrize(
    ("word", "ends"),
    [
        ("حسن‌زاده", True),
        ("کریمی", True),
        ("تنی", False),
        ("حیدری", True),
        ("احمدزی", True),
        ("ی", False),
        ("احمد", False),
    ],
)
def test_how_a_family_name_ends(word: str, ends: bool) -> None:
    assert _ends_as_family(word) == ends


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("um 15 Uhr", [("15", None, None)]),
        ("9.30 uhr und 10:15h", [("9", "30", None), ("10", "15", None)]),
        ("3 pm, 4 p.m.", [("3", None, "pm"), ("4", None, "p.m")]),
        ("3 pmx, 5 hunde, am 11.10.2022", []),
        ("zur 8-Uhrzeit 8 Uhrzeit", [("8", None, None)]),
    ],
)
def test_hours(text: str, hours: list[tuple[str, str | None, str | None]]) -> None:
    assert [(m[1], m[2], m["afternoon"]) for m in _HOUR.finditer(text)] == hours
