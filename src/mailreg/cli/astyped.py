"""Texts and flags of the command line stay as they were typed.

typer (0.29) sends each value through pydantic, whose import takes as long as that of all commands together; for a text,
and for a flag that is there or not, it changes nothing.
"""

from __future__ import annotations

from typing import Any


class _AsTyped:
    """Stands where typer keeps what converts a value."""

    def coerce(self, value: Any, param: object, ctx: object) -> Any:  # noqa: ARG002 - typer's names
        return value


def as_typed(params: list[Any]) -> list[Any]:
    """These options and arguments; those that are one text or a flag convert nothing. Changes nothing where typer knows
    no such place."""
    for param in params:
        described = getattr(param, "type_descriptor", None)
        if described is not None and described.annotation in (str, bool) and hasattr(param, "_runtime_param"):
            param._runtime_param = _AsTyped()
    return params
