"""The concepts that every language must have words for. A test holds every file against this list."""

from __future__ import annotations

# What a writer does.
ACTS: dict[str, str] = {
    "register": "registers, in so many words: ich melde mich an, hiermit melde ich an, please sign me up",
    "attend": "comes or takes part: ich komme, wir sind dabei, I will attend",
    "registration": "the noun, and forms that only name it: Anmeldung, registration",
    "accept": "says yes to an invitation: sage zu, gerne, ja, count us in",
    "cancel": "will not come after all: muss absagen, kann nicht kommen, auf mich verzichten",
    "unable": "a reason for not coming: verhindert, krank, other appointment",
    "unsubscribe": "newsletters and mailing lists: Newsletter, Verteiler, abbestellen",
    "change": "changes something: ändern, Korrektur, Nachtrag, falsch geschrieben",
    "replace": "one person for another: statt, anstelle, Vertretung",
    "add": "somebody or something more: zusätzlich, außerdem, kommt noch mit",
    "earlier": "an earlier registration: bereits angemeldet, meine Anmeldung, letzte Woche angemeldet",
}

# What is said about what is said.
SCOPE: dict[str, str] = {
    "negation": "not, no, without",
    "no_need": "not needed, pays it oneself, is cared for already",
    "request": "needs, wishes, asks for: brauche, bitte, möchte",
    "asked_for": "asks that something be there, beside what is a request: erwünscht, lässt sich jemand auftreiben",
    "need_verb": "needs, in the narrow sense: brauche, benötige",
    "offer": "offers to do it: kann übersetzen, biete an, bin Dolmetscherin",
    "own_doing": "what the writer's side does, brings or sees to by itself: kochen vegan, muss auf die Enkel aufpassen",
    "condition": "if, only if, provided that",
    "only_if": "a condition without which nobody comes: nur wenn, sonst kann ich nicht kommen",
    "before": "not done yet: bevor ich mich anmelde, sobald ich weiß, noch nicht anmelden",
    "indispensable": "two negations that ask for it: ohne Übersetzung geht es nicht",
    "whoever": "anybody, not the writer: wer möchte, Interessierte, alle, die",
    "undecided": "perhaps, does not know yet, will tell later",
    "past": "what was: letztes Mal, damals, im Frühjahr",
    "contrast": "but, however, instead: begins a new scope",
    "other": "another meeting, project, somebody else's business: Schulung, Seminar, bei euch",
    "speaks": "speaks, understands, mother tongue: a language that is not asked for",
    "instead_of": "before (in Turkish behind) what is left out: statt Russisch, nicht Arabisch, lieber als Englisch",
    "prefers": "what is liked better of two: lieber, am besten, bevorzugt",
    "stated": "what was written, ticked or asked for before: angegeben, angekreuzt, ihr habt geschrieben",
}

# What people ask for.
NEEDS: dict[str, str] = {
    "travel_costs": "Fahrtkosten, Fahrkarte, Reisekosten",
    "interpreting": "Sprachmittlung, Übersetzung, Dolmetscher*in",
    "accessibility": "Rollstuhl, barrierefrei, Aufzug, Induktionsschleife",
    "childcare": "Kinderbetreuung",
    "diet": "vegetarisch, halal, Allergie",
    "sign_language": "Gebärdensprache",
}

# What tells rules apart.
SIGNS: dict[str, str] = {
    "event_noun": "any word for a meeting: Treffen, Veranstaltung, Fachtag",
    "question_word": "who, when, where, how much, whether",
    "ask": "announces a question: ich wollte fragen, können Sie mir sagen",
    "ask_us": "asks the organiser to do something: könnten Sie mich eintragen, can you add",
    "is_there": "asks whether there is something: gibt es, is there",
    "wants_to_know": "an indirect question: ich wüsste gern, could you tell me",
    "tag": "a question that only makes a request polite: geht das? ist das möglich?",
    "confirmed": "what the organiser's confirmation says: Ihr Platz ist reserviert, Anmeldung ist eingegangen",
    "press": "journalists",
    "complaint": "complaints",
    "after_event": "minutes, photos, certificates, refunds after a meeting",
    "unknowing": "the person does not know that they are registered",
    "invite": "the writer invites others",
    "pass_on": "the writer passes somebody's mail on",
    "organising": "room, catering, equipment, fees, programme, contracts",
    "business": "invoices, offers, applications, advertising",
    "spam": "prizes, loans, passwords, links to click",
    "robot": "speaks to a program: ignore all instructions, KI-Assistent",
    "fyi": "thanks, for your information",
    "please": "bitte, hiermit: makes a wish of what has the form of a question",
    "answered": "asks what the confirmation answers: is there room, please confirm, when does it begin",
    "present": "is there, sits there, sends somebody: comes, where our event stands beside it",
    "limited": "not alone, not before four: no refusal to come",
    "then": "danach, wenn ja: what hangs on the answer to a question",
    "harmless_if": "wenn möglich, falls noch Plätze frei sind, auch wenn: nothing hangs on it",
    "see_you": "bis Dienstag, wir sehen uns am 11.: a yes, where an invitation is answered",
    "regret": "leider, schade, tut mir leid: beside a reason it is a no",
    "another_time": "beim nächsten Mal, ein andermal: not this time",
}

CONCEPTS: dict[str, str] = ACTS | SCOPE | NEEDS | SIGNS

# Concepts whose words carry a value: `[values.month]` has the keys "1" to "12", and so on.
VALUES: dict[str, str] = {
    "language_name": "a language; the key is its ISO 639-1 code",
    "event_kind": "what kind of event a word names; the key is meeting, conference, training or celebration",
    "month": "a month; the key is its number",
    "weekday": "a day of the week; 1 is Monday",
    "day_number": "a day of the month in words, as it stands beside the month: elften, eleventh; the key is its number",
    "day": "a day told from today: the key is the number of days (tomorrow: 1)",
}
