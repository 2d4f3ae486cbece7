"""Which organisation somebody comes for: from the words of the mail, never from a domain.

An organisation in a sentence begins behind "vom", "for the", "im Namen von" …, or holds a word that only organisations
have ("e. V.", "Stiftung", "Beratungsstelle"), and goes on over capitals, quotation marks and small joining words.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailreg.lexicon.match import Match
from mailreg.lexicon.towns import is_town
from mailreg.model.mail import Span
from mailreg.understand import names
from mailreg.understand.organisation_extent import capital, extent
from mailreg.understand.organisation_words import CLOSE, LEGAL, OPEN, clean, everyday, has_kind
from mailreg.understand.scene import Scene

_SAID = ("introduces", "register", "enrol", "registration", "self_i", "self_we", "self_me")
_DETERMINERS = frozenset(
    """dem der den die das des einem einer eines unserem unserer unser unsere ihrem ihrer the a an
    la le les l el los las our my de da do""".split()
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """`strong`: a word in it says that it is an organisation; `shared`: the sentence says it of all ("we both")."""

    name: str
    start: int
    end: int
    span: Span
    strong: bool = False
    shared: bool = False
    own: bool = True  # said of the writer, not of somebody else
    first: int = -1
    last: int = -1
    within: bool = False  # "aus der Verwaltung": perhaps a part of the sender's own


def find_organisations(scene: Scene, people: frozenset[int]) -> list[Organisation]:
    """The organisations that the message names, in its order. `people`: tokens of the persons' names."""
    found: list[Organisation] = []
    done = -1
    cues = {m.last: m for m in scene.text.of("from_organisation") if m.first in scene.own_set}
    for index in scene.own_tokens:
        if index <= done or not (index in scene.tags or index in cues or scene.tokens[index].text in OPEN):
            continue
        start = None
        sure = False
        if index in cues and not _hearsay(scene, index):
            start = _behind(scene, index)
            sure = start is not None and scene.any(range(cues[index].first, start), "organisation")
            if start is not None and _generic(scene, start) and capital(scene, start + 1):
                start, sure = start + 1, True
        elif scene.has(index, "called") and any(scene.has(b, "organisation") for b in scene.words_before(index, 2)):
            start, sure = _behind(scene, index), True  # "unsere Organisation heißt …"
        elif (
            scene.tokens[index].text in OPEN
            and scene.tokens[index].text not in "'’‘"
            and any(scene.has(b, "organisation") for b in scene.words_before(index, 4))
        ):
            start, sure = index + 1, True  # a quoted name behind "die Gruppe …"
        if start is not None and start < len(scene.tokens) and start not in people:
            run = extent(scene, start, people, sure=sure)
            if (
                run is not None
                and _acceptable(scene, run, cued=True, sure=sure)
                and (index not in cues or not _loose(scene, cues[index], run))
                and not _of_the_meeting(scene, start)
            ):
                done = run[1]
                _add(found, scene, run, sure=sure)
                continue
        if scene.has(index, "organisation") and index not in people and _shown(scene, index):
            run = extent(scene, _leftmost(scene, index, people), people)
            if run is not None and run[1] >= index and _acceptable(scene, run, cued=False):
                done = run[1]
                if not _hearsay(scene, run[0]) and not _of_the_meeting(scene, run[0]) and not _beside(scene, run[0]):
                    _add(found, scene, run)
    return found


def _hearsay(scene: Scene, index: int) -> bool:
    """ "Ihre Einladung kam über die Stadt Leipzig", "vom Flüchtlingsrat erfahren": where the writer heard of it; what
    was ("früher beim DRK"); where the children go; whose meeting it is ("der Fachtag der AGJF")."""
    clause = scene.clause_at(index)
    if clause is None:
        return False
    inside = range(clause.first, clause.last + 1)
    if scene.any(inside, "heard", "past"):
        return True
    before = range(clause.first, index)
    others = any(scene.has(i, "child") or (scene.has(i, "friend") and not scene.has(i, "title")) for i in before)
    return others and not scene.any(inside, *_SAID, "joins", "come", "attend", "accept")


def _of_the_meeting(scene: Scene, start: int) -> bool:
    """ "zum Fachtag der AGJF": the organiser's."""
    before = next((b for b in scene.words_before(start, 3) if scene.tokens[b].folded not in _DETERMINERS), None)
    return before is not None and scene.has(before, "event_noun") and not scene.has(before, "organisation")


def _beside(scene: Scene, start: int) -> bool:
    """ "der Austausch mit der Diakonie": somebody else."""
    at = start - 1
    while at >= 0 and scene.tokens[at].folded in _DETERMINERS:
        at -= 1
    return at >= 0 and scene.has(at, "accompanied")


def _loose(scene: Scene, cue: Match, run: tuple[int, int]) -> bool:
    """In scripts without capitals a preposition alone ("from") is followed by anything: there must be an organisation's
    word behind it, and the writer in the sentence."""
    if cue.first != cue.last or not names.is_caseless(scene.tokens[run[0]].text):
        return False
    if not has_kind(scene, list(range(run[0], run[1] + 1))):
        return True
    clause = scene.clause_at(run[0])
    return clause is not None and not any(
        scene.has(i, *_SAID) for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)
    )


def _add(found: list[Organisation], scene: Scene, run: tuple[int, int], *, sure: bool = False) -> None:
    first, last = run
    kind = has_kind(scene, list(range(first, last + 1)))
    while first < last and _generic(scene, first) and not scene.tokens[first + 1].text.islower():
        first += 1  # the quotation mark, or the name itself
        if scene.tokens[first].text in OPEN:
            first, last = _inside_quotes(scene, first, last)
    start, end = scene.tokens[first].start, scene.tokens[last].end
    legal = LEGAL.match(scene.text.text[end : end + 12])
    if legal:
        end += legal.end()
    name = clean(scene.text.text[start:end])
    if name is None:
        return
    ahead = first - 1
    quoted = ahead >= 0 and scene.tokens[ahead].text in OPEN
    ahead -= quoted
    if (
        len(name) < 8
        and " " not in name
        and ahead >= 0
        and scene.has(ahead, "organisation")
        and not _generic(scene, ahead)
    ):
        start = scene.tokens[ahead].start  # "клуб «Родник»", "جمعية نور": a short name with its kind
        end += quoted and end < len(scene.text.text)
        name = clean(scene.text.text[start:end]) or name
    if any(scene.has(b, "negative") for b in scene.words_before(first, 2)):
        return  # "nicht …": the wrong name that is corrected
    clause = scene.clause_at(first)
    inside = scene.sentences[clause.sentence] if clause is not None else []
    tokens = range(inside[0].first, inside[-1].last + 1) if inside else range(first, last + 1)
    behind = next((b for b in scene.words_before(first, 3) if scene.tokens[b].folded not in _DETERMINERS), None)
    within = behind is not None and scene.tokens[behind].folded == "aus"
    shared = scene.any(tokens, "self_we", "self_us", "both")
    strong = sure or kind or bool(legal)
    found.append(Organisation(name, start, end, scene.text.span(start, end), strong, shared, True, first, last, within))


def _inside_quotes(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """The tokens between the quotation mark `first` and the one that closes it."""
    closing = next((i for i in range(first + 2, last + 1) if scene.tokens[i].text in CLOSE), last + 1)
    return first + 1, max(closing - 1, first + 1)


def _generic(scene: Scene, index: int) -> bool:
    """ "общество «Мосты»", "udruga Zajedno": a small word for any organisation is no part of the name."""
    token = scene.tokens[index]
    return token.text.islower() and not names.is_caseless(token.text) and scene.has(index, "label_organisation")


def _behind(scene: Scene, cue: int) -> int | None:
    """The first token of what follows the cue, determiners and quotation marks stepped over."""
    at = cue + 1
    steps = 0
    while at < len(scene.tokens) and steps < 5:
        token = scene.tokens[at]
        small = token.kind == "word" and token.text.islower()
        if (
            token.kind == "newline"
            or (token.kind == "punct" and token.text in OPEN + "'’:")
            or (small and (token.folded in _DETERMINERS or scene.has(at, "from_organisation")))
        ):
            at += 1
        else:
            return at if token.kind in {"word", "number"} else None
        steps += 1
    return None


def _shown(scene: Scene, index: int) -> bool:
    """Written as names are: with a capital, or in small letters by those who write everything so."""
    token = scene.tokens[index]
    return (
        token.text[0].isupper()
        or names.is_caseless(token.text)
        or _quoted(scene, index + 1)
        or (
            scene.small_letters
            and scene.text.languages[:1] == ("de",)
            and scene.tags[index] <= {"organisation", "label_organisation", "role"}
        )
    )


def _quoted(scene: Scene, index: int) -> bool:
    return index < len(scene.tokens) and scene.tokens[index].text in OPEN


def _leftmost(scene: Scene, index: int, people: frozenset[int]) -> int:
    """Capital words directly before an organisation's word belong to it: "Evangelische Jugend", "Lotus Verein"."""
    at = index
    while at > 0:
        before = scene.tokens[at - 1]
        if before.kind == "punct" and before.text in "-‐&":
            at -= 1
            continue
        if _linked(scene, at, people):
            at -= 2
            continue
        if before.kind != "word" or (at - 1) in people or not before.text[0].isupper():
            break
        if scene.has(
            at - 1,
            "self_i",
            "greeting",
            "introduces",
            "joins",
            "title",
            "from_organisation",
            "closing",
            "my",
            "role",
            "register",
            "enrol",
        ) and not scene.has(at - 1, "organisation"):
            break
        if scene.has(at - 1, "no_name", "event_noun") and not scene.has(at - 1, "organisation"):
            town = is_town(before.text) and scene.text.languages[:1] != ("de",)
            if not town:  # "Leipzig University"
                break
        at -= 1
    while at < index and scene.tokens[at].kind != "word":
        at += 1
    return at


_FOR = frozenset("for of pour de para per за для".split())


def _linked(scene: Scene, at: int, people: frozenset[int]) -> bool:
    """ "Bridges for Youth", "Sœurs pour Dialogue": does a capital word of no other meaning stand before the link?"""
    if at < 2 or scene.text.languages[:1] == ("de",) or scene.tokens[at - 1].folded not in _FOR:
        return False
    first = scene.tokens[at - 2]
    return (
        first.kind == "word"
        and first.text[0].isupper()
        and at - 2 not in people
        and not scene.tags.get(at - 2, set()) - {"organisation"}
        and not scene.common(at - 2)
        and not scene.everyday(at - 2)
    )


def _of_a_town(scene: Scene, town: int, kind: int) -> bool:
    """ "Unser kleiner Chemnitzer Verein": what it is and where, no name."""
    if not is_town(scene.tokens[town].text.removesuffix("er")) or not everyday(scene, kind):
        return False
    return any(scene.has(b, "my") for b in scene.words_before(town, 2))


def _begins_sentence(scene: Scene, index: int) -> bool:
    return index == 0 or scene.tokens[index - 1].kind == "newline" or scene.tokens[index - 1].text in ".!?"


def _acceptable(scene: Scene, run: tuple[int, int], *, cued: bool, sure: bool = False) -> bool:
    """No event, no place, no person, no everyday noun alone."""
    first, last = run
    words = [i for i in range(first, last + 1) if scene.tokens[i].kind == "word"]
    if not words:
        return False
    folded = [scene.tokens[i].folded for i in words]
    if " ".join(folded) in scene.phrases or scene.has(words[0], "instead", "in_their_place", "instead_of_me"):
        return False
    if all(
        w in scene.avoid
        or scene.has(
            i,
            "no_name",
            "event_noun",
            "month",
            "weekday",
            "language_name",
            "greeting",
            "title",
            "place",
            "registration",
            "interpreting",
            "travel_costs",
        )
        for w, i in zip(folded, words, strict=True)
    ):
        return False
    dated = scene.has(words[0], "month", "weekday") and not (len(words) > 1 and has_kind(scene, words[1:]))
    if dated or (
        scene.has(
            words[0],
            "event_noun",
            "interpreting",
            "travel_costs",
            "registration",
            "title",
            "negative",
            "childcare",
            "diet",
        )
        and not scene.has(words[0], "organisation")
    ):
        return False
    kind = has_kind(scene, words)
    if len(words) == 2 and _of_a_town(scene, words[0], words[1]):
        return False
    if len(words) > 1 and scene.has(words[-1], "event_noun") and scene.tokens[last - 1].text in "-‐":
        return False  # "AG-Sitzung", "Vereins-Treffen"
    if not sure and scene.has(words[0], "their", "my", "closing") and not scene.has(words[0], "organisation"):
        return False  # "Ihre Antwort", "eure Mühe"
    if cued and not kind and (scene.has(words[0], "language_name") or is_town(scene.span_text(first, last))):
        return False
    if LEGAL.match(scene.text.text[scene.tokens[last].end : scene.tokens[last].end + 8].replace("\n", " ")):
        return True
    quoted = first > 0 and scene.tokens[first - 1].text in OPEN
    if sure and not kind:
        ordinary = scene.tags.get(words[0], set()) & {
            "no_name",
            "place",
            "self_i",
            "self_we",
            "come",
            "enrol",
            "joins",
            "negative",
        }
        return quoted or not (ordinary and len(words) == 1)
    if kind:
        # "unser Verein", "die Gruppe" alone names none
        proper = [i for i in words if not scene.has(i, "no_name", "my") and scene.tokens[i].folded not in scene.avoid]
        alone = len(words) == 1 and not quoted
        if alone and not cued:
            return False
        return bool(proper) and not (alone and everyday(scene, words[0]))
    if not cued:
        return False
    if scene.tokens[words[0]].folded in scene.given and len(words) <= 3:
        return False
    if len(words) == 1:
        return quoted or (scene.tokens[words[0]].text.isupper() and len(scene.tokens[words[0]].text) > 2)
    return (
        quoted
        or names.is_caseless(scene.tokens[first].text)
        or not scene.tags.get(words[0], set()) & {"no_name", "colleague", "friend", "child", "seat"}
        or (len(words) > 2 and is_town(scene.tokens[words[0]].text))
    )
