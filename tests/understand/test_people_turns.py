"""Parts of a group: who still comes although somebody else does not, who answers yes or no in a list, whose place goes
to whom by a word of its own."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.understand.people import find_people
from mailreg.understand.text import analyse

# text, kind, who comes, who withdraws; "Kai Roth" writes
CASES = {
    "de-i-stay": ("Hallo, Anna Weber ist krank und kann morgen nicht kommen. Ich bin wie geplant da.", "cancel", [], ["Anna Weber"]),
    "de-two-stay": ("Guten Tag, leider muss ich Anna Weber abmelden. Tom Kern und ich bleiben dabei.", "cancel", [], ["Anna Weber"]),
    "en-all-set": ("Hi, Anna Weber has a hearing and won't be joining us. Tom Kern and I are all set.", "cancel", [], ["Anna Weber"]),
    "fr-me-yes": ("Bonjour, Anna Weber ne viendra pas. Moi, je viens comme prévu.", "cancel", [], ["Anna Weber"]),
    "es-i-go": ("Hola, Anna Weber no puede venir, está enferma. Yo voy de todos modos.", "cancel", [], ["Anna Weber"]),
    "ru-the-rest": ("Здравствуйте, Анна Вебер не приедет, она заболела. Остальные едут, как договорились.", "cancel", [], ["Анна Вебер"]),
    "de-nobody-stays": ("Hallo, Anna Weber und ich können nicht kommen, wir sind krank. Nächstes Mal kommen wir gern.", "cancel", [], ["Anna Weber", "Kai Roth"]),
    "de-wanted-to": ("Hallo, Anna Weber und ich müssen absagen. Ich wäre so gern gekommen.", "cancel", [], ["Anna Weber", "Kai Roth"]),
    "rows-of-a-cancellation": ("Hallo, der Stand:\n\nAnna Weber – bleibt\nTom Kern – fällt aus (Umzug)\nLea Vogt – bleibt", "cancel", [], ["Tom Kern"]),
    "rows-yes-no": ("Hallo, es haben geantwortet:\nAnna Weber (GS) – ja\nTom Kern (OS) – nein\nLea Vogt – ja\nDie beiden melde ich hiermit an, ich selbst komme nicht.", "register", ["Anna Weber", "Lea Vogt"], []),
    "ticks": ("Hallo, nach dem Treffen steht fest: Anna Weber ✓, Tom Kern ✓, ich ✓. Lea Vogt ✗.", "register", ["Anna Weber", "Tom Kern", "Kai Roth"], []),
    "yes-no-in-prose": ("Für die Beratungsstelle: Anna Weber ja, Tom Kern ja, Chefin Lea Vogt nein.", "register", ["Anna Weber", "Tom Kern"], []),
    "old-new": ("Guten Tag, eine kleine Umstellung:\nALT: Pater Anton Weber, Mira Kern\nNEU: Lea Vogt, Tom Berg", "change", ["Lea Vogt", "Tom Berg"], ["Anton Weber", "Mira Kern"]),
    "so-far-from-now": ("Guten Tag, der Teilnehmer ändert sich:\nbisher: Anna Weber\nkünftig: Tom Kern", "change", ["Tom Kern"], ["Anna Weber"]),
    "out-in-before": ("Hallo, kurzer Wechsel: raus Anna Weber (Grippe), rein Tom Kern (fit).", "change", ["Tom Kern"], ["Anna Weber"]),
    "out-in-behind": ("Hi, swap please: Anna Weber out, Tom Kern in. Thanks", "change", ["Tom Kern"], ["Anna Weber"]),
    "in-place-of-my-colleague": ("Guten Tag, anstelle meiner Mitarbeiterin Anna Weber schickt das Amt Herrn Tom Kern.", "change", ["Tom Kern"], ["Anna Weber"]),
    "greets-on-the-same-line": ("Bitte tragen Sie Anna Weber für das Treffen ein. Es grüßt Kai Roth", "register", ["Anna Weber"], []),
    "regards-on-the-same-line": ("Aus unserem Verein kommt Anna Weber. Herzliche Grüße, Kai Roth", "register", ["Anna Weber"], []),
    "takes-the-father-off": ("Guten Tag, mein Vater Anton Weber hatte sich angemeldet und liegt nun im Krankenhaus. Ich muss ihn leider abmelden.", "cancel", [], ["Anton Weber"]),
    "daughter-in-hospital": ("Guten Tag, meine Tochter Anna Weber liegt in der Klinik und kann am 17.11. nicht zu Ihnen kommen. Sie bat mich, Ihnen das zu schreiben.", "cancel", [], ["Anna Weber"]),
    "never-on-the-list": ("Guten Tag, Herr Anton Weber steht auf Ihrer Liste. Er kommt nicht und bat mich, ihn abzumelden. Ich selbst stand nie auf der Liste.", "cancel", [], ["Anton Weber"]),
    "mother-cannot-write": ("Hallo, meine Mutter Anna Weber war angemeldet. Sie ist gestürzt, darum sage ich für sie ab.", "cancel", [], ["Anna Weber"]),
    "en-for-the-brother": ("Hello, my brother Tom Weber had registered. He is in hospital and cannot come.", "cancel", [], ["Tom Weber"]),
    "daughter-ill-i-cancel": ("Hallo, meine Tochter Anna Weber ist krank. Ich kann daher nicht kommen.", "cancel", [], ["Kai Roth"]),
    "daughter-ill-no-subject": ("Hallo, meine Tochter Anna Weber hat Fieber. Muss leider absagen.", "cancel", [], ["Kai Roth"]),
    "asked-to-sign-her-up": ("Guten Tag, meine Nachbarin Anna Weber ist ohne Laptop und hat mich beauftragt, sie für den Fachtag anzumelden.", "register", ["Anna Weber"], []),
    "grandson-asked": ("Guten Tag, mein Enkel Tom Weber hat mich gebeten, ihn für das Treffen einzutragen.", "register", ["Tom Weber"], []),
    "smiley-before-i-do-not": ("Hallo, ich melde meine Kollegin Anna Weber an. Sie weiß noch nichts davon, es wird eine Überraschung :)\nIch selber bin nicht dabei.", "register", ["Anna Weber"], []),
    "confirms-that-she-comes": ("Sehr geehrte Frau Stoye, gern bestätige ich, dass Frau Anna Weber am Treffen teilnimmt.", "register", ["Anna Weber"], []),
    "glad-that-he-comes": ("Guten Tag, gern teile ich mit, dass Herr Tom Kern den Fachtag besuchen und bis 16 Uhr dabei sein wird.", "register", ["Tom Kern"], []),
    "yes-to-the-ticket": ("Guten Tag, Tom Kern möchte zum Treffen kommen. Fahrkarte: ja bitte. Dolmetscher: ja bitte. Ich selbst habe Urlaub.", "register", ["Tom Kern"], []),
    "yes-i-come-too": ("Guten Tag, Tom Kern möchte zum Treffen kommen. Ich selbst komme gern mit.", "register", ["Tom Kern", "Kai Roth"], []),
    "in-my-place": ("Guten Tag, anstelle meiner kommt Anna Weber.", "change", ["Anna Weber"], ["Kai Roth"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "people", "withdrawn"), CASES.values(), ids=CASES.keys())
def test_people(text: str, kind: str, people: list[str], withdrawn: list[str]) -> None:
    body = text if text.endswith("Kai Roth") else f"{text}\n\nKai Roth"
    letter = Letter(
        "<1@example.org>",
        Address("k.roth@example.org", "Kai Roth"),
        "",
        body,
        (Segment(SegmentKind.OWN, 0, len(body)),),
    )
    found = find_people(analyse(letter, load_lexicons()), Kind(kind))
    assert [p.name for p in found.people] == people
    assert sorted(w.value for w in found.withdrawn) == sorted(withdrawn)
