import pytest

from mailreg.understand.cells import says, says_nothing


@pytest.mark.parametrize("cell", ["ja", "Ja, gern", "yes", "x", "X", "1", "✓", "[x]", "☒", "☑ ja"])
def test_a_yes(cell: str) -> None:
    assert says(cell) is True
    assert not says_nothing(cell)


@pytest.mark.parametrize("cell", ["nein", "Nein (Urlaub)", "no", "✗", "❌"])
def test_a_no(cell: str) -> None:
    assert says(cell) is False
    assert not says_nothing(cell)


@pytest.mark.parametrize("cell", ["", "  ", "–", "0", "./.", "☐", "[ ] ja", "☐ ja"])
def test_nothing(cell: str) -> None:
    assert says(cell) is None
    assert says_nothing(cell)


@pytest.mark.parametrize("cell", ["Arabisch", "ab Plauen", "12", "Jana Roth"])
def test_something_else(cell: str) -> None:
    assert says(cell) is None
    assert not says_nothing(cell)
