"""What is worked out once: for all mails (`Kept`), or for one value (`once`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """What has been computed before; emptied when it holds `most`."""

    def __init__(self, compute: Callable[[K], V], most: int) -> None:
        self._compute = compute
        self._most = most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        found = self[key] = self._compute(key)
        return found


class KeptTexts(Kept[str, V]):
    """As Kept, but what belongs to a text of more than `longest` characters is not kept: no word of a language."""

    def __init__(self, compute: Callable[[str], V], most: int, *, longest: int) -> None:
        super().__init__(compute, most)
        self._longest = longest

    def __missing__(self, key: str) -> V:
        return super().__missing__(key) if len(key) <= self._longest else self._compute(key)


class once(Generic[V]):  # noqa: N801 - a decorator
    """As functools.cached_property, without the lock that Python 3.11 takes for each first use."""

    def __init__(self, compute: Callable[[Any], V]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, value: Any, owner: type | None = None) -> V:
        found = value.__dict__[self._name] = self._compute(value)
        return found
