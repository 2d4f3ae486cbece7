"""Patterns that are compiled with the first mail that needs them can be compiled."""

from __future__ import annotations

from types import ModuleType

import pytest

from mailreg.decode import machinefurther, machinetext, reportwords
from mailreg.decode.late import Late


@pytest.mark.parametrize("words", [machinetext, machinefurther, reportwords], ids=lambda words: words.__name__)
def test_every_pattern_can_be_compiled(words: ModuleType) -> None:
    patterns = [value for value in vars(words).values() if isinstance(value, Late)]
    if words is reportwords:
        patterns += [pattern for _, pattern in (*reportwords.REASONS, *reportwords.WEAK)]
    assert len(patterns) > 5
    for pattern in patterns:
        pattern.search("no such words")


def test_a_text_is_searched_for_each_of_the_patterns() -> None:
    late = Late("one", "two|three")
    for _ in range(2):
        found = late.search("at three")
        assert found is not None
        assert found.span() == (3, 8)
        assert late.search("four") is None
