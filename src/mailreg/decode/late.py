"""Patterns that few mails need: compiling them all takes as long as reading a dozen mails."""

from __future__ import annotations

import re
from collections.abc import Callable

from mailreg.lexicon.kept import once


class Late:
    """A pattern that is compiled when the first text is searched with it."""

    def __init__(self, *patterns: str) -> None:
        self._patterns = patterns

    @once
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """As `re.Pattern.search`: where one of the patterns stands."""
        return re.compile("|".join(self._patterns)).search
