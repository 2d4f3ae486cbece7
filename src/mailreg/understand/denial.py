"""Is a need that is mentioned expressly not asked for? What a "not" reaches, and what it doesn't.

"Keine Fahrtkosten, aber Übersetzung", "sie braucht Dari, ich nicht", "ohne Übersetzung geht es nicht": the reach of a
refusal ends at contrasts, at other persons, and at phrases that only look like one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.understand.beside import FIRST_PERSON, beside_the_need, tells_whose
from mailreg.understand.clauses import COMMAS
from mailreg.understand.scope import Statement, clause_size

NEED_CONCEPTS = ("travel_costs", "interpreting", "accessibility", "childcare", "diet", "sign_language")
_REACH = 5  # words that a "not" reaches where the clause is long: dictated, or without commas
_LONG = 12  # words
_RIGHT_BEFORE = 2  # tokens from a "not" to the word that it denies
_ASKS = ("request", "need_verb")
_BEING = small_words("being")
_OTHERWISE = small_words("otherwise")


def denied(statement: Statement, match: Match) -> bool:
    """By a "not" in its own clause, or in a short one right behind ("Übersetzung: nein")."""
    place = statement.place_of(match)
    if _holds_negation(statement, match):
        return False
    if any(
        _bears_on(statement, place, match, n)
        and not beside_the_need(statement, place, match, n)
        and not _is_the_reason(statement, place, match, n)
        for n in _refusals(statement, place)
    ):
        return not _taken_back(statement, place)
    after = place + 1
    return (
        after < len(statement.clauses)
        and _says_no(statement, after)
        and not statement.covers(after, "indispensable")
        and clause_size(statement, after) <= 4
        and not statement.clause_has(after, *NEED_CONCEPTS, "language_name", "condition")
        and not statement.covers(after, "only_if")
        and not _others(statement, place, after)
        and not _of_the_rest(statement, after)
        and not tells_whose(statement, place, after)
    )


def _says_no(statement: Statement, place: int) -> bool:
    """Has this clause a "not" that is no part of "I didn't mention it before", or of "zur Not bringe ich was"?"""
    told = statement.of("change", "asked_for")
    return any(
        m.concept in {"negation", "no_need"} and not any(t.first <= m.first and m.last <= t.last for t in told)
        for m in statement.matches[place]
    )


def _is_the_reason(statement: Statement, place: int, match: Match, refusal: Match) -> bool:
    """ "Laktose vertrage ich nicht", "mit dem Rollator komme ich in keinen Bus": what somebody cannot eat or do is why
    they ask. A "not" right before the word denies it ("kein Rollstuhl"), and one that says what somebody is not
    ("Vegetarierin bin ich nicht")."""
    if refusal.concept != "negation" or match.concept not in {"diet", "accessibility"}:
        return False
    clause = statement.clauses[place]
    words = {t.folded for t in statement.text.tokens[clause.first : clause.last + 1]}
    return words.isdisjoint(_BEING) and not 0 < match.first - refusal.last <= _RIGHT_BEFORE


def _taken_back(statement: Statement, place: int) -> bool:
    """ "Auf Fahrtkosten verzichten: nein": a "no" alone behind what refuses without a "not"."""
    if statement.clause_has(place, "negation") or not statement.covers(place, "no_need"):
        return False
    return (
        place + 1 < len(statement.clauses)
        and clause_size(statement, place + 1) == 1
        and statement.clause_has(place + 1, "negation")
    )


def refused(statements: Sequence[Statement], statement: Statement, place: int, match: Match) -> bool:
    """Denied, or refused in another clause or sentence that speaks of it."""
    if denied(statement, match):
        return True
    if _in_the_list(statement, place) or _before(statement, place):
        return True
    # "Fahrtkosten? Brauche ich nicht."
    after = statements.index(statement) + 1
    alone = statement.words <= 3 or (statement.question and statement.words <= 6)
    if alone and after < len(statements):
        reply = statements[after]
        said_no = clause_size(reply, 0) <= 2 and reply.clause_has(0, "negation")
        if statement.question and said_no and not reply.clause_has(0, *NEED_CONCEPTS):
            return True
        about = reply.has(*NEED_CONCEPTS) or (match.concept != "interpreting" and reply.has("language_name"))
        if reply.words <= 7 and reply.has("no_need") and not about and not statement.has("request"):
            return True
    # "… die Zugtickets, das zahlt mein Arbeitgeber": said in the clause behind.
    later = place + 1
    return (
        later < len(statement.clauses)
        and statement.covers(later, "no_need")
        and not _if_need_be(statement, later)
        and not statement.clause_has(later, *NEED_CONCEPTS, "language_name", "contrast")
        and not statement.covers(place, *_ASKS)
        and not statement.covers(later, "indispensable")
        and not _of_the_rest(statement, later)
    )


def _if_need_be(statement: Statement, place: int) -> bool:
    """ "Ich esse vegan, zur Not bringe ich mir selber was mit": the refusals of this clause belong to what is asked."""
    taken = statement.of("asked_for")
    return bool(taken) and all(
        any(t.first <= m.first and m.last <= t.last for t in taken)
        for m in statement.matches[place]
        if m.concept == "no_need"
    )


def _of_the_rest(statement: Statement, place: int) -> bool:
    """ "Jule isst glutenfrei, sonst haben wir keine Wünsche"."""
    return statement.text.tokens[statement.clauses[place].first].folded in _OTHERWISE


def shielded(statement: Statement, place: int, match: Match) -> bool:
    """Two negations that ask for it: "ohne Übersetzung geht es nicht", "versteht kein Deutsch"."""
    return any(True for _ in _shields(statement, place, match))


def _shields(statement: Statement, place: int, match: Match) -> Iterator[Match]:
    clause = statement.clauses[place]
    for row in statement.matches:
        for m in row:
            if m.concept != "indispensable" or m.last < clause.first or m.first > clause.last:
                continue
            inside = m.first <= match.first <= m.last and not _refused_inside(statement, m, match)
            if inside or not (_over_a_comma(statement, m) or _in_a_refusal(statement, m, match)):
                yield m


def _in_a_refusal(statement: Statement, shield: Match, need: Match) -> bool:
    """ "Sie müssen mir die Karte nicht bezahlen", beside "kann ich nicht bezahlen"."""
    first = min(need.first, shield.first)
    return any(n.first < first and shield.last <= n.last for n in statement.of("no_need"))


def _refused_inside(statement: Statement, shield: Match, match: Match) -> bool:
    """ "Nicht schlecht in Deutsch, Übersetzen also nicht nötig": the second "not" belongs to a refusal. So does the
    one of "ich brauche für die Fahrt kein Geld"."""
    return any(
        match.last < n.first <= shield.last < n.last or (n.first < shield.first and shield.last <= n.last)
        for n in statement.of("no_need")
    )


def _others(statement: Statement, place: int, after: int) -> bool:
    """ "Sie braucht eine Übersetzung, ich nicht": the refusal behind is another person's."""
    first, last = statement.clauses[after].first, statement.clauses[after].last
    mine = any(t.folded in FIRST_PERSON for t in statement.text.tokens[first : last + 1])
    return mine and statement.covers(place, *_ASKS)


def two_statements(statement: Statement, match: Match) -> bool:
    """ "Kinder keine, Essen gern": a "not" and a need with a comma between are no "kein Essen"."""
    return _holds_negation(statement, match) and _over_a_comma(statement, match)


def _holds_negation(statement: Statement, match: Match) -> bool:
    """ "Kein Fleisch", "ohne Schwein": the "not" is part of what is asked for."""
    return match.concept in {"diet", "accessibility", "childcare"} and any(
        m.concept == "negation" and match.first <= m.first <= m.last <= match.last
        for row in statement.matches
        for m in row
    )


def _refusals(statement: Statement, place: int) -> Iterator[Match]:
    """What may deny something in this clause: refusals that reach into it, and its own bare "not"s."""
    clause = statement.clauses[place]
    # "I didn't mention that I am vegan", "je ne viens que si …": the "not" is of what was forgotten, of the "only".
    shields = statement.of("indispensable", "change", "only_if")
    for here, row in enumerate(statement.matches):
        for m in row:
            if m.concept not in {"no_need", "negation"} or m.last > statement.clauses[-1].last:
                continue  # "Ich benötige X" and a line below "Ich komme nicht" are no "benötige nicht"
            reaches = m.concept == "no_need" and m.first <= clause.last and m.last >= clause.first
            reaches = reaches and not any(a.first <= m.first and m.last <= a.last for a in statement.of("asked_for"))
            reaches = reaches and not _runs_into_a_reason(statement, place, m)
            bare = m.concept == "negation" and here == place
            bare = bare and not any(s.first <= m.first <= s.last for s in shields if not _over_a_comma(statement, s))
            if reaches or (bare and not _question_particle(statement, place, m)):
                yield m


def _runs_into_a_reason(statement: Statement, place: int, refusal: Match) -> bool:
    """ "Ich brauche einen Übersetzer weil B1 noch nicht fertig": the "not" belongs to the reason, not to the need."""
    after = place + 1
    if refusal.last <= statement.clauses[place].last or after >= len(statement.clauses):
        return False
    return any(m.first == statement.clauses[after].first for m in statement.of("reason"))


def _over_a_comma(statement: Statement, match: Match) -> bool:
    return any(t.kind == "punct" and t.text in COMMAS for t in statement.text.tokens[match.first : match.last])


def _bears_on(statement: Statement, place: int, match: Match, refusal: Match) -> bool:
    """A refusal that runs over a comma is only about what stands inside it, and "wir brauchen Ukrainisch, nicht
    Russisch" does not refuse what it asks for first."""
    clause = statement.clauses[place]
    if _over_a_comma(statement, refusal):
        inside = refusal.first <= match.first <= refusal.last
        if not inside or (clause.first <= refusal.first <= clause.last and match.first >= refusal.first):
            return False
    if clause_size(statement, place) <= _LONG:
        return True
    return refusal.first <= match.last + _REACH and refusal.last >= match.first - _REACH


def _question_particle(statement: Statement, place: int, match: Match) -> bool:
    """Vietnamese ends a question with the word for "not": "có … không?"; Somali begins one so: "ma …?"."""
    if not statement.question:
        return False
    return match.language == "so" or (match.language == "vi" and match.last >= statement.clauses[place].last - 3)


def _in_the_list(statement: Statement, place: int) -> bool:
    # "Fahrtkosten, Übersetzung und Kinderbetreuung brauchen wir nicht": a list shares the verb at its end.
    for later in range(place + 1, len(statement.clauses)):
        if not statement.clause_has(later, *NEED_CONCEPTS):
            break
        if statement.clause_has(later, "contrast") or statement.clause_has(place, "request"):
            break
        if _behind_its_need(statement, later) and not statement.covers(later, "indispensable"):
            return True
    # "Keine Fahrtkosten, Übersetzung, Kinderbetreuung" shares the negation at its beginning.
    if place and clause_size(statement, place) <= 2 and not statement.clause_has(place, "request", "contrast"):
        before = place - 1
        return statement.clause_has(before, *NEED_CONCEPTS) and statement.covers(before, "no_need")
    return False


def _behind_its_need(statement: Statement, place: int) -> bool:
    """Does the refusal stand behind what it refuses? "Übersetzung, keine Fahrtkosten" is no list that shares one."""
    needs = [m for m in statement.matches[place] if m.concept in NEED_CONCEPTS]
    return any(
        n.last > min(m.last for m in needs)
        for row in statement.matches
        for n in row
        if n.concept == "no_need"
        and n.first <= statement.clauses[place].last
        and n.last >= statement.clauses[place].first
    )


def _before(statement: Statement, place: int) -> bool:
    """ "Nicht nötig, wir haben das Ticket": the refusal stands before."""
    if not place or clause_size(statement, place - 1) > 4 or not statement.covers(place - 1, "no_need"):
        return False
    alone = not statement.clause_has(place - 1, *NEED_CONCEPTS, "language_name")
    return alone and not statement.clause_has(place, "request", "contrast", "need_verb")
