"""How sure is it who comes and how many? What was found is held against the text once more.

Rule: this changes no finding. It looks for what the findings do not explain (a name left out, a number that does not
fit, "we" with one person, a name made of other words) and says so as a doubt, so that a person looks first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mailreg.lexicon.given_names import given_names
from mailreg.model.mail import Span
from mailreg.model.reading import Doubt, Kind
from mailreg.understand import names
from mailreg.understand.companions import Crowd
from mailreg.understand.contradictions import contradictions
from mailreg.understand.coordination import beside_self
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.more_or_fewer import fewer, several_left
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.unnamed import agreed_with
from mailreg.understand.who_is_open import who_is_open
from mailreg.understand.withdrawn import COMES, NEEDS, Says, around, says

_ABOUT = ("come", "attend", "accept", "enrol", "register", "bring", "withdraw", "cancel", "instead", "in_their_place")


@dataclass(frozen=True)
class Outcome:
    """What was decided, to be held against the text. `explained`: tokens of greetings, lists and organisations;
    `known`: all names that were found (who comes, who does not, the writer, organisers)."""

    kind: Kind
    named: tuple[str, ...]
    withdrawn: tuple[str, ...]
    headcount: int
    sender: str
    known: tuple[str, ...]
    explained: frozenset[int]
    mentions: tuple[Mention, ...]
    crowd: Crowd
    totals: tuple[int, ...]
    listed: bool
    rows: tuple[str, ...] = ()  # the names of a list


def doubts(scene: Scene, outcome: Outcome) -> tuple[Doubt, ...]:
    """At most one doubt of each code, the first of its kind."""
    found: dict[str, Doubt] = {}
    for doubt in _all(scene, outcome):
        found.setdefault(doubt.code, doubt)
    return tuple(found.values())


def _all(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    yield from _left_out(scene, outcome)
    yield from _odd_names(scene, outcome)
    yield from _thin(scene, outcome)
    yield from _dropped(scene, outcome)
    if outcome.kind is Kind.REGISTER:
        yield from _numbers(outcome)
        yield from _we_alone(scene, outcome)
        yield from _not_enrolled(scene, outcome)
        yield from contradictions(scene, outcome.crowd, outcome.named, outcome.sender)
    if outcome.kind is not Kind.CANCEL:
        yield from _relations(scene, outcome)
    if outcome.kind is not Kind.REGISTER:
        yield from who_is_open(scene, outcome.withdrawn)
        if not outcome.withdrawn:
            yield from fewer(scene)
    yield from _mixed(scene, outcome)
    if outcome.kind is Kind.CHANGE and len(set(outcome.totals)) > 1 and not outcome.headcount and not outcome.withdrawn:
        yield Doubt("unclear_count", outcome.crowd.evidence)  # "statt zu zweit kommen wir zu dritt"
    if outcome.kind is Kind.CHANGE and len(outcome.withdrawn) > 1 and not outcome.named:
        yield Doubt("unclear_who")
    if outcome.kind is Kind.CHANGE and outcome.withdrawn and not outcome.named and _i_stay_away(scene, outcome):
        yield Doubt("unclear_who")
    if outcome.kind is Kind.CANCEL:
        yield from several_left(scene, outcome.totals, len(outcome.withdrawn), outcome.crowd.evidence)


# --- names that were left out ---


def _left_out(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """A given name, or two unknown words with capitals, in a sentence about coming, of which nothing was made."""
    if len(outcome.rows) > 1 and outcome.headcount == len(outcome.rows):
        return  # the list names everybody
    words = {w for name in outcome.known for w in names.parts(name)}
    stems = {w[:4] for w in words if len(w) > 4}
    places = {at for m in outcome.mentions if m.says is not Says.NOTHING for at in (m.first, *m.also)}
    own = scene.own_tokens
    for index in own:
        token = scene.tokens[index]
        if token.kind != "word" or index in outcome.explained or index in places or len(token.text) < 3:
            continue
        if not token.text[0].isupper() and token.folded not in scene.given:
            continue  # not even like a name
        if scene.has(index - 1, "negative") or (scene.has(index - 2, "negative") and _name_like(scene, index - 1)):
            continue  # "not Bassam Kalil": a name that is put right
        if token.folded in words or token.folded[:4] in stems or token.folded in scene.avoid:
            continue
        if not _name_like(scene, index):
            continue
        clause = scene.clause_at(index)
        nothing_else = outcome.kind is Kind.CHANGE and not outcome.headcount and not outcome.withdrawn
        if clause is None or not (nothing_else or _about_coming(scene, clause, outcome)):
            continue
        yield Doubt("unclear_who", (scene.text.span(token.start, token.end),))
        return


def _name_like(scene: Scene, index: int) -> bool:
    token = scene.tokens[index]
    tags = scene.tags.get(index, set())
    if scene.everyday(index) or tags - {"and_prefix", "month"}:
        return False
    before, after = index - 1, index + 1
    if before >= 0 and (scene.tokens[before].text in '-‐‑/„“"«»' or scene.has(before, "place", "organisation")):
        return False
    if after < len(scene.tokens) and scene.tokens[after].text in "-‐‑/":
        return False
    if token.folded in scene.given and names.is_caseless(token.text):
        # many names are everyday words there: a second one beside it makes them a name
        return after < len(scene.tokens) and scene.tokens[after].folded in scene.given and not scene.tags.get(after)
    if token.folded in scene.given:
        return token.text[0].isupper() or scene.small_letters
    if names.is_caseless(token.text) or not token.text[0].isupper():
        return False
    if scene.has(before, "title") and before >= 0:
        return True
    following = scene.tokens[after] if after < len(scene.tokens) else None
    return (
        following is not None
        and following.kind == "word"
        and following.text[0].isupper()
        and not scene.tags.get(after)
        and not scene.everyday(after)
        and following.folded not in scene.avoid
        and not token.text.isupper()
    )


def _about_coming(scene: Scene, clause: Clause, outcome: Outcome) -> bool:
    """The clause itself, and the sentence around an enumeration; beside a cancellation stand the reasons ("…, Anna hat
    Geburtstag")."""
    inside = list(range(clause.first, clause.last + 1))
    if outcome.kind is not Kind.CANCEL and len(inside) <= 5:
        inside = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    if scene.any(inside, "told", "heard"):
        return False
    return any(scene.has(i, *_ABOUT) or (scene.has(i, *RELATIONS) and not scene.has(i, "title")) for i in inside)


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    """Given names without their last letter: inflected ones ("Ewę") begin so."""
    return frozenset(name[:-1] for name in given_names() if len(name) > 3 or name[-1:] in "aая")


# --- names made of other words ---


def _odd_names(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """A name with a word that means something else, found by nothing but its place, or too long."""
    for mention in outcome.mentions:
        if mention.clause is None or mention.first < 0 or mention.last >= len(scene.tokens):
            continue
        if not any(names.same_person(mention.name, n) for n in (*outcome.named, *outcome.withdrawn)):
            continue
        if outcome.sender and names.same_person(outcome.sender, mention.name):
            continue
        full = [n for n in outcome.named if names.same_person(n, mention.name)]
        if outcome.listed and len(full) == 1 and names.weight(full[0]) > names.weight(mention.name):
            continue  # the list says who "Viktor" is
        span = (mention.span,)
        inside = [i for i in range(mention.first, mention.last + 1) if scene.tokens[i].kind == "word"]
        strange = [
            i
            for i in inside
            if scene.tokens[i].folded not in scene.given
            and (scene.tags.get(i, set()) - {"and_prefix", "month", "weekday", "title"} or scene.everyday(i))
            and scene.tokens[i].folded not in names.PARTICLES
            and not (i == inside[-1] and 1 < len(inside) <= 3 and scene.tokens[inside[0]].folded in scene.given)
        ]
        given = any(scene.tokens[i].folded in scene.given for i in inside)
        odd = bool(strange) and mention.name.casefold() != outcome.sender.casefold()
        german = scene.text.languages[:1] == ("de",)  # elsewhere two capitals in mid-sentence are a name
        by_place = german and mention.cues == {Cue.PLACE} and not given and not _announced(scene, mention)
        given = given or any(scene.tokens[i].folded[:-1] in _stems() for i in inside if len(scene.tokens[i].text) > 3)
        by_place = by_place and not given
        one_word = (
            not beside_self(scene, mention.first, mention.last)
            and mention.cues <= {Cue.GIVEN, Cue.SMALL, Cue.PLACE}
            and len(inside) == 1
            and not mention.also
            and says(scene, mention.clause) is not Says.COMING
        )
        if odd or by_place or one_word or len(inside) > 4:
            yield Doubt("unclear_who", span)
    firsts = [names.parts(n) for n in outcome.named]
    for position, one in enumerate(firsts):
        if any(one and other and set(one) <= set(other) for other in firsts[position + 1 :]):
            yield Doubt("unclear_who")


_FIRM = frozenset({Cue.RELATION, Cue.JOINED, Cue.CALLED, Cue.TITLE, Cue.INTRODUCED})


_SWAP = ("in_their_place", "instead_of_me", "instead", "replace")


def _tokens_of(scene: Scene, index: int) -> range:
    clause = scene.clause_at(index)
    return _tokens(clause) if clause is not None else range(0)


def _tokens(clause: Clause) -> range:
    return range(clause.first, clause.last + 1)


def _scattered(outcome: Outcome) -> Iterator[Doubt]:
    """ "Seit Herr Daoud dabei ist, …", and far below "es kommen Jana Weiß und ich": a family name in another matter."""
    named = [m for m in outcome.mentions if m.clause is not None and m.name in outcome.named]
    full = [m.clause.sentence for m in named if m.clause is not None and len(names.parts(m.name)) > 1]
    for mention in named:
        if len(names.parts(mention.name)) > 1 or Cue.JOINED in mention.cues or mention.clause is None or not full:
            continue
        if all(abs(mention.clause.sentence - place) > 1 for place in full):
            yield Doubt("unclear_who", (mention.span,))
            return


def _whether(scene: Scene, clause: Clause) -> bool:
    """ "Ob Sabine mitkommt, weiß ich noch nicht"."""
    words = [i for i in _tokens(clause) if scene.tokens[i].kind == "word"]
    asks = bool(words) and scene.has(words[0], "question_word", "whether")
    inside = [i for c in scene.sentences[clause.sentence] for i in _tokens(c)]
    return asks and scene.any(inside, "negative", "negation", "undecided")


def _announced(scene: Scene, mention: Mention) -> bool:
    """ "Noch zwei: Levke Brandt und …"."""
    return 0 < mention.first <= len(scene.tokens) and scene.tokens[mention.first - 1].text == ":"


def _thin(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """One word is a thin name, unless something introduces it ("my wife Amira", "Ben and I"); a child takes no
    seat; who is merely mentioned comes only perhaps."""
    firm = {
        m.name
        for m in outcome.mentions
        if m.relation != "child"
        and not m.cues & {Cue.PLACE}
        and m.says is not Says.NOTHING
        and (m.cues & _FIRM or (m.clause is not None and says(scene, m.clause) is Says.COMING))
    }
    listed = {m.name for m in outcome.mentions if Cue.LISTED in m.cues} | set(outcome.rows)
    for name in outcome.named:
        if len(names.parts(name)) == 1 and name not in firm | listed | {outcome.sender}:
            yield Doubt("unclear_who")
            return
    yield from _scattered(outcome)
    for mention in outcome.mentions:
        if mention.clause is None or not any(names.same_person(mention.name, n) for n in outcome.named):
            continue
        full = [n for n in outcome.named if names.same_person(n, mention.name)]
        if outcome.listed and any(names.weight(n) > names.weight(mention.name) for n in full):
            continue  # the list says who "Joris" is
        vague = not mention.cues & {Cue.RELATION, Cue.TITLE, Cue.JOINED, Cue.CALLED, Cue.LISTED, Cue.INTRODUCED}
        silent = says(scene, mention.clause) is Says.NOTHING
        near = [c for n in (0, 1) for c in scene.sentences.get(mention.clause.sentence + n, ())]
        clear = (
            _announced(scene, mention)
            or scene.any(_tokens(mention.clause), "add", "enrol", "bring")
            or any(scene.has(i, *_SWAP) for c in near for i in range(c.first, c.last + 1))
        )
        clear = clear or (
            not outcome.headcount and scene.any(range(mention.clause.first, mention.clause.last + 1), *NEEDS)
        )
        if _whether(scene, mention.clause) and not names.same_person(outcome.sender, mention.name):
            yield Doubt("unclear_who", (mention.span,))
            return
        by_change = vague and silent and not clear and outcome.kind is Kind.CHANGE
        alone = (
            vague and not clear and mention.says is Says.NOTHING and not names.same_person(outcome.sender, mention.name)
        )
        if mention.relation == "child" or by_change or alone:
            yield Doubt("unclear_who", (mention.span,))
            return


def _dropped(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """Somebody whose part in a change stays open; in a cancellation somebody said not to come and not withdrawn;
    names in an enumeration beside a list."""
    made = (*outcome.named, *outcome.withdrawn, outcome.sender)
    for mention in outcome.mentions:
        ill = mention.clause is not None and scene.any(range(mention.clause.first, mention.clause.last + 1), "unable")
        if ill and mention.relation == "child" and any(names.same_person(outcome.sender, n) for n in outcome.withdrawn):
            continue  # "my daughter is ill, so I can't come"
        if (
            mention.clause is None
            or mention.told
            or mention.source
            or any(n and names.same_person(mention.name, n) for n in made)
        ):
            continue
        open_part = outcome.kind is Kind.CHANGE and mention.says is Says.NOTHING and mention.relation != "child"
        mine = any(names.same_person(outcome.sender, n) for n in outcome.withdrawn if outcome.sender)
        said = says(scene, mention.clause) if outcome.kind is Kind.CANCEL and mine else mention.says
        stays_away = outcome.kind is not Kind.REGISTER and said is Says.NOT_COMING
        enumerated = outcome.kind is Kind.REGISTER and Cue.JOINED in mention.cues
        if open_part or stays_away or (enumerated and mention.says is not Says.NOT_COMING):
            yield Doubt("unclear_who", (mention.span,))
            return


# --- numbers ---


def _numbers(outcome: Outcome) -> Iterator[Doubt]:
    """A number of people that is none of: all, the named, all but the writer."""
    fits = {outcome.headcount, len(outcome.named), outcome.headcount - 1, outcome.crowd.extra}
    for total in outcome.totals:
        if total > 1 and total not in fits:
            yield Doubt("unclear_count", outcome.crowd.evidence)
            return


def _we_alone(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """ "We would like to come" and one person only."""
    if outcome.headcount != 1:
        return
    both = next((m for m in scene.text.of("both") if m.first in scene.own_set), None)
    clause = scene.clause_at(both.first) if both is not None else None
    comes = clause is not None and says(scene, clause) is Says.COMING
    if both is not None and comes and scene.any(_tokens_of(scene, both.first), "self_us", "self_we"):
        yield Doubt("unclear_count", (scene.text.span_of(both),))
    for clause in scene.text.clauses:
        if clause.first not in scene.own_set or around(scene, clause) is not Says.COMING:
            continue
        inside = range(clause.first, clause.last + 1)
        we = next((i for i in inside if scene.has(i, "self_we") and not scene.has(i, "enrol", "register")), None)
        if we is None or scene.any(inside, *NEEDS, "enrol", "register"):
            continue
        if scene.any(inside, "come", "attend", "accept"):
            yield Doubt("unclear_count", (_span(scene, we),))
            return


def _not_enrolled(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """ "Bitte noch nicht einplanen" beside words of coming."""
    for clause in scene.text.clauses:
        inside = _tokens(clause)
        if clause.first not in scene.own_set or says(scene, clause) is not Says.NOT_COMING:
            continue
        if not scene.any(inside, "enrol", "register") or scene.any(inside, *COMES):
            continue
        named = any(clause.first <= m.first <= clause.last for m in outcome.mentions)
        if not named and not scene.any(inside, "past", "told", *NEEDS, *RELATIONS, "third", "my"):
            yield Doubt("competing", (scene.text.span(clause.start, clause.end),))
            return


def _relations(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """ "meine Kollegin" beside coming, neither named nor counted."""
    counted = outcome.crowd.evidence
    if outcome.crowd.total is not None and outcome.headcount == outcome.crowd.total > len(outcome.named):
        return  # "drei Plätze: mein Mann und meine Nachbarin kommen mit"
    for match in scene.text.of("colleague", "friend", "assistant"):
        if match.first not in scene.own_set or match.first in outcome.explained or scene.has(match.first, "title"):
            continue
        if not any(scene.has(b, "my") for b in scene.words_before(match.first, 2)):
            continue
        clause = scene.text.clause_of(match)
        if clause is None or around(scene, clause) is not Says.COMING:
            continue
        inside = range(clause.first, clause.last + 1)
        if scene.any(inside, "told", "past"):
            continue
        if any(s.start <= match.start < s.end for s in counted) or agreed_with(scene, match.first):
            continue
        sentence = {clause.sentence, clause.sentence + 1}
        if any(m.clause is not None and m.clause.sentence in sentence for m in outcome.mentions):
            continue
        if not scene.any(inside, "come", "attend", "bring", "accompanied", "enrol"):
            continue
        yield Doubt("unclear_count", (scene.text.span_of(match),))
        return


# --- some come and some do not ---


def _mixed(scene: Scene, outcome: Outcome) -> Iterator[Doubt]:
    """A cancellation for the writer and others, and a clause says that the writer comes."""
    if outcome.kind is not Kind.CANCEL or outcome.listed or len(outcome.withdrawn) < 2:
        return
    if not any(names.same_person(outcome.sender, n) for n in outcome.withdrawn if outcome.sender):
        return
    for clause in scene.text.clauses:
        if clause.first not in scene.own_set or says(scene, clause) is not Says.COMING:
            continue
        inside = range(clause.first, clause.last + 1)
        if scene.any(inside, "earlier", "past"):
            continue  # "we had registered"
        if scene.any(inside, "self_i", "self_we") and scene.any(inside, *COMES):
            yield Doubt("competing", (scene.text.span(clause.start, clause.end),))
            return


def _i_stay_away(scene: Scene, outcome: Outcome) -> bool:
    """The writer does not come, and it is others who were withdrawn."""
    if any(outcome.sender and names.same_person(outcome.sender, n) for n in outcome.withdrawn):
        return False
    return any(
        says(scene, c) is Says.NOT_COMING
        and scene.any(range(c.first, c.last + 1), "self_i")
        and not any(c.first <= m.first <= c.last for m in outcome.mentions)
        for c in scene.text.clauses
        if c.first in scene.own_set
    )


def _span(scene: Scene, index: int) -> Span:
    return scene.text.span(scene.tokens[index].start, scene.tokens[index].end)
