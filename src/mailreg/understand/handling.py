"""The second opinion on whether an answer may go out: it lifts the soft doubts of the rules, or adds one.

It sees the whole reading, who comes and how sure that is. It has learnt from mails that the other models had not seen
where an answer was due and the reading right; in doubt a person looks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from mailreg.model.reading import Doubt, Found, Kind, Reading, Role
from mailreg.understand.agreement import COMPETING, LEFT, Listener
from mailreg.understand.opinion import ALONE, DOUBTFUL, OURS, SECOND, SURE, UNTIED_RULE, Opinion
from mailreg.understand.tie import HINT, PROVEN

# How sure the model must be …
ANSWER = 0.75  # … that an answer may go out, to lift the rules' soft doubts
ANSWER_AGAINST = 0.8  # … where the rules saw another kind
ANSWER_FOR_NONE = 0.8  # … where they saw that we are meant, and nothing that is wished
ANSWER_ALONE = 0.85  # … where a sure rule says otherwise
ANSWER_OPEN = 0.8  # … where the rules saw a condition, or somebody who has not decided
LOOK = 0.75  # below this a person looks, though the rules are sure
TIED = 0.87  # … for a hint to be enough that this event is meant
IGNORE = 0.95  # … that nobody need look at what the rules would show
IGNORE_TIED = 0.98  # … where they saw a wish, and our event proven
ASKED = 0.3, 0.95  # between them the network is asked, too, which takes as long as all the rest of the reading
MAYBE_OURS, NOTHING = 0.2, 0.2  # what may be ours is shown where the network finds it less likely that nothing is due
UNSURE_WHO = 0.7  # below this of one who comes or stays away a person looks
SHOW = 0.6  # below this what the rules put aside is shown
# Doubts that no model lifts: they are about danger, or about what only a person can decide.
_HARD = frozenset({"suspicious", "press", "complaint", "after_event", "unknowing", "contradictory"})
_FEW = 4  # more people than these are taken off the list only where it is clear who
_OPEN = frozenset({"conditional", "undecided"})
# Rules whose doubt is about another event or a machine, which no sentence settles.
_HELD = frozenset({"other_event_on_our_day", "human_words_in_machine_mail", "registers_through_a_list"})
# Rules that know only that we are meant: another kind is no contradiction.
_SAW_LITTLE = (":answers_us", ":names_our_event", ":needs_for_our_event", ":perhaps_ours")
# Sure rules that saw a wish of ours, if another one. Whoever says in so many words that they come is not among them: no
# model makes a cancellation of that.
_SURE_OF_OURS = (":cancellation", ":change_of_registration", ":replacement", ":asks_about_event")


def handling_features(opinion: Opinion, reading: Reading) -> dict[str, float]:
    """What tells whether a person must look: all of the above, and the people that were found."""
    kind = reading.kind.value
    found = dict(opinion.features)
    found[f"K={kind}"] = 1.0
    found["sure"] = opinion.kinds.get(str(kind), 0.0)
    found |= {f"p={name}": p for name, p in opinion.kinds.items()}
    found |= {f"D={doubt.code}": 1.0 for doubt in reading.doubts}
    people, unnamed = len(reading.people), reading.headcount.value - len(reading.people)
    found["people"] = min(people, 5) / 5
    found["nobody"] = float(kind in {Kind.REGISTER, Kind.CHANGE} and not people)
    found["unnamed"] = min(max(unnamed, 0), 4) / 4
    found["nameless"] = float(any(p.name is None for p in reading.people))
    found["withdraws"] = float(bool(reading.withdrawn))
    found["count"] = reading.headcount.confidence
    found["people sure"] = min((r.sure for r in reading.remarks), default=1.0)
    found["people unsure"] = min(sum(r.sure < 0.8 for r in reading.remarks), 3) / 3
    found["people changed"] = float(any(r.changed for r in reading.remarks))
    found["event confidence"] = reading.event.confidence
    for need, yes in opinion.needs.items():
        found[f"open {need}"] = 2 * min(yes, 1 - yes)
        found[f"K={kind}*open {need}"] = found[f"open {need}"]
    found["no event"] = float(reading.event.value is None)
    for label in ("maybe", "if", "come", "no", "oth", DOUBTFUL):
        found[f"K={kind}*{label}"] = found.get(f"m_{label}", 0.0)
    return found


def reading_features(reading: Reading) -> dict[str, float]:
    """What the trees ask besides: the reading in numbers as they are, and its language."""
    remarks = reading.remarks
    found = {f"lang={reading.language.value}": 1.0, "lang sure": reading.language.confidence}
    for role in Role:
        sure = [r.sure for r in remarks if r.role is role]
        found[f"n {role}"] = len(sure)
        found[f"least {role}"] = min(sure, default=1.0)
        found[f"all {role}"] = sum(math.log(max(s, 1e-3)) for s in sure)
    found["second least"] = sorted([*(r.sure for r in remarks), 1.0, 1.0])[1]
    found["n changed"] = sum(r.changed for r in remarks)
    found["n seats"] = reading.headcount.value
    found["n people"] = len(reading.people)
    found["n unnamed"] = reading.headcount.value - len(reading.people)
    found["n gone"] = len(reading.withdrawn)
    found["n without office"] = sum(p.organisation is None for p in reading.people)
    found["n one word"] = sum(p.name is not None and " " not in p.name for p in reading.people)
    found["longest name"] = max((len(p.name or "") for p in reading.people), default=0)
    found["n needs"] = len(reading.needs)
    found["least need"] = min((n.confidence for n in reading.needs), default=1.0)
    found["n doubts"] = len(reading.doubts)
    found["kind sure"] = reading.kind.confidence
    found["asks"] = float(reading.question.value)
    return found


def together(chance: float, logit: float) -> float:
    """What the linear model (a probability) and the trees (a logit) say together."""
    linear = math.log(max(chance, 1e-6) / max(1 - chance, 1e-6))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, (linear + logit) / 2))))


def weigh_handling(opinion: Opinion | None, reading: Reading, *, held: bool = False) -> Reading:
    """Lift the soft doubts where the model is sure that an answer is due; add one where it is sure of the opposite.
    `held`: a doubt that no model lifts. Where neither is sure (ASKED) the network is asked, too."""
    if held or reading.why in _HELD or reading.why.startswith(UNTIED_RULE):
        return reading
    chance = chances(opinion, reading)
    if opinion is None or chance is None:
        return reading
    listener = opinion.listener
    doubt, tied = COMPETING, 1.0
    if listener is not None and reading.kind.value in OURS and asked(chance["automatic"], listener):
        before = chance["automatic"]
        chance["automatic"], doubt = listener.weigh(reading, before)
        tied = before if listener.overhears else 1.0
    elif listener is not None and reading.kind.value not in OURS and _maybe_ours(opinion):
        heard = listener.hear()
        if heard is not None and heard.handlings["ignore"] < NOTHING:
            chance["ignore"] = min(chance["ignore"], heard.handlings["ignore"])
    if listener is not None and listener.answers_another_matter:
        tied = 0.0
    if _unsure_who(reading):
        chance["automatic"], doubt = min(chance["automatic"], LEFT), "unclear_who"
    return settle(reading, chance, doubt, tied)


def _maybe_ours(opinion: Opinion) -> bool:
    """May a mail be ours, of which rules and model found that it is not?"""
    return sum(opinion.kinds.get(kind.value, 0.0) for kind in OURS) >= MAYBE_OURS


def _unsure_who(reading: Reading) -> bool:
    """Is the second opinion unsure of somebody who comes or stays away?"""
    return any(remark.role is not Role.OTHER and remark.sure < UNSURE_WHO for remark in reading.remarks)


def asked(chance: float, listener: Listener) -> bool:
    """Is the network asked whether an answer may go out? Where it has read the mail anyway, it costs nothing."""
    return chance >= ASKED[0] and (chance < ASKED[1] or listener.has_heard is not None)


def chances(opinion: Opinion | None, reading: Reading) -> dict[str, float] | None:
    """How probable each handling is by the linear model and the trees; None where there is no opinion."""
    model = opinion.models.documents.get("handling") if opinion is not None else None
    if opinion is None or model is None:
        return None
    features = handling_features(opinion, reading)
    chance = model.probabilities(features)
    trees = opinion.models.answer
    if trees is not None and reading.kind.value in OURS:
        chance["automatic"] = together(chance["automatic"], trees.logit(features | reading_features(reading)))
    return chance


def settle(reading: Reading, chance: Mapping[str, float], doubt: str = COMPETING, tied: float = 1.0) -> Reading:
    """The reading with its doubts lifted or one added. `chance`: how probable each handling is; `doubt`: the code of
    what is added where an answer is hardly due; `tied`: the chance of an answer by those who have seen how the mail is
    tied to the event."""
    if reading.kind.value not in OURS:
        return _aside(reading, chance)
    doubts = {d.code for d in reading.doubts}
    alone, changed = reading.why.startswith(ALONE), reading.why.startswith(SECOND)
    enough = ANSWER_AGAINST if changed else ANSWER  # the rules saw another kind: two readings compete
    if changed and reading.why.endswith(_SAW_LITTLE):
        enough = ANSWER_FOR_NONE
    if doubts & _OPEN:
        enough = max(enough, ANSWER_OPEN)
    if alone:
        # Hardly ever does the model bring about an answer against a sure rule; never where the rules saw nothing of
        # ours, or where it alone lifts a doubt.
        if doubts or chance["automatic"] < ANSWER_ALONE or not reading.why.endswith(_SURE_OF_OURS):
            return reading if doubts else replace(reading, doubts=(Doubt("competing", reading.kind.evidence[:1]),))
        return replace(reading, kind=replace(reading.kind, confidence=max(reading.kind.confidence, SURE)))
    group = reading.kind.value is Kind.CANCEL and len(reading.withdrawn) > _FEW and "unclear_who" in doubts
    if chance["automatic"] >= enough and not (doubts & _HARD or group):
        return replace(
            reading,
            doubts=(),
            kind=replace(reading.kind, confidence=max(reading.kind.confidence, SURE)),
            headcount=replace(reading.headcount, confidence=max(reading.headcount.confidence, SURE)),
            event=_believed(reading.event, min(chance["automatic"], tied)),
        )
    if chance["automatic"] < (enough if changed else LOOK) and not doubts:
        return replace(reading, doubts=(Doubt(doubt, reading.kind.evidence[:1]),))
    return reading


def _believed(event: Found[str | None], chance: float) -> Found[str | None]:
    """A weekday or the only open event proves nothing; beside a model that is sure of an answer it does. The model
    has seen how the mail is tied to the event, and what else people do on Tuesdays."""
    if event.value is None or event.confidence < HINT or chance < TIED:
        return event
    return replace(event, confidence=max(event.confidence, PROVEN))


def _aside(reading: Reading, chance: Mapping[str, float]) -> Reading:
    enough = SHOW
    if reading.why.startswith(ALONE):
        enough = IGNORE_TIED if reading.event.confidence >= PROVEN else IGNORE
    if chance["ignore"] < enough:
        return replace(reading, kind=replace(reading.kind, confidence=min(reading.kind.confidence, 0.5)))
    if chance["ignore"] >= IGNORE:
        return replace(reading, kind=replace(reading.kind, confidence=max(reading.kind.confidence, SURE)))
    return reading
