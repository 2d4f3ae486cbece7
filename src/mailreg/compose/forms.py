"""Where forms are filled: Jinja's sandbox. A form from somebody else's folder lays words out, and can do no more."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from jinja2.sandbox import SandboxedEnvironment

from mailreg.compose.page import Page
from mailreg.compose.rows import Row

_OURS = {kind: frozenset(field.name for field in fields(kind)) for kind in (Page, Row)}


class Forms(SandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of what every letter is made of is words, or tuples of them: safe without looking at it each time."""
        if attribute in _OURS.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)
