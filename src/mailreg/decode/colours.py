"""Answers in another colour: "Meine Antworten stehen unten in Rot", and below, within the quoted mail, red lines.

Office programs quote without marks, so the colour alone tells whose words they are. Only where the writer says so: else
colours are anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

COLOUR = "\ue000"  # begins a line in another colour until the text is put together; a private character of Unicode
_LOOKED_AT = 800  # characters above which the writer says so
_SAYS = re.compile(
    r"""\b(?:in|im|auf|w|en|na|u)\W{1,3}(?:\w+\W){0,1}
        (?:rot\w{0,2}|blau\w{0,2}|grün\w{0,2}|farb\w{1,3}|red|blue|green|colou?r|rouge|bleu|vert|rojo|azul|verde
        |czerwon\w+|niebiesk\w+|crven\w+|plav\w+)\b
        |\b(?:farbig|rot|blau|grün)\s(?:markiert|eingetragen|geschrieben|dazu|dahinter|darunter|ergänzt)
        |красн\w+|син(?:им|ім)\b|червон\w+|باللون|kırmızı|mavi\s""",
    re.IGNORECASE | re.VERBOSE,
)
_STYLE = re.compile(
    r"(?<![-\w])color\s*:\s*(#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|rgb\(\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\)|[a-z]+)", re.IGNORECASE
)
_NAMED = frozenset(
    "red blue green crimson darkred firebrick royalblue mediumblue forestgreen orange purple magenta".split()
)
_BRIGHT, _APART = 150, 90  # of 255: what is darker or greyer is no colour that one answers in


def says_in_colour(text: str) -> bool:
    """Does the writer say, near the top, that something is written in a colour?"""
    return _SAYS.search(text, 0, _LOOKED_AT) is not None


def is_coloured(attributes: Mapping[str, str | None]) -> bool:
    """Is this element in a bright colour of its own?"""
    found = _STYLE.search(attributes.get("style") or "")
    told = (found[1] if found else attributes.get("color") or "").strip().lower()
    if told.startswith("rgb"):
        parts = [int(n) for n in re.findall(r"\d+", told)]
    elif told.startswith("#") and len(told) in {4, 7}:
        wide = told[1:] if len(told) == 7 else "".join(c * 2 for c in told[1:])
        parts = [int(wide[n : n + 2], 16) for n in (0, 2, 4)] if re.fullmatch("[0-9a-f]{6}", wide) else []
    else:
        return told in _NAMED
    return len(parts) == 3 and max(parts) >= _BRIGHT and max(parts) - min(parts) >= _APART
