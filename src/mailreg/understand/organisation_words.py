"""What the name of an organisation is made of: legal forms, quotation marks, words that only organisations have."""

from __future__ import annotations

import re

from mailreg.understand.scene import Scene

OPEN, CLOSE = "„“\"«»‚‘’”'", "“”\"»«’‘'"
LEGAL = re.compile(
    r"^\s*(?:e\.\s?V\.|e\.\s?G\.|i\.\s?[A-Z]\w*\.?|a\.\s?d\.\s?\w\.?|gGmbH|GmbH|gUG|UG|e\.?V\.?|eG|AG|KG|Inc\.?|Ltd\.?|z\.\s?s\.|a\.\s?s\.|z\.\s?ú\.)(?!\w)"
)
LEGAL_INSIDE = re.compile(r"(?:^|[\s\w])(?:e\.\s?V\.|e\.\s?G\.|gGmbH|GmbH|gUG|eV|z\.\s?s\.)(?!\w)")


def clean(raw: str) -> str | None:
    """The name as it stands, without quotation marks around it, brackets behind it or markup."""
    name = " ".join(raw.split()).strip(" ,;:!?|·•*_–-/")
    name = re.sub(r"\s*\([^)]*\)?\s*$", "", name)
    if "<" in name and re.search(r"<\s*/?\w+[^>]*>?", name) and not re.search(r"<\s?\d", name):
        return None
    if len(name) > 1 and name[0] in OPEN and name[-1] in CLOSE and not any(c in OPEN + CLOSE for c in name[1:-1]):
        name = name[1:-1]
    if re.search(r"(?<![.\s]\w)\.$", name) and not re.search(r"\w\.\s?\w\.$", name):
        name = name[:-1]
    letters = sum(c.isalpha() for c in name)
    return name.strip() if letters >= 3 and len(name) <= 120 else None


def has_kind(scene: Scene, indices: list[int]) -> bool:
    """Is there a word or a legal form in it that only organisations have?"""
    if not indices:
        return False
    stretch = scene.text.text[scene.tokens[indices[0]].start : scene.tokens[indices[-1]].end + 1]
    return LEGAL_INSIDE.search(stretch) is not None or scene.any(indices, "organisation")


def everyday(scene: Scene, index: int) -> bool:
    """An organisation's word that alone is no name ("Verein", "Gruppe", "Schule"); "Caritas", "AWO" are."""
    if not scene.has(index, "organisation"):
        return False
    text = scene.tokens[index].text
    return not (
        text.isupper() or text.casefold() in {"caritas", "diakonie", "malteser", "johanniter", "volkssolidarität"}
    )
