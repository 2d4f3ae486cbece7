"""Houses that look like people, offices and degrees beside a name, "Family, Given" behind a title, months as names."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.understand.people import find_people
from mailreg.understand.text import analyse

# From name, address, text, who comes
CASES = {
    "family-first-one": ("Ute Berg", "u.berg@haus.example", "Hallo Claudia,\n\nich melde von uns Herrn Erdmann, Lukas an. Ich selber hab da Urlaub.\n\nLG Ute Berg", ["Lukas Erdmann"]),
    "family-first-subject": ("Sachgebiet 4", "sg4@amt.example", "Sehr geehrte Frau Stoye,\n\nteilnehmen wird Herr Quandt, Peter.\n\nIm Auftrag\nWendler", ["Peter Quandt"]),
    "family-first-lines": ("Ute Berg", "u.berg@haus.example", "Guten Tag,\n\nangemeldet werden:\n\nFrau Zobel, Henrike\nFrau Yılmaz, Büşra\nHerr Stolle, Timo\n\nMit freundlichen Grüßen\nUte Berg, Verwaltung", ["Henrike Zobel", "Büşra Yılmaz", "Timo Stolle"]),
    "two-people-stay-two": ("Ute Berg", "u.berg@haus.example", "Hallo,\n\nbitte Frau Roth, Lukas und mich für den Fachtag anmelden.\n\nUte Berg", ["Roth", "Lukas", "Ute Berg"]),
    "ranks-in-a-list": ("Sachgebiet 4", "sg4@amt.example", "Sehr geehrte Frau Stoye,\n\nzum Fachtag werden gemeldet:\n\n1. OAR Dr. Jens Holm\n2. VAe Rita Specht\n3. RRin Ada Kern\n\nIm Auftrag\nWendler", ["Jens Holm", "Rita Specht", "Ada Kern"]),
    "rank-unknown": ("Amt 51", "amt51@stadt.example", "Sehr geehrte Frau Stoye,\n\nzum Fachtag werden gemeldet:\n\n1. VFA Enrico Strobel\n2. STAR Petra Kindler\n\nIm Auftrag\nWendler", ["Enrico Strobel", "Petra Kindler"]),
    "family-in-capitals-is-no-rank": ("Amt 51", "amt51@stadt.example", "Sehr geehrte Frau Stoye,\n\nzum Fachtag werden gemeldet:\n\n1. TRAN Anna Maria\n2. VOGT Peter\n\nIm Auftrag\nWendler", ["Tran Anna Maria", "Vogt Peter"]),
    "assessor": ("Kanzlei Roth", "kanzlei@roth.example", "Sehr geehrte Frau Stoye,\n\nFrau Rechtsanwältin Judith Bern sowie Herr Assessor Can Ates werden den Fachtag besuchen.\n\nMelitta Grube", ["Judith Bern", "Can Ates"]),
    "duties": ("Rolf Reich", "r.reich@example.org", "Sehr geehrte Frau Stoye,\n\nes nehmen am Fachtag teil:\n\n1. Vorsitzender Rolf Reich\n2. Kassenwartin Anne Hemp\n3. Beisitzer Farid Moh\n\nReich", ["Rolf Reich", "Anne Hemp", "Farid Moh"]),
    "degree-behind": ("Jo Thiel", "thiel@aka.example", "Sehr geehrte Frau Stoye,\n\nich komme gern zum Fachtag; mit mir kommt unsere Referentin, Frau Ivana Hora M. A.\n\nMit freundlichen Grüßen\nJo Thiel", ["Jo Thiel", "Ivana Hora"]),
    "degree-alone": ("Amt 51", "amt51@stadt.example", "Guten Tag,\n\nzum Fachtag melde ich an: Regina Moth, Kurt Vett und Seyda Topal M.Sc.\n\nMit freundlichen Grüßen\nVerwaltung", ["Regina Moth", "Kurt Vett", "Seyda Topal"]),
    "initials-stay": ("Amt 51", "amt51@stadt.example", "Guten Tag,\n\nzum Fachtag melde ich an: Günter W. Heinze und H. J. Wendt.\n\nMit freundlichen Grüßen\nVerwaltung", ["Günter W. Heinze", "H. J. Wendt"]),
    "compass-in-from": ("Kontor Süd", "kontor@kontor-sued.example", "Guten Tag,\n\nfür Herrn Piet Lohse, Inhaber Kontor Süd, melde ich dessen Teilnahme am Fachtag an.\n\ni. A.\nNadja Buss\nBackoffice", ["Piet Lohse"]),
    "compass-behind-name": ("Uta Wagner", "u.wagner@example.com", "Sehr geehrte Frau Stoye, verbindliche Anmeldung zum 17.11.2022: Uta Wagner, Kinderarche Nord.", ["Uta Wagner"]),
    "spelled-by-domain": ("Beate Kirch", "beate.kirch@lernort-muehle.example", "Sehr geehrte Frau Stoye,\n\ngern melde ich mich und meine Kollegin Frau Zofia Jur zum Fachtag an.\n\nUnsere Kontaktdaten:\nLernort Mühle\nMühlweg 2, 02692 Doberschau\n035930 555 22\n\nBeate Kirch\n\nHerzliche Grüße", ["Beate Kirch", "Zofia Jur"]),
    "festival": ("Oberlausitzer Lesetage", "kontakt@lesetage.example", "Sehr geehrte Damen und Herren,\n\nam Fachtag wird für die Oberlausitzer Lesetage deren Leiter Enno Winkel teilnehmen.\n\nMit freundlichen Grüßen\nIhr Team", ["Enno Winkel"]),
    "aunt-is-a-shop": ("Tante Emma", "post@tante-emma-laden.example", "Hallöchen,\n\nhinter Tante Emma stecken fünf Rentnerinnen. Zum Fachtag kommt Brigitte Lach.\n\nGrüße aus dem Laden", ["Brigitte Lach"]),
    "own-domain-of-a-person": ("Anna Weber", "post@anna-weber.example", "Hallo,\n\nich komme gern zum Fachtag.\n\nAnna Weber", ["Anna Weber"]),
    "town-at-the-end": ("Ambulante Hilfen Grimma", "ah-grimma@example.org", "Guten Tag,\nbitte notieren Sie uns für den Fachtag.\nMit freundlichen Grüßen\nAmbulante Hilfen Grimma", [None]),
    "august": ("Rosa Herb", "rosa@example.org", "Hallo, zum Fachtag komme ich mit August Winter.\nRosa Herb", ["Rosa Herb", "August Winter"]),
    "may": ("Will Gant", "will@example.org", "Hello, please register me and May Holland for the conference on 17 November.\nWill Gant", ["Will Gant", "May Holland"]),
    "month-stays-month": ("Rosa Herb", "rosa@example.org", "Hallo, ich komme zum Treffen. Im Juli und August Urlaub, sonst erreichbar.\nRosa Herb", ["Rosa Herb"]),
}  # fmt: skip


@pytest.mark.parametrize(("sender", "email", "text", "people"), CASES.values(), ids=CASES.keys())
def test_who_comes(sender: str, email: str, text: str, people: list[str | None]) -> None:
    letter = Letter("<1@example.org>", Address(email, sender), "", text, (Segment(SegmentKind.OWN, 0, len(text)),))
    found = find_people(analyse(letter, load_lexicons()), Kind.REGISTER)
    assert [p.name for p in found.people] == people
