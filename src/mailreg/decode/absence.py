"""Absence notes: whom they name instead. Shown to the organisers, never written to."""

from __future__ import annotations

import re

from mailreg.decode.reportfields import EMAIL
from mailreg.model.mail import Address, Letter

MAX_NOTE = 6000  # characters
BEFORE, BEHIND = 300, 160  # characters around an address that tell what it is for
# "In urgent cases please write to": lower case. What stands behind the address counts too ("…@… vertritt mich").
INSTEAD = re.compile(
    r"dringend|wenden (?:sie sich|du dich)|wende dich|vertret|vertritt|ansprechp|ansprechbar|kolleg|stattdessen"
    r"|weiterleit|nachfolg|neue (?:e-?mail)?[- ]?adresse|zuständig|kontaktier|schreiben sie"
    r"|urgent|please (?:contact|write|email|e-mail|reach|turn)|in my absence|instead|my colleague|my replacement"
    r"|cover(?:ing)? for|deputy|alternative contact|new (?:e-?mail )?address|successor|get in touch"
    r"|en cas d['’]urgence|veuillez (?:contacter|vous adresser)|collègue|remplaç|urgencia|póngase en contacto|escrib"
    r"|compañer|urgenza|sostitu|collega|w pilnych|proszę (?:o )?kontakt|zastęp"
    r"|срочн|обращ|коллег|замеща|термінов|зверта|колег|acil|iletişime|başvur|yerime"
    r"|للحالات العاجلة|التواصل|ضروری|فوری|تماس"
)
_NAME = re.compile(
    r"((?:[^\W\d_][\w'’.-]{0,30},?[ ]){1,4})[(<\[,:–-]{0,3}\s?"
    r"(?:e-?mail:?\s?|unter\s|at\s|via\s|über\s|per\s(?:e-?)?mail\s)?[(<\[]?$",
    re.IGNORECASE,
)
# Words with a capital that are no names: German nouns, the beginning of a sentence.
_NO_NAMES = frozenset(
    "sie sich fällen an kollegin kollege kolleginnen kollegen vertretung vertreterin vertreter mail e-mail email "
    "adresse frau herrn herr dr prof please contact my colleague in unter bitte zentrale büro team "
    "ansprechperson nachfolger nachfolgerin ansprechpartnerin ansprechpartner meine mein oder und or and "
    "to at mr mrs ms wenden".split()
)


def replacement(letter: Letter) -> Address | None:
    """The address that an absence note names for urgent cases, with the name in front of it if there is one. None
    where it names none, or only its writer's own."""
    note = letter.own_text[:MAX_NOTE] or letter.body[:MAX_NOTE]
    own = {letter.sender.email, letter.reply_to.email if letter.reply_to else "", *(a.email for a in letter.to)}
    for found in EMAIL.finditer(note):
        email = found[0].strip("\"'.").lower()
        if email in own:
            continue
        around = note[max(0, found.start() - BEFORE) : found.start()] + " " + note[found.end() : found.end() + BEHIND]
        if INSTEAD.search(" ".join(around.lower().split())):
            return Address(email, _name(note[max(0, found.start() - 120) : found.start()]))
    return None


def _name(before: str) -> str | None:
    """ "… an meine Kollegin Mira Sommer (" → "Mira Sommer": the capitalised words right before the address."""
    line = before.replace("\n", " ")
    found = _NAME.search(line)
    if not found:
        return None
    words: list[str] = []
    for word in reversed(found[1].split()):
        if not word[:1].isupper() or word.lower().rstrip(".:,") in _NO_NAMES or (words and word.endswith(",")):
            break
        words.insert(0, word.strip(",;:"))
    return " ".join(words) or None
