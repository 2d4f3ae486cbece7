"""What became of a registration while its mail waits for a person: the German sentences that are stored with the
mail, and back from a stored text to their codes, so that the digest can say them in another language."""

from __future__ import annotations

import re

WAITS = "Noch nicht eingetragen, weil ein Mensch zuerst schauen muss; die bisherige Anmeldung gilt weiter."
KNOWN = "Steht schon so auf der Liste und wartet auf einen Menschen."
NO_EVENT = "Nicht eingetragen: Es ist unklar, welche Veranstaltung gemeint ist."
ELSEWHERE = "Schon durch eine andere Mail angemeldet und nicht noch einmal eingetragen: {}."
NOT_FOUND = "Eine frühere Anmeldung dazu steht nicht auf der Liste; bitte prüfen, ob sie vollständig ist."
UNKNOWN_CANCEL = "Die Absage wurde vermerkt; eine Anmeldung dazu stand nicht auf der Liste."
MISSING = "Nicht eindeutig auf der Liste gefunden und nur als abgemeldet vermerkt, bitte prüfen: {}."
COMPANIONS = "Die Begleitpersonen ohne Namen wurden mit abgemeldet."

REMARKS = {  # the codes are the keys of [note] in templates/digest/
    "waits": WAITS,
    "known": KNOWN,
    "no_event": NO_EVENT,
    "elsewhere": ELSEWHERE,
    "not_found": NOT_FOUND,
    "unknown_cancel": UNKNOWN_CANCEL,
    "missing": MISSING,
    "companions": COMPANIONS,
}
_BEGINNINGS = "|".join(re.escape(sentence.partition("{")[0]) for sentence in REMARKS.values())
_NAMES = rf"(?P<names>.+?)(?=\.(?:\Z| (?:{_BEGINNINGS})))"
_PATTERNS = {
    code: re.compile(re.escape(sentence.partition("{")[0]) + (_NAMES if "{" in sentence else ""))
    for code, sentence in REMARKS.items()
}


def remarks_in(why: str) -> tuple[tuple[str, str], ...]:
    """The remarks in a stored text, in its order: their codes, and the names in them ("" where there are none)."""
    found = [(match.start(), code, match) for code, p in _PATTERNS.items() if (match := p.search(why))]
    return tuple((code, match.groupdict().get("names") or "") for _, code, match in sorted(found, key=lambda f: f[0]))
