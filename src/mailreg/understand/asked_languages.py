"""Into which languages interpreting is asked for, where people name several: those they speak beside it, those they
like less, and those that an earlier mail or our confirmation had wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.understand.denial import denied, shielded
from mailreg.understand.scope import Statement, clause_size
from mailreg.understand.tokens import Token

GERMAN = "de"
_SPELLED = small_words("spelled")
_A_LITTLE, _LIKEWISE = small_words("a_little"), small_words("likewise")
_ROW_NAME = re.compile(r"[ \t\d.)(*•–-]*[^\W\d_][\w'’.-]*(?:[ ][\w'’.-]+){1,3}[ ]?[-–—→>:(|/=;,]")
_BESIDE = 1  # words between "not" or "instead of" and the language that is left out
_INSTEAD_BEHIND = frozenset({"tr", "ps"})  # "Rusça yerine", "د دري پر ځای"
_IF = 3  # tokens from "if" to its "not"
_ELLIPTIC = 3  # words of "die dritte Arabisch"
_LINE = 6  # words of a line of a list: a name and a language
_ROW = 12  # the same of one that asks for it
_SEPARATORS = frozenset("-–—→>:(|/=;,")  # between a name and its language
_NEAR = (1, -1, 2, -2)  # sentences that may name the language of a request, nearest first


def languages_of(statements: Sequence[Statement], statement: Statement, place: int | None) -> tuple[str, ...]:
    """The languages of a request: those named with it, else one that is named beside it as the only one spoken.
    `place`: the clause of the request."""
    here = _named(statement, place)
    listed = _listed(statements)
    if here:
        return tuple(sorted({*here, *listed})) if _is_line(statement) else here
    if listed:
        return listed
    index = statements.index(statement)
    for other in _NEAR:
        if 0 <= index + other < len(statements):
            near = statements[index + other]
            codes = _named(near, None)
            about = near.words <= 5 or near.has("speaks", "request", "need_verb", "indispensable", "prefers")
            if codes and about and not near.has("offer"):
                return codes
    return ()


def named_in(statement: Statement) -> Iterator[tuple[int, Match]]:
    """The language names of a sentence with their clauses, but German, which is what is interpreted from."""
    for place, row in enumerate(statement.matches):
        for match in row:
            if match.concept == "language_name" and match.value not in {None, GERMAN}:
                yield place, match


def left_out(statement: Statement, match: Match) -> bool:
    """ "Statt Russisch", "nicht Arabisch", "Rusça yerine": named only to say that it is another."""
    tokens = statement.text.tokens
    for other in statement.of("instead_of"):
        behind = other.language in _INSTEAD_BEHIND
        first, last = (match.last, other.first) if behind else (other.last, match.first)
        between = tokens[first + 1 : last]
        if last <= first or len(between) > _BESIDE or any(t.kind != "word" for t in between):
            continue
        if any(first < m.first < last for m in statement.of("contrast", "only_if")):
            continue  # "nicht nur Arabisch"
        if not _if_there_is_none(statement, other):
            return True
    return False


def _if_there_is_none(statement: Statement, refusal: Match) -> bool:
    """ "Arabisch, oder wenn es nicht gibt Kurmandschi", "falls nicht Dari, dann Farsi": both are asked for."""
    return any(0 < refusal.first - m.last <= _IF for m in statement.of("condition"))


def is_spelling(statement: Statement, place: int) -> bool:
    """ "Den Nachnamen bitte polnisch schreiben, mit Strich": how a name is written, not what is spoken."""
    if statement.clause_has(place, "interpreting", "speaks", "need_verb"):
        return False
    clause = statement.clauses[place]
    return any(t.folded in _SPELLED for t in statement.text.tokens[clause.first : clause.last + 1])


def _named(statement: Statement, place: int | None) -> tuple[str, ...]:
    """Language names of a sentence that are not denied. Where one is asked for, or liked better, those that are only
    spoken don't count."""
    found: dict[str, bool] = {}
    spoken_at = -2
    for here, match in named_in(statement):
        refusals = [m for m in statement.matches[here] if m.concept == "negation"]
        if not refusals or not all(_if_there_is_none(statement, m) for m in refusals):
            if left_out(statement, match) or (denied(statement, match) and not shielded(statement, here, match)):
                continue
            if _hardly_to_be_had(statement, here):
                continue
        code = str(match.value)
        spoken = statement.clause_has(here, "speaks") or _shares_the_verb(statement, here, spoken_at)
        spoken = spoken and not (statement.clause_has(here, "interpreting") or _liked(statement, here))
        spoken_at = here if spoken else spoken_at
        asked = not spoken and not (here != place and statement.covers(here, "offer"))
        found[code] = found.get(code, False) or asked
    wanted = {code for code, asked in found.items() if asked} or set(found)
    return tuple(sorted(wanted - _a_little(statement) or wanted))


def _a_little(statement: Statement) -> set[str]:
    """ "Sie spricht Dari und ein wenig Englisch": what nobody need interpret into."""
    tokens = statement.text.tokens
    return {
        str(match.value)
        for _, match in named_in(statement)
        if any(t.folded in _A_LITTLE for t in (*tokens[max(0, match.first - 2) : match.first], *_behind(tokens, match)))
    }


def _behind(tokens: Sequence[Token], match: Match) -> Sequence[Token]:
    """The word behind a language where it is the last of its clause: "английский немного"."""
    end = tokens[match.last + 2 : match.last + 3]
    return tokens[match.last + 1 : match.last + 2] if end and end[0].kind in {"punct", "newline"} else ()


def _hardly_to_be_had(statement: Statement, here: int) -> bool:
    """ "Für Tigrinya haben Sie sicher niemanden, Arabisch geht auch": another one is named, which will do."""
    if not statement.clause_has(here, "negation") or statement.clause_has(here, "need_verb", "speaks", "prefers"):
        return False
    others = {place for place, _ in named_in(statement) if place != here}
    return any(not statement.clause_has(place, "negation", "contrast") for place in others)


def _liked(statement: Statement, here: int) -> bool:
    """Is one of the clause's languages liked better? "My English is better than my German" only says what is spoken."""
    liked = [m for m in statement.matches[here] if m.concept == "prefers"]
    return any(not any(s.first <= m.first <= s.last for s in statement.of("speaks")) for m in liked)


def _shares_the_verb(statement: Statement, here: int, spoken_at: int) -> bool:
    """ "Die zweite spricht Kurmandschi, die dritte Arabisch"."""
    if here != spoken_at + 1 or clause_size(statement, here) > _ELLIPTIC:
        return False
    return not statement.covers(here, "request", "asked_for", "need_verb", "indispensable", "contrast")


def _listed(statements: Sequence[Statement]) -> tuple[str, ...]:
    """ "Khadija Bouazza – Arabisch", a line for each person: all that the lines name, where there are several."""
    return tuple(sorted({str(m.value) for _, m in lines_with_languages(statements)}))


def lines_with_languages(statements: Sequence[Statement]) -> list[tuple[Statement, Match]]:
    """The languages of a list, where several of its lines name one."""
    lines = [s for s in statements if _is_line(s)]
    if len(lines) < 2:
        return []
    return [(s, m) for s in lines if not _knows_german(s) for _, m in named_in(s) if not denied(s, m)]


def _knows_german(statement: Statement) -> bool:
    """ "Birgül Yılmaz – Deutsch, Türkisch"."""
    return any(m.value == GERMAN for m in statement.of("language_name")) and not statement.has("indispensable")


def lines_that_ask(statements: Sequence[Statement]) -> list[tuple[Statement, Match]]:
    """The languages of lines of a list that ask by themselves, "Olga Kern – bitte Ukrainisch", and of those beside them
    that say "the same": "Farhad Rostami, Dari, ebenso"."""
    asking, same = [], []
    for statement in statements:
        if statement.is_subject or statement.words > _ROW or statement.has("offer", "negation"):
            continue
        for place, match in named_in(statement):
            if not _row_of_somebody(statement, match) or denied(statement, match):
                continue
            if statement.covers(place, "request", "asked_for") or statement.has("interpreting"):
                asking.append((statement, match))
            elif _ends_with(statement, match) or any(
                t.folded in _LIKEWISE for t in statement.text.tokens[match.last + 1 : match.last + 4]
            ):
                same.append((statement, match))
    return [*asking, *same] if asking else []


def _ends_with(statement: Statement, match: Match) -> bool:
    """ "Feven Tekle, Klientin – Tigrinya": is the language all that stands behind the row's last sign?"""
    if statement.has("speaks", "offer", "negation"):
        return False
    before = statement.text.tokens[match.first - 1] if match.first else None
    after = statement.text.tokens[match.last + 1] if match.last + 1 < len(statement.text.tokens) else None
    return (
        before is not None and before.text in _SIGNS and (after is None or after.kind == "newline" or after.text == ")")
    )


_SIGNS = frozenset("–—-:(,;")


def _row_of_somebody(statement: Statement, match: Match) -> bool:
    """Does the sentence fill a line of its own, in which the language stands behind a name and a sign?"""
    text = statement.text.text
    begin = text.rfind("\n", 0, match.start) + 1
    name = _ROW_NAME.match(text, begin, match.start)
    return name is not None and begin <= statement.start <= name.end()


def _is_line(statement: Statement) -> bool:
    if statement.is_subject or statement.words > _LINE or statement.question or statement.has("speaks", "offer"):
        return False
    tokens = statement.text.tokens
    return any(
        any(t.kind == "punct" and t.text in _SEPARATORS for t in tokens[max(0, m.first - 2) : m.first])
        for _, m in named_in(statement)
    )


def corrected(statements: Sequence[Statement]) -> tuple[str, ...]:
    """The language of a change: "ich hatte Arabisch angegeben, sie versteht aber Kurmandschi besser", "bitte
    Ukrainisch statt Russisch". Nothing where no language is put right."""
    old: set[str] = set()
    new: set[str] = set()
    for statement in statements:
        for place, match in named_in(statement):
            wrong = left_out(statement, match) or denied(statement, match) or _stated(statement, place, match)
            (old if wrong else new).add(str(match.value))
    return tuple(sorted(new - old)) if old and new - old else ()


def _stated(statement: Statement, place: int, match: Match) -> bool:
    """Is it what was written before? "But" and the like begin what is new."""
    said = statement.of("stated", "past")
    if any(m.last > match.last and statement.place_of(m) == place for m in said):
        return True
    if statement.clause_has(place, "prefers") and not any(statement.place_of(m) == place for m in said):
        return False  # "j'avais coché anglais, en fait le français me conviendrait mieux"
    return any(
        m.first < match.first and not any(m.last < c.first < match.first for c in statement.of("contrast", "change"))
        for m in said
    )
