"""RULES: the whole of "when to answer" on one screen. The order is the meaning: the first hit decides."""

from __future__ import annotations

from mailreg.model.decision import Handling
from mailreg.model.mail import MachineKind
from mailreg.model.reading import Kind
from mailreg.policy import rules as is_
from mailreg.policy.rules import Rule, both

AUTOMATIC, REVIEW, IGNORE = Handling.AUTOMATIC, Handling.REVIEW, Handling.IGNORE

_MACHINES = (
    (MachineKind.BOUNCE, "Ein Zustellbericht; darauf wird nie geantwortet."),
    (MachineKind.RECEIPT, "Eine Lesebestätigung; darauf wird nie geantwortet."),
    (MachineKind.CALENDAR, "Eine Kalender-Antwort; darauf wird nie geantwortet."),
    (MachineKind.ABSENCE, "Eine Abwesenheitsnotiz; darauf wird nie geantwortet."),
    (MachineKind.AUTO, "Eine automatisch verschickte Mail; darauf wird nie geantwortet."),
    (MachineKind.ABUSE, "Ein Missbrauchsbericht; darauf wird nie geantwortet."),
    (MachineKind.CHALLENGE, "Ein Rückfrage-Automat; darauf wird nie geantwortet."),
    (MachineKind.OWN, "Unsere eigene Mail kam zurück; darauf wird nie geantwortet."),
    (MachineKind.ROBOT, "Hinter der Absenderadresse liest niemand; darauf wird nie geantwortet."),
    (MachineKind.BULK, "Ein Rundbrief; darauf wird nie geantwortet."),
)

_DOUBTS = (
    ("suspicious", "Die Mail enthält etwas Verdächtiges."),
    ("unknowing", "Jemand wird vielleicht ohne eigenes Wissen angemeldet."),
    ("press", "Eine Anfrage der Presse."),
    ("complaint", "Eine Beschwerde."),
    ("after_event", "Es geht um die Zeit nach der Veranstaltung."),
    ("conditional", "Die Anmeldung hängt von einer Bedingung ab."),
    ("undecided", "Die Person ist noch unentschieden."),
    ("unclear_event", "Es ist unklar, welche Veranstaltung gemeint ist."),
    ("unclear_who", "Es ist unklar, wer kommt."),
    ("unclear_count", "Es ist unklar, wie viele kommen."),
    ("contradictory", "Die Angaben passen nicht zusammen oder werden erst noch entschieden."),
    ("competing", "Die Mail lässt sich auf zwei Arten lesen."),
)

_NEVER = (
    Rule(
        "web form",
        "never",
        "Ein Formular auf einer Website hat geschrieben, als Absender, den niemand liest; es kann eine Anmeldung sein.",
        both(is_.asks, is_.web_form),
        REVIEW,
    ),
    Rule(
        "own forward",
        "never",
        "Von der eigenen Adresse weitergeleitet; es kann eine Anmeldung sein.",
        both(is_.asks, is_.own_forward),
        REVIEW,
    ),
    Rule(
        "unclear return",
        "never",
        "Ein Zustellbericht ohne unser Kennzeichen nennt eine Adresse, an die vor Kurzem eine Mail ging: Kam sie an?",
        is_.unclear_return,
        REVIEW,
    ),
    *(Rule(f"machine: {kind}", "never", why, is_.machine_certain(kind), IGNORE) for kind, why in _MACHINES),
    Rule(
        "null return path",
        "never",
        "Der Umschlag trägt keinen Absender, wie bei Zustellberichten.",
        is_.null_return_path,
        IGNORE,
    ),
    Rule("own address", "never", "Die Mail kommt von der eigenen Adresse.", is_.from_us, IGNORE),
    Rule("noreply sender", "never", "Hinter der Absenderadresse liest niemand.", is_.from_robot, IGNORE),
    Rule("seen before", "never", "Diese Mail wurde schon einmal beurteilt.", is_.seen_before, IGNORE),
)

_PERSON = (
    Rule("unreadable", "person", "Die Mail ließ sich nicht lesen.", is_.unreadable, REVIEW),
    Rule(
        "form attached",
        "person",
        "Was gemeint ist, steht vielleicht im Anhang; den muss ein Mensch ansehen.",
        is_.form_attached,
        REVIEW,
    ),
    Rule(
        "not addressed",
        "person",
        "Unsere Adresse steht weder in An noch in Kopie.",
        both(is_.asks, is_.not_addressed),
        REVIEW,
    ),
    Rule("bulk", "person", "Die Mail kam über einen Verteiler oder Massenversand.", both(is_.asks, is_.bulk), REVIEW),
    Rule("spam", "person", "Der Mailanbieter hält die Mail für Spam.", both(is_.asks, is_.spam), REVIEW),
    Rule(
        "perhaps a machine",
        "person",
        "Vielleicht hat eine Maschine die Mail geschrieben.",
        both(is_.asks, is_.machine_uncertain),
        REVIEW,
    ),
    Rule(
        "forged",
        "person",
        "Der Absender ist wahrscheinlich gefälscht, und die Mail würde eine Anmeldung ändern.",
        both(is_.asks, is_.forged),
        REVIEW,
    ),
    Rule(
        "known under another name",
        "person",
        "Diese Adresse gehört jemandem, der oder die sich unter einem anderen Namen angemeldet hat.",
        both(is_.asks, is_.named_otherwise),
        REVIEW,
    ),
    Rule(
        "somebody else's registration",
        "person",
        "Die genannte Person steht schon durch eine Mail von anderer Adresse auf der Liste.",
        both(is_.asks, is_.others_people),
        REVIEW,
    ),
)

_automatic = is_.is_kind(Kind.AUTOMATIC)
_unrelated = is_.is_kind(Kind.UNRELATED)
_register = is_.is_kind(Kind.REGISTER)
_cancel = is_.is_kind(Kind.CANCEL)
_change = is_.is_kind(Kind.CHANGE)

_READING = (
    Rule(
        "colleague",
        "reading",
        "Eine Mail aus dem Kreis der Veranstalter*innen, die keine Anmeldung ist.",
        both(is_.colleague, is_.is_kind(Kind.AUTOMATIC, Kind.UNRELATED)),
        IGNORE,
    ),
    Rule(
        "perhaps automatic",
        "reading",
        "Vermutlich hat das eine Maschine geschrieben, sicher ist es nicht.",
        both(is_.unsure, _automatic),
        REVIEW,
    ),
    Rule("automatic", "reading", "Das hat eine Maschine geschrieben.", _automatic, IGNORE),
    Rule(
        "on the list",
        "reading",
        "Die Person ist angemeldet, und die Mail kann davon handeln.",
        both(_unrelated, is_.on_the_list),
        REVIEW,
    ),
    Rule(
        "names our event",
        "reading",
        "Ein Mensch schreibt über die Veranstaltung; ob etwas gewünscht wird, war nicht zu erkennen.",
        both(_unrelated, is_.names_our_event),
        REVIEW,
    ),
    Rule(
        "doubt: little_known",
        "reading",
        "Die Sprache der Mail versteht das Programm wenig oder gar nicht; vielleicht ist es eine Anmeldung.",
        is_.doubt("little_known"),
        REVIEW,
    ),
    Rule(
        "perhaps unrelated",
        "reading",
        "Vermutlich geht es um etwas anderes, sicher ist es nicht.",
        both(is_.unsure, _unrelated),
        REVIEW,
    ),
    Rule("unrelated", "reading", "Es geht um etwas anderes.", _unrelated, IGNORE),
    *(Rule(f"doubt: {code}", "reading", why, is_.doubt(code), REVIEW) for code, why in _DOUBTS),
    Rule("doubt: other", "reading", "Beim Lesen blieb ein Zweifel.", is_.any_doubt, REVIEW),
    Rule("question", "reading", "Eine Frage, die ein Mensch beantwortet.", is_.is_kind(Kind.QUESTION), REVIEW),
    Rule("no event known", "reading", "Es ist keine Veranstaltung eingetragen.", is_.no_events, REVIEW),
    Rule("event unclear", "reading", "Es ist unklar, welche Veranstaltung gemeint ist.", is_.event_unclear, REVIEW),
    Rule(
        "event not proven",
        "reading",
        "Nichts in der Mail sagt sicher, dass diese Veranstaltung gemeint ist.",
        is_.event_unproven,
        REVIEW,
    ),
    Rule("called off", "reading", "Die Veranstaltung ist abgesagt.", is_.called_off, REVIEW),
    Rule("after the start", "reading", "Die Veranstaltung hat schon begonnen.", is_.after_start, REVIEW),
    Rule("after the deadline", "reading", "Die Anmeldefrist ist vorbei.", is_.after_deadline, REVIEW),
    Rule(
        "no answer address",
        "reading",
        "An die Adresse dieser Mail kann keine Antwort gehen.",
        is_.no_answer_address,
        REVIEW,
    ),
    Rule("unsure", "reading", "Was die Mail will, ist nicht sicher genug.", is_.unsure, REVIEW),
    Rule("nobody named", "reading", "Es fehlt der Name.", both(_register, is_.nobody_named), REVIEW),
    Rule("nobody withdrawn", "reading", "Es ist unklar, wer nicht kommt.", both(_cancel, is_.nobody_withdrawn), REVIEW),
    Rule(
        "withdrawn unclear",
        "reading",
        "Wer abgemeldet wird, steht nicht eindeutig in der Anmeldung von dieser Adresse.",
        both(is_.is_kind(Kind.CANCEL, Kind.CHANGE), is_.withdrawn_unclear),
        REVIEW,
    ),
    Rule(
        "not confirmed",
        "reading",
        "Die Anmeldung, die sich ändern soll, ist nicht bestätigt.",
        both(_change, is_.not_confirmed),
        REVIEW,
    ),
    Rule("nothing changed", "reading", "Es ist unklar, was sich ändert.", both(_change, is_.nothing_changed), REVIEW),
    Rule(
        "headcount unclear",
        "reading",
        "Es ist unklar, wie viele kommen.",
        both(is_.is_kind(Kind.REGISTER, Kind.CHANGE), is_.count_unclear),
        REVIEW,
    ),
    Rule("large group", "reading", "Das sind ungewöhnlich viele Plätze.", is_.too_many, REVIEW),
    Rule(
        "fewer seats than people",
        "reading",
        "Es werden mehr Menschen genannt als Plätze erbeten.",
        both(_register, is_.too_few),
        REVIEW,
    ),
    Rule("clear registration", "reading", "Eine klare Anmeldung.", _register, AUTOMATIC),
    Rule("clear cancellation", "reading", "Eine klare Absage.", _cancel, AUTOMATIC),
    Rule("clear change", "reading", "Eine klare Änderung.", _change, AUTOMATIC),
)

RULES: tuple[Rule, ...] = (*_NEVER, *_PERSON, *_READING)
