"""The signature: whose mail it is, for which organisation, under which number.

Rule: the signature is what stands below the closing words or below "-- ". A line is a name, a role, an organisation
or contact data; what says none of these says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.understand import names
from mailreg.understand.header import two_people
from mailreg.understand.layout import Line
from mailreg.understand.organisation_words import LEGAL_INSIDE
from mailreg.understand.organisations import Organisation
from mailreg.understand.own_script import name_at_end
from mailreg.understand.phones import Phone
from mailreg.understand.scene import Scene
from mailreg.understand.signature_pieces import STREET, name_piece, organisation_piece, origin_of, pieces

_DEPUTY = re.compile(
    r"^\s*(?:i\.?\s?a\.?|i\.?\s?v\.?|im auftrag|in vertretung|gez\.?|p\.?\s?p\.?a?\.?)[:,]?\s+", re.IGNORECASE
)
_BY = re.compile(rf"\s*(?:{'|'.join(small_words('from'))})\s+(?=[^\W\d_a-z])")
_SENTENCE_END = re.compile(r"(?<![\s.]\w)[.!?…][\"'“”»)]*\s*$")
_MOTTO = re.compile(r"^\s*[\"„“”«»'‚‘*~]")
_LEGAL = re.compile(
    r"geschäftsführe\w*:|vorstand:|sitz der|amtsgericht|vertretungsberecht|registergericht|diese e-?mail|steuernummer"
    r"|this e-?mail",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Contact:
    """What the signature says. `secretary`: somebody who writes for others."""

    name: str | None = None
    name_span: Span | None = None
    organisation: Organisation | None = None
    phones: tuple[Phone, ...] = ()
    secretary: bool = False
    cosigners: tuple[tuple[str, Span], ...] = ()


def read_signature(scene: Scene, phones: tuple[Phone, ...], sender: str | None) -> Contact:
    """`sender`: the From display name, which tells names from other lines."""
    name: str | None = None
    span: Span | None = None
    organisation: Organisation | None = None
    weak: Organisation | None = None
    secretary = False
    legal = False
    lines = scene.signature
    for number, line in enumerate(lines):
        if _LEGAL.search(line.text):
            legal = True
        if legal or scene.is_rule(line.text):
            continue
        if _secretary(scene, line):
            secretary = True
        text, offset = _after_closing(scene, line)
        if _says_something(scene, line, text):
            continue
        address = STREET.search(line.text) is not None
        for piece, start in pieces(text, line.start + offset):
            found = name_piece(scene, piece, start, sender) if name is None or not organisation else None
            if found is not None and name is not None and not _may_be_writers(found, name, sender):
                found = None
            if found is not None:
                better = (
                    names.fuller(name, found) if name is not None and names.same_person(name, found) else name or found
                )
                if better != name:
                    name, span = better, scene.text.span(start, start + len(piece))
                origin = origin_of(scene, piece, start, line)
                if origin is not None and origin.strong:
                    organisation = organisation or origin
                elif origin is not None:
                    weak = weak or origin
                continue
            if number == 0 and _closes(scene, line) and offset == 0:
                continue
            candidate = organisation_piece(scene, piece, start, line)
            if candidate is None:
                continue
            if candidate.strong:
                if organisation is None or _rank(candidate) > _rank(organisation):
                    organisation = candidate
            elif name is not None and not address and (weak is None or _weak_rank(candidate) > _weak_rank(weak)):
                weak = candidate
    if name is None:
        name, span = _last_words(scene, sender)
    if name is None:
        name, span = name_at_end(scene, sender)
    low, high = (lines[0].start, lines[-1].end) if lines else (0, 0)
    own = tuple(p for p in phones if low <= p.start < high)
    signers = _cosigners(scene, lines) or _both(scene, span)
    if signers:
        name, span = signers[0]
    return Contact(name, span, organisation or weak, own, secretary, signers)


def _rank(organisation: Organisation) -> int:
    """A legal form before several words before one ("Vereinsbüro")."""
    return 2 if LEGAL_INSIDE.search(organisation.name) else int(" " in organisation.name)


def _weak_rank(organisation: Organisation) -> int:
    """Several words are rather an organisation's name than one."""
    return int(" " in organisation.name)


def _may_be_writers(found: str, name: str, sender: str | None) -> bool:
    """Below the writer's name only the same name is one: "Bridges Saxony" is no second person."""
    return sender is None or not names.same_person(name, sender) or names.same_person(found, sender)


def _says_something(scene: Scene, line: Line, text: str) -> bool:
    """A motto or a request ("Bitte denken Sie an die Umwelt …") instead of data."""
    if LEGAL_INSIDE.search(text):
        return False
    words = text.split()
    if len(words) < 3:
        return False
    inside = range(line.first, line.last)
    small = sum(w[0].islower() for w in words)
    if _MOTTO.match(text) and (not scene.any(inside, "organisation") or small * 5 >= len(words) * 3):
        return True  # "«La unión hace la fuerza»"
    if len(words) > 4 and small * 5 >= len(words) * 2 and _SENTENCE_END.search(text):
        return True
    return len(words) > 4 and small * 2 >= len(words) and scene.any(inside, "request")


def _last_words(scene: Scene, sender: str | None) -> tuple[str | None, Span | None]:
    """ "… I will come. Yazan Othman": nothing but a name behind the last full stop."""
    last = next((line for line in reversed(scene.lines) if line.own and line.text.strip()), None)
    if last is None:
        return None, None
    cut = max(last.text.rstrip(" .,!").rfind(sign) for sign in (".", "!", "?", "؟", ",", "،"))
    if cut < 0:
        return None, None
    piece, start = last.text[cut + 1 :], last.start + cut + 1
    found = name_piece(scene, piece, start, sender)
    if found is None or len(found.split()) > 3:
        return None, None
    words = [
        i for i in range(last.first, last.last) if scene.tokens[i].start >= start and scene.tokens[i].kind == "word"
    ]
    if any(scene.tags.get(i) or scene.everyday(i) for i in words) or not (
        names.is_caseless(found) or any(scene.tokens[i].folded in scene.given for i in words) or sender
    ):
        return None, None
    mine = (sender, names.name_from_address(scene.writer or ""))
    if not any(m and (names.same_person(m, found) or set(names.parts(m)) & set(names.parts(found))) for m in mine):
        return None, None
    return found, scene.text.span(start, start + len(piece))


def _both(scene: Scene, span: Span | None) -> tuple[tuple[str, Span], ...]:
    """ "Omar Bakkali + Steffen Lachmann" read as one name: the two of it."""
    if span is None:
        return ()
    shown = scene.text.text[span.start : span.end]
    both = two_people(shown, None)
    if both is None or shown.count(" ") < 4:
        return ()
    cut = span.start + shown.find(both[1].split()[0], len(both[0]))
    return ((both[0], scene.text.span(span.start, cut)), (both[1], scene.text.span(cut, span.end)))


def _cosigners(scene: Scene, lines: tuple[Line, ...]) -> tuple[tuple[str, Span], ...]:
    """ "Ruth (Noack) und Baraka (Mwangi)": two or more people sign, if the message says "we"."""
    if not any(m.first in scene.own_set for m in scene.text.of("self_we", "self_us", "group", "both")):
        return ()
    for line in lines[:3]:
        text, offset = _after_closing(scene, line)
        text = text.replace("(", " ").replace(")", " ")
        joins = [m for m in scene.text.of("joins") if line.start + offset < m.start < line.end]
        if not joins or STREET.search(text) or len(text.split()) > 9:
            continue
        cuts = [0, *(x for m in joins for x in (m.start - line.start - offset, m.end - line.start - offset)), len(text)]
        signers: list[tuple[str, Span]] = []
        for a, b in zip(cuts[::2], cuts[1::2], strict=True):
            piece = text[a:b].strip(" ,&+")
            shown = names.display_name(piece)
            words = piece.split()
            if shown is None or len(words) > 3 or not all(w[0].isupper() or names.is_caseless(w) for w in words):
                return ()
            at = line.start + offset + a
            inside = [i for i in range(line.first, line.last) if at <= scene.tokens[i].start < line.start + offset + b]
            if any(
                scene.has(i, "organisation", "role", "closing", "no_name", "secretary")
                and scene.tokens[i].folded not in scene.given
                for i in inside
            ):
                return ()
            signers.append((shown, scene.text.span(at, at + (b - a))))
        family = signers[-1][0].split()
        if len(family) > 1:
            signers = [(n if " " in n else f"{n} {family[-1]}", s) for n, s in signers]
        return tuple(signers) if len(signers) > 1 else ()
    return ()


def _closes(scene: Scene, line: Line) -> bool:
    return scene.any(range(line.first, min(line.first + 2, line.last)), "closing")


def _secretary(scene: Scene, line: Line) -> bool:
    return scene.any(range(line.first, line.last), "secretary")


def _after_closing(scene: Scene, line: Line) -> tuple[str, int]:
    """The line behind its closing words: "Liebe Grüße Nasrin Ahmadi" → "Nasrin Ahmadi"."""
    offset = 0
    if line.last > line.first:
        closers = [m for m in scene.text.of("closing") if line.start <= m.start < line.end]
        end = line.start + len(line.text) - len(line.text.lstrip(" \t*_>~-–"))
        for match in sorted(closers, key=lambda m: (m.start, -m.end)):
            if match.start <= end + 4:
                end = max(end, match.end)
                offset = end - line.start
    text = line.text[offset:]
    if offset and (by := _BY.match(text)):
        text, offset = text[by.end() :], offset + by.end()  # "Liebe Grüße von Anna & Tom"
    deputy = _DEPUTY.match(text)
    if deputy:
        return text[deputy.end() :], offset + deputy.end()
    return text, offset
