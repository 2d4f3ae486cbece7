"""What each token looks like to the tagger of names and organisations (name_tags.py).

The word, its neighbours, what the lexicons and the rules know of each place, and where in the mail it stands. The same
functions feed training and reading; a feature is a text that is known by its hash alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mailreg.lexicon.fold import fold
from mailreg.lexicon.given_names import given_names
from mailreg.lexicon.towns import is_town
from mailreg.model.mail import Address
from mailreg.understand import names
from mailreg.understand.findings import Facts
from mailreg.understand.tokens import Token

NEAR = (-2, -1, 0, 1, 2)
_LONGEST = 40  # letters
_NONE = ("none",)
MOST_TOKENS = 600  # of a mail that are looked at
Rules = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
UNRULED: Rules = (_NONE, _NONE, _NONE)
_SHAPES = {"email": "@", "url": "url", "newline": "nl"}


def shape(token: Token) -> str:
    """ "X", "Xx", "XX", "xX", "x", "#", "c" (a script without capitals) or the sign itself."""
    if token.kind == "word":
        return _word_shape(token.text[:_LONGEST])
    if token.kind == "number":
        return "#"
    return _SHAPES.get(token.kind, token.text)


@lru_cache(maxsize=8192)
def _word_shape(text: str) -> str:
    if names.is_caseless(text):
        return "c"
    if text.islower():
        return "x"
    if text.isupper():
        return "X" if len(text) == 1 else "XX"
    if text[0].isupper():
        return "Xx" if text[1:].islower() else "XxX"
    return "xX"


def word_features(text: str, folded: str, kind: str, near: int) -> tuple[str, ...]:
    """Of the word itself, seen from a token that stands `near` places before or behind it."""
    far, beside, here = parts_of_word(text, folded, kind)
    seen = far + beside if -2 < near < 2 else far
    return (*(f"{near}{feature}" for feature in seen), *(here if near == 0 else ()))


def parts_of_word(text: str, folded: str, kind: str) -> tuple[list[str], list[str], list[str]]:
    """What is seen of a word from two places away, what from the next place besides, and what from its own alone."""
    word = folded[:_LONGEST]
    far = [f"w={word}", f"s={shape(Token(text, folded, 0, 0, kind))}"]
    if kind != "word":
        return far, [], []
    beside = ["g"] if word in given_names() else []
    beside += ["t"] if len(word) > 3 and is_town(text) else []
    beside += [f"e{n}={word[-n:]}" for n in (2, 3, 4) if len(word) > n]
    here = [f"b{n}={word[:n]}" for n in (2, 3, 4) if len(word) > n]
    here.append(f"n={min(len(word), 12)}")
    here += [f"p={piece}" for piece in _pieces(word)]
    return far, beside, here


def _pieces(word: str) -> set[str]:
    """Inner pieces of long words: "jugendhilfeverein"."""
    return {word[i : i + 5] for i in range(len(word) - 4)} if len(word) > 7 else set()


class Places:
    """The tokens of one letter that are looked at, with what the rules found at each."""

    def __init__(self, facts: Facts) -> None:
        self.scene = scene = facts.body
        self.tokens = scene.tokens
        lines = [line for line in scene.lines if line.text.strip()]
        self.shown: list[int] = []  # token indices, in order
        self.line: dict[int, tuple[str, ...]] = {}
        closed = False
        for number, line in enumerate(lines):
            if len(self.shown) >= MOST_TOKENS:
                break
            closing = scene.any(range(line.first, line.last), "closing")
            marks = (
                f"sig={int(line.signature)}",
                f"row={int(scene.bullet(line.text) > 0)}",
                f"len={min((line.last - line.first) // 2, 6)}",
                f"from top={min(number, 3)}",
                f"to end={min(len(lines) - 1 - number, 5)}",
                f"closed={int(closed)}{int(closing)}",
            )
            closed = closed or closing
            here = range(line.first, line.last)
            self.shown += here
            self.line.update(dict.fromkeys(here, marks))
        self._of_header = _parts_of(facts.sender.name, facts.header_name)
        self._of_address = _pieces_of(facts.sender_email, local=True)
        self._of_domain = _pieces_of(facts.sender_email, local=False)
        self._of_copies = frozenset(w for a in facts.cc for w in _words_of(a))
        self._of_organisers = frozenset(w for o in facts.organisers for w in names.parts(o) if len(w) > 2)
        self.rules = _rules(facts)
        self.ruled = frozenset(i + near for i in self.rules for near in (-1, 0, 1))  # of which the rules say something
        self.tagged = {index: ",".join(sorted(tags) if len(tags) > 1 else tags) for index, tags in scene.tags.items()}
        end = self.shown[-1] + 3 if self.shown else 0
        self._shapes = ["^", "^", *map(shape, self.tokens[:end]), "$", "$"]

    def tags(self, index: int) -> str:
        return self.tagged.get(index, "") if 0 <= index < len(self.tokens) else "-"

    def at(self, index: int) -> Iterator[tuple[str, ...]]:
        """What is known of this place alone, neighbours' words and tags left out: in groups, each of which recurs."""
        yield self.line[index]
        yield rule_features(*self.rules_at(index))
        yield shape_features(*self.shapes_at(index))
        yield from self.known(index)

    def rules_at(self, index: int) -> Rules:
        """What the rules took the token before, this one and the next one for."""
        rules = self.rules
        return rules.get(index - 1, _NONE), rules.get(index, _NONE), rules.get(index + 1, _NONE)

    def shapes_at(self, index: int) -> tuple[str, ...]:
        """Of the two tokens before, of this one and of the two behind it."""
        return tuple(self._shapes[index : index + 5])

    def known(self, index: int) -> list[tuple[str, ...]]:
        """What the header says of this word and of those beside it."""
        tokens, token = self.tokens, self.tokens[index]
        if token.kind != "word":
            return []
        found = self._known(token.folded)
        header = self._of_header
        if index and tokens[index - 1].folded in header:
            found.append(("-1header",))
        if index + 1 < len(tokens) and tokens[index + 1].folded in header:
            found.append(("1header",))
        return found

    def _known(self, word: str) -> list[tuple[str, ...]]:
        """Is the word a part of the writer's name or address, of a copy's or of an organiser's name?"""
        flat = word.replace("-", "") if "-" in word else word
        found: list[tuple[str, ...]] = []
        if flat in self._of_header:
            found.append(("header",))
        if len(word) > 2 and names.romanised(word) in self._of_address:
            found.append(("address",))
        if len(word) > 3:
            for piece in self._of_domain:
                if word in piece or piece in word:
                    found.append(("domain",))
                    break
        if flat in self._of_copies:
            found.append(("copy",))
        if flat in self._of_organisers:
            found.append(("organiser",))
        return found


def rule_features(before: tuple[str, ...], here: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{near}r={rule}" for near, rules in ((-1, before), (0, here), (1, after)) for rule in rules)


def shape_features(back: str, before: str, here: str, after: str, far: str) -> tuple[str, ...]:
    return (
        f"ss={before}|{here}",
        f"ss>{here}|{after}",
        f"sss={before}|{here}|{after}",
        f"sss>{here}|{after}|{far}",
        f"<sss={back}|{before}|{here}",
    )


def _parts_of(*shown: str | None) -> frozenset[str]:
    return frozenset(w for name in shown if name for w in names.parts(name) if len(w) > 1)


def _words_of(address: Address) -> tuple[str, ...]:
    return names.parts(names.display_name(address.name) or names.name_from_address(address.email) or "")


def _pieces_of(email: str | None, *, local: bool) -> frozenset[str]:
    before, _, behind = fold(email or "").partition("@")
    part = before if local else behind.rpartition(".")[0]
    for sign in "._-+0123456789":
        part = part.replace(sign, " ")
    return frozenset(w for w in part.split() if len(w) > (2 if local else 3) and w not in {"example", "mail"})


def _rules(facts: Facts) -> dict[int, tuple[str, ...]]:
    """What the rules took each token for."""
    found: dict[int, list[str]] = {}

    def mark(what: str, first: int, last: int) -> None:
        for index in range(first, last + 1):
            found.setdefault(index, []).append(f"{what}{'B' if index == first else 'I'}")

    def mark_stretch(what: str, start: int, end: int) -> None:
        low, high = facts.body.text.tokens_in(start, end)
        mark(what, low, high - 1)

    size = len(facts.body.tokens)
    for m in facts.mentions:
        if m.first >= 0 and m.last < size:
            mark("m", m.first, m.last)
    for m in facts.selves:
        if m.first >= 0 and m.last < size:
            mark("s", m.first, m.last)
    for m in facts.listed_mentions:
        mark_stretch("l", m.start, m.end)
    for o in facts.organisations:
        if o.first >= 0:
            mark("o" if o.strong else "ow", o.first, o.last)
    contact = facts.contact
    if contact.name_span is not None and contact.name_span.part.endswith("body"):
        mark_stretch("c", contact.name_span.start, contact.name_span.end)
    if contact.organisation is not None:
        mark_stretch(
            "co" if contact.organisation.strong else "cow", contact.organisation.start, contact.organisation.end
        )
    for index in facts.greeting:
        found.setdefault(index, []).append("greet")
    return {index: tuple(marks) for index, marks in found.items()}
