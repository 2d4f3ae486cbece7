"""The signature: whose mail it is, for which organisation, under which number.

Rule: the signature is what stands below the closing words or below "-- ". A line is a name, a role, an organisation
or contact data; what says none of these says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from mailreg.lexicon.towns import is_town
from mailreg.model.mail import Span
from mailreg.understand import names
from mailreg.understand.layout import Line
from mailreg.understand.organisation_words import LEGAL_INSIDE, clean, has_kind
from mailreg.understand.organisations import Organisation
from mailreg.understand.own_script import name_at_end
from mailreg.understand.phones import Phone
from mailreg.understand.scene import Scene

_SPLIT = re.compile(r"\s+[|·•–—/]\s+|\s{3,}|\t+|\s[-]\s|\s*[|•·]\s*|(?<=\w)[,،፣]\s+|;\s+|\s*[()]\s*")
_STREET = re.compile(
    r"\b\d{4,5}\b|(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|ring|markt)\s*\d|www\.|https?:|@|\bHRB\b|\bIBAN\b",
    re.IGNORECASE,
)
_DEPUTY = re.compile(
    r"^\s*(?:i\.?\s?a\.?|i\.?\s?v\.?|im auftrag|in vertretung|gez\.?|p\.?\s?p\.?a?\.?)[:,]?\s+", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<![\s.]\w)[.!?…][\"'“”»)]*\s*$")
_MOTTO = re.compile(r"^\s*[\"„“”«»'‚‘*~]")
_CARE_OF = re.compile(r"^\s*(?:c/o|bei)\s", re.IGNORECASE)
_LEGAL = re.compile(
    r"geschäftsführe\w*:|vorstand:|sitz der|amtsgericht|vertretungsberecht|registergericht|diese e-?mail|steuernummer"
    r"|this e-?mail",
    re.IGNORECASE,
)


_OF = frozenset(
    "der des dem den im am beim in bei vom für of the at for du de la del dell della od z ze w в у при".split()
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
        address = _STREET.search(line.text) is not None
        for piece, start in _pieces(text, line.start + offset):
            found = _name_piece(scene, piece, start, sender) if name is None or not organisation else None
            if found is not None and name is not None and not _may_be_writers(found, name, sender):
                found = None
            if found is not None:
                better = (
                    names.fuller(name, found) if name is not None and names.same_person(name, found) else name or found
                )
                if better != name:
                    name, span = better, scene.text.span(start, start + len(piece))
                origin = _origin(scene, piece, start, line)
                if origin is not None and origin.strong:
                    organisation = organisation or origin
                elif origin is not None:
                    weak = weak or origin
                continue
            if number == 0 and _closes(scene, line) and offset == 0:
                continue
            candidate = _organisation_piece(scene, piece, start, line)
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
    signers = _cosigners(scene, lines)
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
    if _MOTTO.match(text) and not scene.any(inside, "organisation"):
        return True
    small = sum(w[0].islower() for w in words)
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
    found = _name_piece(scene, piece, start, sender)
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


def _cosigners(scene: Scene, lines: tuple[Line, ...]) -> tuple[tuple[str, Span], ...]:
    """ "Ruth (Noack) und Baraka (Mwangi)": two or more people sign, if the message says "we"."""
    if not any(m.first in scene.own_set for m in scene.text.of("self_we", "self_us", "group", "both")):
        return ()
    for line in lines[:3]:
        text, offset = _after_closing(scene, line)
        text = text.replace("(", " ").replace(")", " ")
        joins = [m for m in scene.text.of("joins") if line.start + offset < m.start < line.end]
        if not joins or _STREET.search(text) or len(text.split()) > 9:
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
    deputy = _DEPUTY.match(text)
    if deputy:
        return text[deputy.end() :], offset + deputy.end()
    return text, offset


def _pieces(text: str, start: int) -> list[tuple[str, int]]:
    """The line cut at "|", "·", " – ", tabs and commas, with the offset of each piece."""
    pieces: list[tuple[str, int]] = []
    at = 0
    for gap in _SPLIT.finditer(text):
        pieces.append((text[at : gap.start()], start + at))
        at = gap.end()
    pieces.append((text[at:], start + at))
    return [(p, s) for p, s in pieces if p.strip(" \t,.*_!-–")]


def _before_origin(scene: Scene, piece: str, start: int) -> str:
    """ "Ibrahima Baldé aus Döbeln", "Basti vom JC Hafen": the name ends before where they are from."""
    low, high = scene.text.tokens_in(start, start + len(piece))
    for index in range(low + 1, high):
        token = scene.tokens[index]
        if token.kind != "word" or not token.text.islower() or not scene.has(index, "place", "from_organisation"):
            continue
        behind = [i for i in range(index + 1, high) if scene.tokens[i].kind == "word"]
        office = any(scene.has(i, "organisation") or scene.tokens[i].text.isupper() for i in behind)
        if behind and (office or token.folded not in names.PARTICLES):
            return piece[: token.start - start]
    return piece


def _origin(scene: Scene, piece: str, start: int, line: Line) -> Organisation | None:
    """ "Basti vom JC Hafen": the organisation behind the name; behind "aus" only what has an organisation's word."""
    head = _before_origin(scene, piece, start)
    low, high = scene.text.tokens_in(start + len(head), start + len(piece))
    while low < high and (scene.has(low, "from_organisation", "place") or scene.tokens[low].text.islower()):
        low += 1
    if head == piece or low >= high:
        return None
    at = scene.tokens[low].start
    found = _organisation_piece(scene, piece[at - start :], at, line)
    cued = any(scene.has(i, "from_organisation") for i in range(scene.text.tokens_in(start + len(head), at)[0], low))
    return found if found is not None and (found.strong or cued) else None


def _without_greeting(scene: Scene, piece: str, start: int) -> tuple[str, int]:
    """ "Shalom Matthias Uhlmann", "Abraço Claudio": the name without the word before it."""
    low, high = scene.text.tokens_in(start, start + len(piece))
    words = [i for i in range(low, high) if scene.tokens[i].kind == "word"]
    if len(words) < 2 or not scene.common(words[0]) or scene.has(words[0], "role", "organisation", "title"):
        return piece, start
    cut = scene.tokens[words[1]].start
    return piece[cut - start :], cut


def _name_piece(scene: Scene, piece: str, start: int, sender: str | None) -> str | None:
    """The piece as a name, or None."""
    if LEGAL_INSIDE.search(piece):
        return None
    piece = _before_origin(scene, piece, start)
    piece, start = _without_greeting(scene, piece, start)
    shown = names.display_name(piece.strip(" ,.*_!-–~>")) if not _STREET.search(piece) and len(piece) < 60 else None
    if shown is None:
        return None
    words = shown.split()
    if sender and names.same_person(shown, sender):
        return shown
    if piece.lstrip(" ,.*_!-–~>")[:1].islower() and words[0].casefold() in names.PARTICLES | {
        "das",
        "die",
        "der",
        "ihr",
    }:
        return None
    first = next((i for i, t in enumerate(scene.tokens) if t.start >= start and t.kind == "word"), None)
    if first is None or len(words) > 4:
        return None
    inside = [i for i in range(first, len(scene.tokens)) if scene.tokens[i].end <= start + len(piece)]
    letters = [i for i in inside if scene.tokens[i].kind == "word"]
    blocked = {
        "role",
        "organisation",
        "label_phone",
        "label_mobile",
        "label_fax",
        "label_email",
        "functional",
        "secretary",
        "closing",
        "place",
    }
    given = scene.tokens[first].folded in scene.given
    if piece.strip().islower() and (len(words) > 3 or {"vom", "from", "aus", "du"} & set(piece.split())):
        return None
    if scene.any(letters[1:], "from_organisation") and not any(w.istitle() for w in piece.split()[1:]):
        return None  # "kuss vom kollektiv"
    if any(
        scene.has(i, *(blocked - {"closing", "place"} if given else blocked)) for i in letters[0 if not given else 1 :]
    ):
        return None
    if piece.strip().islower() and 2 <= len(words) <= 3 and given and names.resembles(shown, scene.writer or ""):
        return " ".join(names.capitalised(w) for w in words)  # "johanna birnstengel"
    if not names.is_caseless(shown) and not all(
        w[0].isupper() or w.casefold() in names.PARTICLES for w in piece.strip(" ,.*_!-–~>").split() if w[0].isalpha()
    ):
        return None
    if scene.any(letters[:1], "no_name", "self_i", "self_we", "negative") and not given:
        return None
    if len(words) == 1 and not given and sender is not None:
        return None
    return shown


def _organisation_piece(scene: Scene, piece: str, start: int, line: Line) -> Organisation | None:
    if _STREET.search(piece) or _CARE_OF.match(piece) or len(piece) > 90:
        return None
    if sum(c.isdigit() for c in piece) > 2:
        return None
    plain = clean(re.sub(r"^\W*(?:im|beim|bei|in der|bei der|bei den|vom|von der)\s+(?=[A-ZÄÖÜ])", "", piece))
    if plain is None:
        return None
    letters = [
        i
        for i in range(line.first, line.last)
        if start <= scene.tokens[i].start < start + len(piece) and scene.tokens[i].kind == "word"
    ]
    if not letters:
        return None
    kind = has_kind(scene, letters)
    named = kind and ":" not in piece  # "Mobile Jugendarbeit Grünau"
    if not named and scene.any(letters, "label_phone", "label_mobile", "label_fax", "label_email"):
        return None
    legal = LEGAL_INSIDE.search(piece) is not None
    role = scene.any(letters, "role", "secretary", "greeting", "closing")
    if letters and scene.has(letters[0], "department") and not legal:
        return _of_office(scene, letters, piece, start, line)
    if role and not legal and not _mainly_organisation(scene, letters):
        return _of_office(scene, letters, piece, start, line)
    if not kind and (":" in piece or is_town(plain)):
        return None
    if not kind and scene.any(letters, "child", "friend", "colleague"):
        return None
    if not kind and (
        (len(letters) == 1 and scene.has(letters[0], "no_name", "place"))
        or piece.rstrip().endswith((":", "?", "!", "."))
    ):
        return None
    if not kind and not (plain[0].isupper() or names.is_caseless(plain) or plain[0] in "„“\"«'"):
        return None
    if not kind and len(letters) == 1 and len(plain) < 5:
        return None
    if not kind and scene.any(letters, "self_i", "self_we", "come", "negative"):
        return None
    end = start + len(piece)
    return Organisation(plain, start, end, scene.text.span(start, end), strong=kind)


def _mainly_organisation(scene: Scene, letters: list[int]) -> bool:
    """ "Beratungszentrum Heide" is one; "Leiterin der Beratungsstelle" and "Projektleitung" are roles."""
    if scene.has(letters[-1], "role") and not scene.has(letters[-1], "organisation"):
        return False
    return (
        scene.has(letters[0], "organisation")
        and not scene.has(letters[0], "secretary")
        and not (scene.has(letters[0], "role") and not scene.has(letters[-1], "organisation") and len(letters) == 1)
    )


def _of_office(scene: Scene, letters: list[int], piece: str, start: int, line: Line) -> Organisation | None:
    """ "Jugendkoordinatorin der Stadt Naunhof", "Fachdienst Migration der Caritas": the organisation behind."""
    for before, index in pairwise(letters):
        if (
            scene.has(index, "organisation")
            and scene.tokens[index].text[0].isupper()
            and scene.tokens[before].text.islower()
            and scene.tokens[before].folded in _OF
        ):
            cut = scene.tokens[index].start
            rest = [i for i in letters if i >= index]
            if len(rest) < 2 or scene.has(rest[0], "department"):
                return None
            return _organisation_piece(scene, piece[cut - start :], cut, line)
    return None
