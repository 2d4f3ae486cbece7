""" "Bitte wieder löschen, alle beide": two stay away, and the mail names one of them. The other may stand in the mail
that is answered."""

from __future__ import annotations

import re
from dataclasses import replace

from mailreg.lexicon.fold import fold
from mailreg.lexicon.given_names import given_names
from mailreg.model.mail import Letter, SegmentKind, Span
from mailreg.model.reading import Found
from mailreg.understand import names
from mailreg.understand.findings import Facts, People
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.withdrawn import Says, says

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_LONGEST = 4  # words of a name
_MOST = 20_000  # characters that are searched


def both_gone(found: People, facts: Facts, letter: Letter) -> People:
    """A cancellation's people with the other one of two, where the answered mail names two."""
    if len(found.withdrawn) != 1 or found.people or found.headcount.value:
        return found
    said = _said_of_both(facts.body)
    if said is None:
        return found
    one = found.withdrawn[0].value
    others = {n for n in _registered(letter, facts) if not names.same_person(n, one)}
    if len(others) != 1:
        return found
    return replace(found, withdrawn=(*found.withdrawn, Found(others.pop(), 0.85, (said,))))


def _said_of_both(scene: Scene) -> Span | None:
    """Where it says that both stay away: people, not days."""
    for match in scene.text.of("both"):
        clause = scene.clause_at(match.first)
        if clause is None or match.first not in scene.own_set:
            continue
        after = scene.tokens[match.last + 1] if match.last + 1 < len(scene.tokens) else None
        things = after is not None and after.kind == "word" and after.text[0].isupper()
        if things and not scene.has(match.last + 1, "seat", "self_i", "registration", "enrol", *RELATIONS):
            continue  # "an beiden Terminen"
        if scene.has(match.last + 1, "event_noun", "day", "month", "weekday"):
            continue
        told = [says(scene, c) for c in scene.sentences[clause.sentence]]
        if Says.COMING not in told and (
            Says.NOT_COMING in told or scene.any(_inside(scene, clause.sentence), "cancel")
        ):
            return scene.text.span_of(match)
    return None


def _inside(scene: Scene, sentence: int) -> list[int]:
    return [i for c in scene.sentences[sentence] for i in range(c.first, c.last + 1)]


def _registered(letter: Letter, facts: Facts) -> set[str]:
    """Whom the mail that is answered names in one breath with the writer, or in a list."""
    quoted = letter.of_kind(SegmentKind.QUOTED)[:_MOST]
    writer = facts.sender.name
    found: set[str] = set()
    for line in quoted.split("\n"):
        here = _names(line)
        if len(here) > 1 and writer and any(names.same_person(n, writer) for n in here):
            found.update(here)
    return {n for n in found if not any(names.same_person(n, o) for o in facts.organisers)}


def _names(line: str) -> list[str]:
    """Two to four words in capitals side by side, the first a given name."""
    found: list[list[str]] = []
    end = -2
    for word in _WORD.finditer(line):
        if word[0][0].isupper():
            if found and word.start() == end + 1:
                found[-1].append(word[0])
            elif fold(word[0]) in given_names():
                found.append([word[0]])
        end = word.end() if word[0][0].isupper() else -2
    return [" ".join(words) for words in found if 2 <= len(words) <= _LONGEST]
