"""Whom to write to, who organises, and what an invitation offers: travel costs, interpreting."""

# ruff: noqa: E501 - a pattern in one piece is easier to check than one cut at column 120

from __future__ import annotations

import re
from collections.abc import Iterator

from mailreg.understand.invitation_text import Page

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_REGISTER = re.compile(
    r"anmeld|registr|rsvp|zusage|rückmeld|sign up|\bmelde[nt]? (?:sie |euch|sich)|bescheid", re.IGNORECASE
)
_WORD = r"[^\W\d_][^\W\d_'’.-]*(?:[-'’][^\W\d_]+)*"
_PERSON = re.compile(
    rf"^(?:(?:Frau|Herrn?|Dr\.|Prof\.|Dipl\.-\w+\.?|i\.\s?A\.|i\.\s?V\.|gez\.|Ms\.?|Mr\.?|Mrs\.?|Ihre?|Eure?|für das Team:?)\s)*({_WORD}(?:\s(?:von|van|de|der|al|el|bin|Al|El|[A-ZÄÖÜ]\.|{_WORD})){{1,3}})$"
)
_ROLE = re.compile(
    r"^(?:projekt|referent|koordin|extern|leit|geschäftsf|mitarbeit|bildungs|fach|vorst|vorsitz|ansprech|contact|project|coordin|berat|integrations|ehrenamt|sozial|"
    r"netzwerk|officer|director|manager|team|verein|öffentlichkeits|beauftragte|migrations|assist|büro|verwaltung|1\. vors)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:grüße|grüßen|team|verein|netzwerk|haus|zentrum|stadt|landkreis|rathaus|straße|platz|projekt|büro|initiative|einladung|kostenfrei|und|anmeldung|"
    r"regards|wishes|sachsen|rat|amt|förderung|uhr|dank|programm|abend|saal|raum|kirche|schule|center|treffen|bündnis|the|per|mail|bitte|bei|auf|zur|zum)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"e\.\s?V\.?|gGmbH|gUG|\bverein\b|netzwerk|initiative|stiftung|verband|zentrum|\w*rat\b|\bstadt\b|landkreis|partnerschaft|bündnis",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"referent|input|moderat|speaker|vortrag|mit:|gäste", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:keine?[nrms]?|nicht|leider|ohne|no|not|cannot|can't|unable|nie)\b", re.IGNORECASE)
_COST = r"(?:(?:fahr(?:t|tkarten|karten)|reise|travel|anreise)[\w*-]{0,14}\s?-?(?:kosten|expenses|costs?)\w*|bahntickets?|fahrkarten?|tickets?\sfor\s(?:bus|train)|travel)"
_COVERED = re.compile(
    rf"{_COST}[^.!?\n]{{0,70}}?(?:übernommen|übernehmen|erstatt|covered|reimburs|refund|bezahl|auf anfrage|auf antrag|on request|möglich|zuschuss|bezuschuss)"
    rf"|(?:übernehmen|erstatten|übernahme|erstattung|cover|reimburse|refund|zuschuss|zuschüsse)[^.!?\n]{{0,50}}?{_COST}"
    r"|(?:fahrt|reise)kosten(?:erstattung|übernahme|zuschuss)",
    re.IGNORECASE,
)
_INTERPRETED = re.compile(
    r"sprachmittl|dolmetsch|übersetzung|übersetzt|gebärdensprach|interpret(?:er|ing|ation)|translation", re.IGNORECASE
)
_OFFER = re.compile(
    r"anfrage|bedarf|wunsch|möglich|gestellt|gestellt|bereit|angebot|anbieten|bieten|\bwird\b|werden|können|vorhanden|\bsteht\b|stehen|melde|angeben|teilen sie|teilt|gibt es|"
    r"\bja\b|organisier|sorgen|request|available|provide|offer|need|let us know|tell us|übersetzt|gedolmetscht|verdolmetscht|:",
    re.IGNORECASE,
)


def find_address(page: Page) -> str:
    """The address beside "Anmeldung", lower case; else the only kind of address that there is: the first one."""
    for field in page.of_kind("register", "deadline"):
        if found := _EMAIL.search(field.text):
            return _address(found[0])
    for i, line in enumerate(page.lines):
        hit = _REGISTER.search(line)
        if not hit:
            continue
        # Of several addresses in the sentence, the one after the word is meant.
        for text in (line[hit.start() :], line, " ".join(page.lines[i + 1 : i + 2])):
            if found := _EMAIL.search(text):
                return _address(found[0])
    every = _EMAIL.search("\n".join(page.lines))
    if every:
        return _address(every[0])
    for name, value in reversed(page.headers):
        if name in {"von", "from", "reply-to", "antwort an"} and (found := _EMAIL.search(value)):
            return _address(found[0])
    return ""


def _address(text: str) -> str:
    return text.rstrip(".-_").lower()


def find_organisers(page: Page) -> tuple[str, ...]:
    """Names with a role beside or below them, those under "Ansprechperson:", and those who sign the letter."""
    names: list[str] = []
    for field in page.of_kind("people"):
        for value in field.values[:4]:
            names += _names(value)
            if (
                not _names(value)
                and value == field.values[0]
                and _ORGANISATION.search(value)
                and len(value) <= 100
                and "@" not in value
            ):
                names.append(re.split(r",|\s[–|(]", value)[0].strip())
    # A name that stands alone on its line may have been taken for the rest of the line before.
    single = [row for rows in page.rows for row in rows] if any(len(rows) > 1 for rows in page.rows) else []
    for i, line in (*enumerate(page.lines), *enumerate(single, -len(single))):
        lines = page.lines if i >= 0 else single
        below = lines[i + 1] if i + 1 not in {0, len(lines)} else ""
        name, _, role = line.partition(",")
        before = lines[i - 1] if i not in {0, -len(single)} else ""
        if (len(before) < 60 and _SPEAKER.search(before)) or _SPEAKER.match(line):
            continue
        if (person := _person(name)) and ((not role and _ROLE.match(below)) or (role and _ROLE.match(role.strip()))):
            names.append(person)
    if page.closing is not None:
        names += _signers(page, page.closing)
    return tuple(dict.fromkeys(names))


def _signers(page: Page, closing: int) -> Iterator[str]:
    rest = page.lines[closing]
    tail = re.sub(r"^.*?(?:gr(?:ü|u|ue)(?:ß|ss)(?:en?)?|regards|wishes|sincerely),?\s*", "", rest, flags=re.IGNORECASE)
    below = [row for rows in page.rows[closing + 1 : closing + 5] for row in rows][:4]
    for n, line in enumerate([tail if tail != rest else "", *below]):
        found = _names(line)
        yield from found
        if not found and n > 1 and line:
            return


def _names(text: str) -> list[str]:
    """People's names in a line such as "Maria Nowak und Tarek Aziz, Tel. 0351 …"."""
    found = []
    head = re.split(r"\s[|·–]\s|\(|\bTel|\t|\s\d|\S+@", text)[0]
    for part in re.split(r",|;|/|\s&\s|\s(?:und|and|sowie)\s", head):
        if person := _person(part):
            found.append(person)
    return found


def _person(text: str) -> str:
    text = text.strip(" .,:;–-")
    match = _PERSON.match(text)
    if not match or _NO_NAME.search(text) or _ORGANISATION.search(text):
        return ""
    words = match[1].split()
    return match[1] if words[0][0].isupper() and words[-1][0].isupper() and not _ROLE.match(match[1]) else ""


def offers_travel_costs(page: Page) -> bool:
    return any(_offered(_COVERED, sentence) for sentence in page.sentences)


def offers_interpreting(page: Page) -> bool:
    return any(_offered(_INTERPRETED, sentence, _OFFER) for sentence in page.sentences)


def _offered(pattern: re.Pattern[str], sentence: str, needs: re.Pattern[str] | None = None) -> bool:
    """Is it offered, in a part of a sentence that does not refuse it?"""
    for match in pattern.finditer(sentence):
        begin = max(sentence.rfind(mark, 0, match.start()) for mark in ",;–") + 1
        end = min((e for e in (sentence.find(mark, match.end()) for mark in ",;–") if e >= 0), default=len(sentence))
        part = sentence[begin:end]
        if not _REFUSED.search(part) and (needs is None or needs.search(sentence)):
            return True
    return False
