"""Text on the command line stays as it was typed.

typer (0.29) sends each value through pydantic, whose import takes as long as that of all commands together; for text
it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class _AsTyped:
    """Stands where typer keeps what converts a value."""

    def coerce(self, value: Any, param: object, ctx: object) -> Any:  # noqa: ARG002 - typer's names
        return value


def leave_text(params: Iterable[Any]) -> None:
    """For options and arguments that are one text. Does nothing where typer knows no such place."""
    for param in params:
        described = getattr(param, "type_descriptor", None)
        if described is not None and described.annotation is str and hasattr(param, "_runtime_param"):
            param._runtime_param = _AsTyped()
