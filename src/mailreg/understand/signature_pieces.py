"""A line of a signature, cut into pieces: which is a name, which an organisation."""

from __future__ import annotations

import re
from itertools import pairwise

from mailreg.lexicon.small_words import as_written
from mailreg.lexicon.towns import is_town
from mailreg.understand import names
from mailreg.understand.layout import Line
from mailreg.understand.organisation_words import LEGAL_INSIDE, clean, has_kind
from mailreg.understand.organisations import Organisation
from mailreg.understand.scene import Scene

_CHAPTER = "|".join(as_written("chapters"))  # "Blindenverband, Ortsgruppe Bautzen" is one name
_SPLIT = re.compile(
    r"\s+(?:[|·•–—/]|//)\s+|\s{3,}|\t+|\s[-]\s|\s*[|•·]\s*"
    rf"|(?<=\w)[,،፣]\s+(?!(?i:{_CHAPTER})\s)|;\s+|\s*[()]\s*"
)
STREET = re.compile(
    r"\b\d{4,5}\b|(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|ring|markt)\s*\d|www\.|https?:|@|\bHRB\b|\bIBAN\b",
    re.IGNORECASE,
)
_CARE_OF = re.compile(r"^\s*(?:c/o|bei)\s", re.IGNORECASE)
_OF = frozenset(
    "der des dem den im am beim in bei vom für of the at for du de la del dell della od z ze w в у при".split()
)


def pieces(text: str, start: int) -> list[tuple[str, int]]:
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


def origin_of(scene: Scene, piece: str, start: int, line: Line) -> Organisation | None:
    """ "Basti vom JC Hafen": the organisation behind the name; behind "aus" only what has an organisation's word."""
    head = _before_origin(scene, piece, start)
    low, high = scene.text.tokens_in(start + len(head), start + len(piece))
    while low < high and (scene.has(low, "from_organisation", "place") or scene.tokens[low].text.islower()):
        low += 1
    if head == piece or low >= high:
        return None
    at = scene.tokens[low].start
    found = organisation_piece(scene, piece[at - start :], at, line)
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


def name_piece(scene: Scene, piece: str, start: int, sender: str | None) -> str | None:
    """The piece as a name, or None."""
    if LEGAL_INSIDE.search(piece):
        return None
    piece = _before_origin(scene, piece, start)
    piece, start = _without_greeting(scene, piece, start)
    shown = names.display_name(piece.strip(" ,.*_!-–~>")) if not STREET.search(piece) and len(piece) < 60 else None
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


def organisation_piece(scene: Scene, piece: str, start: int, line: Line) -> Organisation | None:
    if STREET.search(piece) or _CARE_OF.match(piece) or len(piece) > 90:
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
    if behind := _behind_role(scene, letters):
        cut = scene.tokens[behind].start
        return organisation_piece(scene, piece[cut - start :], cut, line)
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


def _behind_role(scene: Scene, letters: list[int]) -> int | None:
    """ "2. Vorsitzende Tierschutzverein Oberland e.V.", "Leiterin der Kita Regenbogen": where the name begins behind
    what somebody is."""
    at = 0
    while at < len(letters) and scene.has(letters[at], "role", "title", "colleague"):
        if scene.has(letters[at], "organisation", "department") or scene.tokens[letters[at]].folded in scene.given:
            break
        at += 1
    while 0 < at < len(letters) and scene.tokens[letters[at]].folded in _OF:
        at += 1
    rest = letters[at:]
    if not at or len(rest) < 2 or not scene.tokens[rest[0]].text[0].isupper() or not has_kind(scene, rest):
        return None
    return None if scene.has(rest[0], "department", "role") else rest[0]


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
            return organisation_piece(scene, piece[cut - start :], cut, line)
    return None
