"""What a sentence says by its form: a flat no, a yes with a "but", thanks with more behind them, of whom it speaks."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.lexicon.given_names import given_names
from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.language import script_of
from mailreg.understand.scope import Statement, clause_size

_FLAT_NO = 3  # words: "Nein, danke."
_BEHIND = 4  # tokens from "my place" to "somebody"


def is_a_name(s: Statement, m: Match) -> bool:
    """ "Милица Јовановић", "приду я и Милица": where nouns have no capitals, a capital in mid-sentence, or beside
    another capital, begins a name and no need."""
    tokens, first = s.text.tokens, s.clauses[0].first
    word = tokens[m.first].text
    if m.first != m.last or m.language == "de" or not word.istitle() or m.concept not in _NAMESAKES:
        return False
    if m.first > first and script_of(word[0]) == "Cyrl" and tokens[m.first - 1].kind == "word":
        return True
    last = s.clauses[-1].last
    beside = [i for i in (m.first - 1, m.first + 1) if first <= i <= last and tokens[i].text.istitle()]
    told = {i for o in s.of("language_name", *NEED_CONCEPTS) for i in range(o.first, o.last + 1)}
    return any(i not in told and (i > m.first or i > first) for i in beside)


def hears_by_signs(statements: Sequence[Statement], s: Statement, m: Match) -> bool:
    """ "Ich bin schwerhörig mit DGS als Erstsprache": whoever hears badly and names sign language asks for that."""
    if m.concept != "accessibility" or not any(other.has("sign_language") for other in statements):
        return False
    return any(t.folded.startswith(_HEARING) for t in s.text.tokens[m.first : m.last + 1])


def is_of_the_deaf(s: Statement, m: Match) -> bool:
    """ "Ich bin gehörlos", not "ich lerne Gebärdensprache"."""
    return any(t.folded.startswith(_DEAF) for t in s.text.tokens[m.first : m.last + 1])


_HEARING, _DEAF = tuple(small_words("hearing")), tuple(small_words("deaf"))
_NAMESAKES = frozenset({"accessibility", "childcare", "diet"})


def of_a_need_only(s: Statement, m: Match) -> bool:
    """ "Storno (aber nur für die Dolmetscherin)": what is called off is a need."""
    place = s.place_of(m)
    if s.clause_has(place, "contrast") and s.clause_has(place, *NEED_CONCEPTS):
        return True
    return any(s.clause_has(p, "contrast") and s.clause_has(p, *NEED_CONCEPTS) for p in (place + 1, place + 2))


def is_of_a_person(s: Statement, m: Match) -> bool:
    """May a person be meant? Not in "zwei statt drei", "im Bett statt bei euch", "in der Vertretung bleiben"."""
    tokens, last = s.text.tokens, s.clauses[-1].last
    after = m.last + 1
    if after <= last:
        counted = tokens[after].kind == "number" or any(n.first == after for n in s.of("number"))
        if counted or tokens[after].folded in _WHERE:
            return False
    before = tuple(t.folded for t in tokens[max(s.clauses[0].first, m.first - 2) : m.first])
    return before != ("in", "der")


_WHERE = frozenset("bei mit nach zu in im am auf at with to chez con en avec у в на".split())


def somebody(s: Statement) -> bool:
    """Does the sentence speak of a person: "Frau X", "meine Kollegin", a given name? A parcel comes, too."""
    if s.has("colleague", "friend", "title", "assistant"):
        return True
    tokens = s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]
    return any(t.kind == "word" and t.text[0].isupper() and t.folded in given_names() for t in tokens)


def to_anybody(s: Statement, m: Match) -> bool:
    """ "Meinen Platz gebe ich an jemanden von der Warteliste weiter": nobody is named who would come."""
    here = any(m.first <= o.first <= m.last + _BEHIND for o in s.of("assistant"))
    tokens = s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]
    given = any(t.kind == "word" and t.text[0].isupper() and t.folded in given_names() for t in tokens)
    return here and not given and not s.has("colleague", "friend", "title")


def beside_thanks(s: Statement) -> int:
    """Words of the clauses behind the thanks: "danke, wir klinken uns aus"."""
    sizes = [clause_size(s, p) for p in range(len(s.clauses)) if not s.clause_has(p, "fyi")]
    return sum(size for size in sizes if size > 2)


def but_behind(s: Statement) -> bool:
    """ "Ich würde ja gern, aber …" says no."""
    first = min(m.first for m in s.of("accept"))
    return not s.has("register", "attend") and any(
        m.first > first and m.first == s.clauses[s.place_of(m)].first for m in s.of("contrast")
    )


def is_flat_no(s: Statement) -> bool:
    """ "Nein, danke." """
    if s.words > _FLAT_NO or s.question or not s.has("negation"):
        return False
    return not s.has("accept", "register", "attend", "unable", *NEED_CONCEPTS)
