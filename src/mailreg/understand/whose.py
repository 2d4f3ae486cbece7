"""Whose is what a sentence says: the writer's, the reader's, or anybody's?

Few and frequent words of all languages at once, as in text.py: pronouns tell it, and German verbs whose pronoun is
left out.
"""

from __future__ import annotations

from mailreg.lexicon.match import Match
from mailreg.understand.scope import Statement
from mailreg.understand.tie import FIRST_SUBJECT, FIRST_VERBS

_HYPOTHETICAL = ("before", "whoever", "robot")


def hypothetical(s: Statement, m: Match) -> bool:
    return s.covers(s.place_of(m), *_HYPOTHETICAL)


def overlaps(s: Statement, m: Match, *concepts: str) -> bool:
    return any(o.first <= m.last and o.last >= m.first for o in s.of(*concepts))


def says_yes_by_no(s: Statement, m: Match) -> bool:
    """Does the phrase begin with a negation that it turns, "no faltaré"?"""
    return m.last > m.first and any(o.first == m.first for o in s.of("negation"))


_LITTLE = 2  # tokens by which a phrase is longer than the one in it


def tells_of_before(s: Statement, m: Match) -> bool:
    """ "I have registered" is no new registration; "please make my registration" is one: the longer phrase counts."""
    return any(
        o.first <= m.last and o.last >= m.first
        for o in s.of("earlier")
        if not (m.first <= o.first and o.last <= m.last and 0 < (m.last - m.first) - (o.last - o.first) <= _LITTLE)
    )


def mine(s: Statement) -> bool:
    """Does the writer speak of themselves: "ich", "wir", "my"?"""
    if not s.folded.isdisjoint(_FIRST_PERSON) or (s.text.languages and s.text.languages[0] in _DROPS_PRONOUN):
        return True
    return any(s.text.tokens[c.first].folded in FIRST_VERBS for c in s.clauses)


_DROPS_PRONOUN = frozenset("ar fa tr ti ckb ps es pt it ro pl cs hr bs sr".split())
_FIRST_PERSON = frozenset(
    """meinem meiner meines unseren unserem ich mich mir wir uns mein meine meinen unser unsere i me we us my our
    je me m j nous mon ma mes notre yo nosotros nos mi
    ja mnie nas my я меня мне мы нас мой моя мене мені ми нам toi tôi chung em anh chi chúng
    eu noi ne jsem chci me nam ez min em xwe waan aan waxaan aniga moj moja moje mi nas ја ми мој моја""".split()
)


def tells_the_reader(s: Statement) -> bool:
    """ "Sie sind für den Fachtag angemeldet", "you have been registered": somebody else's confirmation."""
    return (
        not (s.folded.isdisjoint(_YOU) and s.folded.isdisjoint(_ALL_READERS))
        and s.folded.isdisjoint(_FIRST_PERSON)
        and not s.has("request", "ask_us")
        and not s.question
    )


_YOU = frozenset("sie du ihr you vous usted tu ustedes siz sen вы ви pan pani".split())


def i_do_not_know(s: Statement, m: Match) -> bool:
    """ "Ich weiß nicht, ob …" is about the writer, not about somebody who is registered."""
    tokens = s.text.tokens
    near = {tokens[i].folded for i in (m.first - 1, m.first, m.first + 1) if s.clauses[0].first <= i <= m.last}
    return not FIRST_SUBJECT.isdisjoint(near) and (
        s.clause_has(s.place_of(m) + 1, "question_word") or s.clause_has(s.place_of(m) - 1, "question_word")
    )


def asks_the_reader(s: Statement, place: int) -> bool:
    """ "Kommst du auch?", "Bist du am Donnerstag dabei?": whether the reader comes."""
    clause = s.clauses[place]
    words = {t.folded for t in s.text.tokens[clause.first : clause.last + 1]}
    return bool(words & _READER_COMES) and not words & _FIRST_PERSON and not s.has("ask_us", "request")


_READER_COMES = frozenset("du ihr you tu vous usted ustedes ty вы ти ви".split())


def is_theirs(s: Statement, m: Match) -> bool:
    """Do the clauses speak of somebody else, and not of the writer: "unsere Leiterin kann nicht"?"""
    places = [p for p, c in enumerate(s.clauses) if c.first <= m.last and m.first <= c.last]
    others = any(s.clause_has(p, "colleague", "friend", "title", "assistant") for p in places)
    return others and not any(speaks_first(s, p) for p in places)


def speaks_first(s: Statement, place: int) -> bool:
    """Is the writer the clause's subject, by a pronoun?"""
    clause = s.clauses[place]
    return any(t.folded in FIRST_SUBJECT for t in s.text.tokens[clause.first : clause.last + 1])


def is_elsewhere(s: Statement, m: Match) -> bool:
    """ "I'll be in Accra": whoever is in another town does not come. German nouns have capitals, too, so not there."""
    if m.language == "de":
        return False
    tokens, last = s.text.tokens, s.clauses[-1].last
    if _BE.isdisjoint(tokens[i].folded for i in range(m.first, m.last + 1)):
        return False
    for town in range(m.first + 1, min(m.last + 2, last) + 1):
        if tokens[town - 1].folded in _AT and tokens[town].kind == "word" and tokens[town].text[0].isupper():
            return not any(
                o.first <= town <= o.last for o in s.of("month", "weekday", "event_noun", "event_kind", "day")
            )
    return False


_BE = frozenset(
    """be am are serai serons suis sommes estare estaremos estoy estamos estarei saro saremo sono bede bedziemy jestem
    буду будем буде будемо budu budemo bit cu olacagim""".split()
)
_AT = frozenset("in at a à en в у w we u v ve".split())


def of_the_reader(s: Statement, m: Match) -> bool:
    """ "Bestätigen Sie Ihre Teilnahme", "I will sign you up", "schön, dass du kommst": the reader's, no wish of the
    writer's. "Bitte melden Sie uns an" and "ich nehme an Ihrem Treffen teil" are the writer's."""
    clause = s.clauses[s.place_of(m)]
    tokens = s.text.tokens
    words = {t.folded for t in tokens[clause.first : clause.last + 1]}
    if s.has("request", "ask_us", "ask") or words & _FIRST_OBJECT:
        return False
    if m.concept in {"attend", "present"} and not words & FIRST_SUBJECT and _is_you(s, m):
        return True
    before = tokens[m.first - 1].folded if m.first > clause.first else ""
    subject = _READER_SUBJECT.get(m.language, frozenset())
    if before in _READERS.get(m.language, ()) or (before in subject and not words & FIRST_SUBJECT):
        return True
    inside = [t.folded for t in tokens[m.first : m.last + 2]]
    if m.concept == "register" and not _READER_OBJECT.isdisjoint(inside):
        return True
    if m.concept == "cancel":  # "won't be joining you" speaks of the reader, too
        words = {tokens[i].folded for i in range(clause.first, clause.last + 1) if not m.first <= i <= m.last}
    if words & FIRST_SUBJECT:
        return False
    return any(
        tokens[i].folded in subject
        and not (m.concept == "cancel" and m.first <= i <= m.last)
        and (i == clause.first or tokens[i - 1].folded not in _BEFORE_OBJECT)
        for i in range(clause.first, clause.last + 1)
    )


def _is_you(s: Statement, m: Match) -> bool:
    """ "Schön, dass Sie am 12. Oktober kommen": the capital inside a sentence is the reader's."""
    tokens = s.text.tokens
    clause = s.clauses[s.place_of(m)]
    return m.language == "de" and any(
        tokens[i].text == "Sie" and i > s.clauses[0].first and tokens[i - 1].text not in _BEGINS
        for i in range(clause.first, clause.last + 1)
    )


_BEGINS = frozenset('. : ! ? – - „ "'.split())
_FIRST_OBJECT = frozenset(
    """mich mir uns me us my our mein meine meinen meiner unser unsere unseren nous moi mon ma nos mi mis nuestro nam
    nas mnie mne меня мне нас нам мене мені beni bizi bana bize""".split()
)

# By language: the French "du" and the Vietnamese "dự" are no "du".
_READERS = {
    "de": frozenset("ihre ihren ihrer dein euer eure euren deine deinen".split()),
    "en": frozenset({"your"}),
    "fr": frozenset("votre vos ton tes".split()),
    "es": frozenset("su sus vuestra".split()),
}
_ALL_READERS = frozenset().union(*_READERS.values())
_READER_SUBJECT = {
    "de": frozenset({"du"}),
    "en": frozenset({"you"}),
    "fr": frozenset({"tu", "vous"}),
    "es": frozenset({"tu", "usted", "ustedes"}),
    "it": frozenset({"tu"}),
    "pt": frozenset({"tu"}),
    "ro": frozenset({"tu"}),
    "pl": frozenset({"ty"}),
    "cs": frozenset({"ty"}),
    "hr": frozenset({"ti"}),
    "bs": frozenset({"ti"}),
    "sr": frozenset({"ti", "ти", "ви"}),
    "ru": frozenset({"ты", "вы"}),
    "uk": frozenset({"ти", "ви"}),
    "tr": frozenset({"siz", "sen"}),
}
_BEFORE_OBJECT = frozenset("de d pour a par".split())  # "le plaisir de vous confirmer"

_READER_OBJECT = frozenset("you dich euch vous te".split())
