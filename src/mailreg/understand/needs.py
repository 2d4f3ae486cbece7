"""What people ask for: travel costs, interpreting, access, childcare, food, each with its scope.

A need counts if it is asked for here and now, by or for somebody who comes. Not needed, offered, paid otherwise, at
the last meeting or for another event: no need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.model.reading import Found, Need, NeedKind
from mailreg.understand.asked_before import without_what_was_asked_before
from mailreg.understand.asked_languages import (
    is_spelling,
    languages_of,
    left_out,
    lines_that_ask,
    lines_with_languages,
    named_in,
)
from mailreg.understand.beside import WRITER
from mailreg.understand.boxes import Box, box_of, ticked_languages
from mailreg.understand.columns import cells_below, codes_in, told_behind
from mailreg.understand.denial import NEED_CONCEPTS, denied, refused, shielded, two_statements
from mailreg.understand.fares import is_a_card, unnamed_fares
from mailreg.understand.own_doing import is_a_meal, is_a_noun, is_own_doing
from mailreg.understand.scope import Statement, clause_size, in_quotes
from mailreg.understand.sentence_forms import hears_by_signs, is_a_name, is_of_the_deaf

_AS = small_words("as")
SIGN = "sgn"
UNNAMED = "und"
_KINDS = {
    "travel_costs": NeedKind.TRAVEL_COSTS,
    "interpreting": NeedKind.INTERPRETING,
    "accessibility": NeedKind.ACCESSIBILITY,
    "childcare": NeedKind.CHILDCARE,
    "diet": NeedKind.DIET,
}


_TOLD = {True: Box.TICKED, False: Box.EMPTY}


@dataclass(frozen=True)
class Needs:
    """`asked`: what is asked for; `refused`: what is expressly not needed; `sentences`: numbers of those that ask for
    something, so that their question marks are no open question; `unclear`: named, and nothing tells whether it is
    asked for; `ticked`, `unticked`: needs whose box in a form is ticked or stays empty; `both`: a form says yes and no
    to them; `firm`: so plain that the second opinion takes nothing away; `own`: only what the writer's side does."""

    asked: tuple[Found[Need], ...] = ()
    refused: tuple[Found[Need], ...] = ()
    sentences: frozenset[int] = frozenset()
    unclear: tuple[Span, ...] = ()
    unticked: frozenset[NeedKind] = frozenset()
    ticked: frozenset[NeedKind] = frozenset()
    both: tuple[Span, ...] = ()
    firm: frozenset[Need] = frozenset()
    own: frozenset[NeedKind] = frozenset()


@dataclass
class _Collected:
    asked: dict[Need, list[Span]] = field(default_factory=dict)
    refused: dict[Need, list[Span]] = field(default_factory=dict)
    sentences: set[int] = field(default_factory=set)
    unclear: list[Span] = field(default_factory=list)
    unticked: set[NeedKind] = field(default_factory=set)
    ticked: set[NeedKind] = field(default_factory=set)
    both: list[Span] = field(default_factory=list)
    firm: set[Need] = field(default_factory=set)
    own: set[NeedKind] = field(default_factory=set)

    def ask(self, kind: NeedKind, detail: str, statement: Statement, match: Match) -> None:
        self.asked.setdefault(Need(kind, detail), []).append(statement.text.span_of(match))
        self.sentences.add(statement.index)

    def refuse(self, kind: NeedKind, detail: str, statement: Statement, match: Match) -> None:
        self.refused.setdefault(Need(kind, detail), []).append(statement.text.span_of(match))


def find_needs(statements: Sequence[Statement], thread: Sequence[Statement], event_words: Sequence[Span] = ()) -> Needs:
    """`statements`: the writer's own sentences; `thread`: what they answer to; `event_words`: where our event is
    named, which tells our travel costs from another project's."""
    found = _Collected()
    for statement in statements:
        for place, row in enumerate(statement.matches):
            for match in row:
                if match.concept in NEED_CONCEPTS:
                    _judge(found, statements, statement, place, match, event_words)
    if not any(n.kind is NeedKind.TRAVEL_COSTS for n in found.asked):
        for statement, match in unnamed_fares(statements):
            _judge(found, statements, statement, statement.place_of(match), match, event_words)
    if not any(n.kind is NeedKind.INTERPRETING for n in found.asked):
        _bare_languages(found, statements, thread)
        _spoken_only(found, statements)
        if any(n.kind is NeedKind.INTERPRETING for n in found.asked):
            for statement, match in lines_with_languages(statements):
                found.ask(NeedKind.INTERPRETING, str(match.value), statement, match)
    if len(asking := lines_that_ask(statements)) > 1 or found.asked:  # one line alone may be about anything
        for statement, match in asking:
            found.ask(NeedKind.INTERPRETING, str(match.value), statement, match)
    asked = without_what_was_asked_before(found.asked, found.refused, statements)
    named = [n for n in asked if n.kind is NeedKind.INTERPRETING and n.detail != UNNAMED]
    if named:
        asked.pop(Need(NeedKind.INTERPRETING, UNNAMED), None)
    refused = {n: s for n, s in found.refused.items() if n.kind not in {a.kind for a in asked}}
    plain = not {n.kind for n in asked} & {NeedKind.TRAVEL_COSTS, NeedKind.INTERPRETING}
    return Needs(
        tuple(Found(n, 0.9, tuple(s[:3])) for n, s in asked.items()),
        tuple(Found(n, 0.9, tuple(s[:3])) for n, s in refused.items()),
        frozenset(found.sentences),
        tuple(found.unclear) if plain else (),
        frozenset(found.unticked),
        frozenset(found.ticked),
        tuple(found.both),
        frozenset(found.firm),
        frozenset(found.own),
    )


def _judge(
    found: _Collected,
    statements: Sequence[Statement],
    statement: Statement,
    place: int,
    match: Match,
    event_words: Sequence[Span],
) -> None:
    kind = NeedKind.INTERPRETING if match.concept == "sign_language" else _KINDS[match.concept]
    cells = cells_below(statement.text, match)
    told = None if cells is not None else told_behind(statement.text, match)
    box = None if cells is not None else box_of(statement.text, match) if told is None else _TOLD[told]
    if box is Box.TICKED:
        _ask_of_box(found, statement, match, kind)
        return
    if box is not None:
        found.unticked.add(kind)
        if box is Box.BOTH:
            found.both.append(statement.text.span_of(match))
        return
    if cells is not None and (cells or kind not in {NeedKind.DIET, NeedKind.ACCESSIBILITY}):
        _ask_of_cells(found, statement, match, kind, cells)
        return
    if is_own_doing(statement, place, match, kind):
        found.own.add(kind)
        return
    if (
        is_a_name(statement, match)
        or (kind is NeedKind.DIET and is_a_noun(statement, match))
        or hears_by_signs(statements, statement, match)
        or two_statements(statement, match)
        or _of_no_concern(statement, place, match, kind, event_words)
    ):
        return
    indispensable = shielded(statement, place, match)
    if not indispensable and refused(statements, statement, place, match):
        found.refuse(kind, UNNAMED if kind is NeedKind.INTERPRETING else "", statement, match)
        return
    if match.concept == "sign_language":
        if is_of_the_deaf(statement, match):
            found.firm.add(Need(kind, SIGN))
        found.ask(kind, SIGN, statement, match)
        return
    if any(m.first <= match.last and match.first <= m.last for m in statement.of("indispensable")):
        found.firm.add(Need(kind, ""))
    if kind in {NeedKind.ACCESSIBILITY, NeedKind.CHILDCARE, NeedKind.DIET}:
        found.ask(kind, "", statement, match)
        return
    if not (indispensable or _wanted(statements, statement)):
        found.unclear.append(statement.text.span_of(match))
        return
    if kind is NeedKind.TRAVEL_COSTS:
        found.ask(kind, "", statement, match)
        return
    languages = languages_of(statements, statement, place)
    if statement.has("sign_language") and not languages:
        return
    for code in languages or (UNNAMED,):
        found.ask(kind, code, statement, match)


def _ask_of_box(found: _Collected, statement: Statement, match: Match, kind: NeedKind) -> None:
    found.ticked.add(kind)
    if kind is not NeedKind.INTERPRETING:
        found.ask(kind, "", statement, match)
        return
    for code in ticked_languages(statement.text, match) or (SIGN if match.concept == "sign_language" else UNNAMED,):
        found.ask(kind, code, statement, match)


def _ask_of_cells(
    found: _Collected, statement: Statement, match: Match, kind: NeedKind, cells: Sequence[tuple[int, int]]
) -> None:
    """A heading of a table asks for what the cells below it say, and no model knows better."""
    if not cells:
        found.unticked.add(kind)
    if kind is not NeedKind.INTERPRETING:
        if cells:
            found.firm.add(Need(kind, ""))
            found.ask(kind, "", statement, match)
        return
    for start, end in cells:
        inside = [m for m in statement.text.of("language_name", "sign_language") if start <= m.start < end]
        codes = {SIGN if m.concept == "sign_language" else str(m.value) for m in inside} - {"de"}
        whole = sorted(codes) or codes_in(statement.text.text[start:end])
        for code in whole or (SIGN if match.concept == "sign_language" else UNNAMED,):
            found.firm.add(Need(kind, code))
            found.ask(kind, code, statement, match)


def _of_no_concern(statement: Statement, place: int, match: Match, kind: NeedKind, event_words: Sequence[Span]) -> bool:
    """Past, another project's, part of a name, offered to others, said to anybody."""
    if statement.clause_has(place, "past") and not _asks_again(statement, place, match):
        return True
    far = not _near_event(statement, event_words)
    if far and kind is NeedKind.TRAVEL_COSTS and _of_another(statement, place):
        return True
    if far and kind is not NeedKind.TRAVEL_COSTS and _for_another(statement, place, match, kind):
        return True
    if kind is NeedKind.TRAVEL_COSTS and is_a_card(statement, match):
        return True
    if match.concept == "accessibility" and _is_sign_language(statement, match):
        return True
    if match.concept == "childcare" and _is_ones_work(statement, match):
        return True
    if in_quotes(statement, match) or (_names_organisation(statement) and not statement.has("request")):
        return True
    if _to_anybody(statement, match) and not statement.covers(place, "request"):
        return True
    return kind is not NeedKind.TRAVEL_COSTS and _offers(statement, place)


def _is_sign_language(statement: Statement, match: Match) -> bool:
    """ "Deaf" asks for sign language where that is named, and for nothing else."""
    return any(m.first <= match.first and match.last <= m.last for m in statement.of("sign_language"))


def _is_ones_work(statement: Statement, match: Match) -> bool:
    """ "I work as a nanny": no nanny is asked for."""
    return any(t.folded in _AS for t in statement.text.tokens[max(0, match.first - 2) : match.first])


def _to_anybody(statement: Statement, match: Match) -> bool:
    """ "Wer Übersetzung braucht, …"; but "wenn jemand für sie übersetzt" is the need itself."""
    said = statement.of("invite", "whoever")
    return any(m.last < match.first or m.first > match.last for m in said) and not statement.has("only_if")


def _offers(statement: Statement, place: int) -> bool:
    """Somebody offers to do it. "Kann jemand übersetzen?" and "he needs somebody to translate" ask for it."""
    if not statement.covers(place, "offer"):
        return False
    if statement.question and not _first_person(statement, place):
        return False
    conditions = statement.of("condition")
    taken = statement.of("asked_for")
    if all(any(t.first <= o.first and o.last <= t.last for t in taken) for o in statement.of("offer")):
        return False  # "ich nehme Ihr Angebot an"
    offers = [o for o in statement.of("offer") if any(o.first <= c.first <= o.last for c in conditions)]
    needed = [m for m in statement.matches[place] if m.concept == "need_verb"]
    # "Falls Sie jemanden brauchen": the need is inside the offer.
    theirs = all(any(o.first <= m.first and m.last <= o.last for o in offers) for m in needed)
    return theirs or statement.clause_has(place, "condition", "whoever")


def _first_person(statement: Statement, place: int) -> bool:
    clause = statement.clauses[place]
    return any(t.folded in WRITER for t in statement.text.tokens[clause.first : clause.last + 1])


def _of_another(statement: Statement, place: int) -> bool:
    """Another meeting or project named with the costs, or before them; what a later clause asks about is none."""
    return any(statement.clause_has(p, "other") for p in range(place + 1))


def _for_another(statement: Statement, place: int, match: Match, kind: NeedKind) -> bool:
    """ "Für unseren Elternabend suchen wir …": another meeting in the same clause, before the need; "ich besuche einen
    Deutschkurs und brauche …" is about the writer. A meal is where one eats."""
    return any(
        m.concept == "other" and m.first < match.first and not (kind is NeedKind.DIET and is_a_meal(statement, m))
        for m in statement.matches[place]
    ) and not statement.clause_has(place, "speaks", "indispensable", "need_verb")


def _asks_again(statement: Statement, place: int, match: Match) -> bool:
    """In a clause about the past: "wie letztes Mal bitte …", but not "ihr habt die Fahrt bezahlt"."""
    if statement.question or statement.covers(place, "indispensable", "need_verb"):
        return True
    paid = [m for m in statement.matches[place] if m.concept == match.concept]
    return any(
        m.concept == "request" and not any(n.first <= m.first and m.last <= n.last for n in paid)
        for m in statement.matches[place]
    )


_LEGAL_FORMS = frozenset({"gug", "ggmbh", "gmbh", "ev", "verein", "bundnis", "ug", "ngo"})


def _names_organisation(statement: Statement) -> bool:
    """A line of a list that names an organisation: "Barrierefrei e. V.", "Sprachmittlung Spreetal gUG"."""
    tokens = statement.text.tokens[statement.clauses[0].first : statement.clauses[-1].last + 1]
    words = [t.folded for t in tokens if t.kind == "word"]
    return any(w in _LEGAL_FORMS for w in words) or any(a == "e" and b == "v" for a, b in pairwise(words))


def _near_event(statement: Statement, event_words: Sequence[Span]) -> bool:
    return any(s.part == statement.text.part and statement.start <= s.start < statement.end for s in event_words)


def _wanted(statements: Sequence[Statement], statement: Statement) -> bool:
    """Is it asked for, not only talked about?"""
    if statement.has("request", "asked_for", "indispensable", "ask", "only_if") or statement.question:
        return True
    if statement.is_subject or statement.words <= 7:
        return True
    here = statements.index(statement)
    near = [statements[i] for i in (here - 1, here + 1) if 0 <= i < len(statements)]
    return any(
        s.has("indispensable")
        or (s.question and s.has("request", "asked_for", "tag"))
        or (s.words <= 12 and s.has("request", "asked_for"))
        for s in near
    )


def _bare_languages(found: _Collected, statements: Sequence[Statement], thread: Sequence[Statement]) -> None:
    """ "Für Éloïse bitte auf Französisch", "eine braucht Arabisch, die andere Kurmandschi": a language asked for
    without the word for interpreting."""
    offered = any(s.has("interpreting") for s in thread)
    mentioned = any(s.has("interpreting") for s in statements)
    for statement in statements:
        asked_at = -2
        for match in statement.of("language_name"):
            place = statement.place_of(match)
            if match.value in {None, "de"} or statement.has("whoever") or denied(statement, match):
                continue
            if left_out(statement, match) or is_spelling(statement, place):
                continue
            if statement.covers(place, "offer", "past") or statement.clause_has(place, "other"):
                continue
            if statement.covers(place, "speaks") and not _asked_beside(statement, place):
                continue
            asks = statement.covers(place, "request", "asked_for") and (
                offered
                or (mentioned and statement.words <= 4)
                or statement.covers(place, "need_verb")
                or any(statement.clause_has(near, "indispensable") for near in (place - 1, place, place + 1))
            )
            asks = asks or statement.covers(place, "prefers") or _but_for_another(statement, place)
            shares = asked_at == place - 1 and clause_size(statement, place) <= 4 and not statement.question
            if asks or shares:
                asked_at = place
                found.ask(NeedKind.INTERPRETING, str(match.value), statement, match)


def _asked_beside(statement: Statement, place: int) -> bool:
    """ "Frau Hesso versteht besser Kurmandschi, Herr Issa braucht Arabisch": liked better, and beside it another
    person's language is asked for."""
    if not any(m.concept == "prefers" for m in statement.matches[place]):
        return False
    return any(
        here != place and statement.clause_has(here, "need_verb") and not denied(statement, m)
        for here, m in named_in(statement)
    )


def _but_for_another(statement: Statement, place: int) -> bool:
    """ "Ich brauche keine Übersetzung, aber seine Schwester schon, auf Arabisch": what stands behind a refusal and a
    "but"."""
    refused_at = [statement.place_of(m) for m in statement.of("interpreting") if denied(statement, m)]
    return any(
        first < here <= place and statement.clause_has(here, "contrast")
        for first in refused_at
        for here in range(first + 1, place + 1)
    )


def _spoken_only(found: _Collected, statements: Sequence[Statement]) -> None:
    """ "Selbst kann ich nur Dari", "muttersprache arabisch deutsch A1"; "sie sprechen Tigrinya und verstehen kaum
    Deutsch; wenn Sie da jemanden hätten?" """
    for number, statement in enumerate(statements):
        if statement.is_subject or statement.has("offer", "whoever"):
            continue
        if statement.question and statement.has("question_word"):
            continue
        if not (statement.has("indispensable") or _little_german_beside(statements, number)):
            continue
        said = [
            m
            for m in statement.of("language_name")
            if m.value not in {None, "de"}
            and not (denied(statement, m) or left_out(statement, m))
            and not _to_be_written_in(statement, statement.place_of(m))
        ]
        for match in said:
            found.ask(NeedKind.INTERPRETING, str(match.value), statement, match)
        after = statements[number + 1] if number + 1 < len(statements) else None
        hint = said and after is not None and after.question and after.words <= 6
        if hint and after is not None and after.has("request", "condition", "ask_us", "is_there"):
            found.sentences.add(after.index)


def _to_be_written_in(statement: Statement, place: int) -> bool:
    """ "Bitte antworten Sie auf Englisch, ich verstehe kein Deutsch"."""
    return statement.clause_has(place, "speaks") and statement.clause_has(place, "please")


def _little_german_beside(statements: Sequence[Statement], number: int) -> bool:
    """ "Deutsch fällt ihr schwer. Sie spricht Dari." """
    if not statements[number].has("speaks"):
        return False
    near = [statements[i] for i in (number - 1, number + 1) if 0 <= i < len(statements)]
    return any(s.has("indispensable") and any(m.value == "de" for m in s.of("language_name")) for s in near)
