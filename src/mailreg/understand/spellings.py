"""Which of a candidate's spellings is the name: "Blessing Adeyemi" or "Blessing Adeyemi vom Nigerianischen"?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailreg.lexicon.given_names import given_names
from mailreg.understand import names
from mailreg.understand.candidates import Candidate, Place
from mailreg.understand.findings import Facts
from mailreg.understand.tokens import Token


def spelling_features(candidate: Candidate, name: str, facts: Facts) -> dict[str, float]:
    """What tells whether this spelling is the right one."""
    places = [p for p in candidate.places if p.name == name]
    found = dict.fromkeys(_flags(candidate, name, places, facts), 1.0)
    found["sure"] = max((p.sure for p in places), default=0.0)
    return found


def _flags(candidate: Candidate, name: str, places: list[Place], facts: Facts) -> Iterator[str]:
    sources = {p.source for p in places}
    for source in sources:
        yield f"source {source}"
    yield f"sources {','.join(sorted(sources))}"
    plain = any(p.plain for p in places)
    yield f"plain={plain} outcome={'outcome' in sources}"
    words = names.parts(name)
    yield f"words={min(len(words), 5)}"
    yield f"given={bool(words) and words[0] in given_names()}|{plain}"
    yield f"initial={any(len(w) == 1 for w in words)}"
    header = names.parts(facts.header_name or "")
    if candidate.sender:
        alike = "same" if set(words) == set(header) else "part" if set(words) & set(header) else "none"
        yield f"header={alike}|{plain}"
    scene = facts.body
    text_script = {names.script(names.parts(p.name)[0]) for p in candidate.in_text if names.parts(p.name)}
    if words and text_script:
        yield f"script={names.script(words[0]) in text_script}"
    for other in candidate.names:
        if other == name:
            continue
        theirs = names.parts(other)
        tagged = any(p.plain for p in candidate.places if p.name == other)
        if set(theirs) < set(words):
            yield f"longer than tagged={tagged}"
            more = [w for w in words if w not in theirs]
            begins, ends = words[: len(theirs)] == theirs, words[-len(theirs) :] == theirs
            yield f"more={'end' if begins else 'begin' if ends else 'mid'}|{tagged}"
            yield f"more given={more[0] in given_names()}|{tagged}"
        elif set(words) < set(theirs):
            yield f"shorter than tagged={tagged}"
        else:
            outcome = any(p.source == "outcome" for p in candidate.places if p.name == other)
            yield f"other tagged={tagged} outcome={outcome}"
    for place in places[:3]:
        if place.first < 0:
            continue
        inside = range(place.first, place.last + 1)
        tags = {t for i in inside if scene.tokens[i].folded not in scene.given for t in scene.tags.get(i, ())}
        for tag in tags:
            yield f"holds {tag}"
        yield f"ends={_next(scene.tokens, place.last + 1)}"
        yield f"begins={_next(scene.tokens, place.first - 1)}"
        if any(scene.tokens[i].text.islower() and not names.is_caseless(scene.tokens[i].text) for i in inside):
            yield "small letters inside"
        if any(scene.everyday(i) for i in inside):
            yield "small words inside"


def _next(tokens: Sequence[Token], at: int) -> str:
    if not 0 <= at < len(tokens):
        return "edge"
    token = tokens[at]
    if token.kind == "word":
        return "Word" if token.text[0].isupper() else "word"
    return token.text if token.kind == "punct" else token.kind
