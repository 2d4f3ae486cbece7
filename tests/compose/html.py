"""A strict reader of our HTML: every element closed where it must be, and the colours of every piece of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br"}
TAGS = VOID | {
    "html", "head", "title", "style", "body", "table", "tr", "td", "h1", "h2", "p", "strong", "bdi", "a",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "dir", "xmlns", "charset", "name", "content", "class", "style", "role", "width", "cellpadding",
    "cellspacing", "border", "bgcolor", "align", "href",
}  # fmt: skip
PICTURE = {"src", "alt", "height", "valign"}
UNSEEN = {"head", "title", "style"}


@dataclass(frozen=True)
class Look:
    """The colours in force: text on ground, light and dark, as #rrggbb."""

    ink: str = "#000000"
    ground: str = "#ffffff"
    dark_ink: str = "#ffffff"
    dark_ground: str = "#000000"


@dataclass
class Strict(HTMLParser):
    """Raises AssertionError for what is no strict HTML of ours."""

    more: frozenset[str] = frozenset()  # tags that are allowed beside TAGS
    text: list[tuple[str, Look]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    hrefs: list[str] = field(default_factory=list)
    dark: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, Look]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS | self.more, tag
        given = dict(attrs)
        assert len(given) == len(attrs), f"{tag}: an attribute twice"
        assert given.keys() <= ATTRIBUTES | (PICTURE if "img" in self.more else set()), given
        self.tags.add(tag)
        if "href" in given:
            self.hrefs.append(given["href"] or "")
        look = self.open[-1][1] if self.open else Look()
        style = dict(re.findall(r"(?:^|;)\s*([a-z-]+)\s*:\s*([^;]+)", given.get("style") or ""))
        darker: dict[str, str] = {}
        for name in (given.get("class") or "").split():
            darker |= self.dark.get(name, {})
        look = Look(
            style.get("color", look.ink),
            style.get("background-color", look.ground),
            darker.get("color", look.dark_ink),
            darker.get("background-color", look.dark_ground),
        )
        if tag not in VOID | {"img"}:
            self.open.append((tag, look))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{tag} was not open"
        assert self.open[-1][0] == tag, f"{tag} closes {self.open[-1][0]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self.open}
        if "style" in inside:
            block = data.partition("prefers-color-scheme: dark")[2].partition("@media")[0]
            for name, rules in re.findall(r"\.([\w-]+) \{([^}]*)\}", block):
                self.dark[name] = dict(re.findall(r"([a-z-]+): (#[0-9a-f]{6})", rules))
        elif data.strip() and not inside & UNSEEN:
            self.text.append((data, self.open[-1][1]))

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def read(html: str, more: Iterable[str] = ()) -> Strict:
    """The page, read to its end. `more`: tags that are allowed beside TAGS."""
    assert html.startswith("<!DOCTYPE html>\n")
    page = Strict(frozenset(more))
    page.feed(html)
    page.close()
    assert page.open == [], page.open
    return page


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.1, 1.4.3)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
