"""A second opinion: the statistical reading of a mail, weighed against the rules.

The rules read first. Their findings are features of the model like the words are, so it learns where a rule can be
trusted. Where both agree the answer may go out; where the model is sure and the rules are not, or the other way round,
the thresholds below decide, and they are chosen so that in doubt a person looks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from mailreg.model.mail import Span
from mailreg.model.reading import Doubt, Found, Kind, Need, NeedKind
from mailreg.understand.agreement import Listener
from mailreg.understand.asked_languages import languages_of, left_out, named_in
from mailreg.understand.facts import LONG_MAIL, UNTOLD, Facts
from mailreg.understand.how_asked import how_asked
from mailreg.understand.models import Models, load_models
from mailreg.understand.needs import UNNAMED, Needs
from mailreg.understand.people_opinion import Ear
from mailreg.understand.scope import Statement
from mailreg.understand.senses import MOST_SENTENCES, Row, loudest, summary
from mailreg.understand.tie import HINT
from mailreg.understand.verdict import Verdict

OURS = frozenset({Kind.REGISTER, Kind.CANCEL, Kind.CHANGE, Kind.QUESTION})
_LABELS_OF = {
    Kind.REGISTER: ("come",),
    Kind.CANCEL: ("no",),
    Kind.CHANGE: ("chg", "rep", "no"),
    Kind.QUESTION: ("ask", "maybe"),
    Kind.UNRELATED: ("oth",),
    Kind.AUTOMATIC: ("oth",),
}
# How sure the model must be …
OTHER_KIND = 0.5  # … to say another kind than the rules
OTHER_THAN_FIRM = 0.65  # … where they put the mail aside for a reason of their own: "Danke für die Bestätigung!"
KEPT_QUESTION, ASKED = 0.3, 0.5  # … that a question is open which the rules saw, or did not see
DROP, ADD = 0.4, 0.6  # … that a need is not asked for, or is, against the rules
ADD_REFUSED = 0.7  # … where they saw that it is expressly not needed
SURE = 0.9
UNTIED, ELSEWHERE = 0.35, 0.7  # … that a mail is for us that names none of our events, or something else: it is shown
SURE_RULE = 0.85  # a rule so sure of its kind is never overruled without a person
_ONE_WORD = frozenset({"press", "complaint"})
# Rules that put a mail aside for a reason of their own, not for want of a wish.
_FIRM = frozenset(
    """not_to_us off_the_list spam speaks_to_a_robot from_an_organiser to_somebody_else other_event other_day
    invites_us report business_offer glad_of_confirmation bulk_content machine_unless_a_human_registers passed_around
    reader_comes sick_note""".split()
)
# Rules that put a human's mail aside because they saw a wish but nothing of our events, or no wish, or something else.
_OF_OTHERS = frozenset({"something_else_that_day", "other_day", "other_event", "invites_us"})
_UNTIED_RULES = _OF_OTHERS | {"nothing_ties_it", "asks_something_else", "nothing_of_ours", "thanks_or_talk"}
UNTIED_LONG = 0.8  # … that the network hears it, too, where the mail is long
UNTIED_RULE = "untied:"  # nothing names our event, and the words are those of somebody who comes, cancels or asks
# The needs that it is asked about: of access and food the rules alone know more.
NEEDS = {
    NeedKind.TRAVEL_COSTS: ("tr+", "tr-"),
    NeedKind.INTERPRETING: ("in+", "in-", "in~"),
    NeedKind.CHILDCARE: ("ch+", "need-"),
}
_KINDS_SAID = ("k:register", "k:cancel", "k:change", "k:question", "k:other")  # what each sentence tells of the mail
DOUBTFUL = "h:review"  # … and whether a person must look at it
_SPANS = tuple(f.name for f in fields(Facts) if f.type == "tuple[Span, ...]")
SECOND = "second_opinion:"  # the rules saw another kind
ALONE = "second_opinion_alone:"  # a sure rule says otherwise, or that the mail is not ours: a person looks
_CANCELS = (":cancellation", ":refusal")
# A question is asked beside whatever else is wished: it contradicts nobody who comes, cancels or changes.
_ASKED = frozenset({"asks_about_event", "asks_about_that_day"})
_WISHING = frozenset({Kind.REGISTER, Kind.CHANGE, Kind.QUESTION})
_DOES = frozenset({Kind.REGISTER, Kind.CANCEL, Kind.CHANGE})
_FLAGS = (
    "heading", "confirmed", "quotes_confirmation", "swap", "from_organiser", "needs_for_writer", "copied", "invited",
    "thread_ours", "thread_names", "thread_busy", "speaks_for_self", "forward", "reply", "over", "empty", "sorry",
)  # fmt: skip


@dataclass(frozen=True)
class Opinion:
    """`kinds`: how probable each kind is; `needs`: how probable it is that each need is asked for (NEEDS)."""

    models: Models
    statements: Sequence[Statement]
    logits: Sequence[Row]
    features: Mapping[str, float]
    kinds: Mapping[str, float]
    needs: Mapping[NeedKind, float] = field(default_factory=dict)
    listener: Listener | None = None

    def ear(self) -> Ear | None:
        """What the second opinion on people is formed with; None where there is no model of them."""
        people = self.models.people
        labels = self.models.sentences.labels
        return None if people is None else Ear(people, self.statements, labels, self.logits, self.listener)

    def evidence(self, kind: Kind) -> tuple[Span, ...]:
        """The sentence that speaks loudest for this kind."""
        place = loudest(self.models.sentences.labels, self.logits, _LABELS_OF[kind])
        return () if place is None else (self.statements[place].span(),)


def form(statements: Sequence[Statement], facts: Facts, verdict: Verdict) -> Opinion | None:
    """The model's opinion of a mail; None where there is no model, or where it would change nothing."""
    if verdict.kind not in OURS and not may_concern_us(facts) and not may_mean_us(facts, verdict):
        return None
    models = load_models()
    if models is None:
        return None
    looked_at = statements[:MOST_SENTENCES]
    logits = models.sentences.logits(looked_at, facts.event.signs)
    features = document_features(models.sentences.labels, logits, facts, verdict)
    kinds: Mapping[str, float] = models.documents["kind"].probabilities(features)
    listener = Listener(facts.letter, facts)
    if may_concern_us(facts):  # of what other people write about it has heard little
        kinds = listener.kinds(kinds)
    elif facts.words > LONG_MAIL and verdict.kind not in OURS and not _sounds_like_ours(kinds, listener):
        return None
    return Opinion(models, looked_at, logits, features, kinds, listener=listener)


def _sounds_like_ours(kinds: Mapping[str, float], listener: Listener) -> bool:
    """Do the model and the network both hear a wish of ours in a long mail? Without a network nobody does."""
    ours = [kind.value for kind in OURS]
    if sum(kinds.get(name, 0.0) for name in ours) < ELSEWHERE or (heard := listener.hear()) is None:
        return False
    return sum(heard.kinds.get(name, 0.0) for name in ours) >= UNTIED_LONG


def document_features(labels: Sequence[str], logits: Sequence[Row], facts: Facts, verdict: Verdict) -> dict[str, float]:
    """What the model of whole mails looks at: what the sentences say, and what the rules found."""
    found = summary(labels, logits)
    found[f"k={verdict.kind}"] = 1.0
    found[f"why={verdict.rule.partition(':')[0]}"] = 1.0
    for doubt in verdict.doubts:
        found[f"d={doubt.code}"] = 1.0
    found |= {f"f={name}": 1.0 for name in _SPANS if getattr(facts, name)}
    found |= {f"f={name}": 1.0 for name in _FLAGS if getattr(facts, name)}
    found |= {f"sign={name}": 1.0 for name, spans in facts.signs.items() if spans}
    found |= {f"asks={need.value.kind}": 1.0 for need in facts.needs.asked}
    found |= {f"refuses={need.value.kind}": 1.0 for need in facts.needs.refused}
    found["tie"] = facts.tie
    found["mention"] = facts.mention
    found["proven"] = float(facts.about_ours)
    found["act"] = math.tanh(facts.act_pull)
    found["cancels"] = math.tanh(facts.cancel_pull)
    found["words"] = min(1.0, math.log1p(facts.words) / 6)
    found["event"] = float(facts.event.event.value is not None)
    found["named"] = float(facts.event.named)
    found["bulk"] = float(facts.letter.bulk is not None)
    found["machine"] = float(facts.letter.machine is not None)
    thread = "confirmed" if facts.confirmed else "invited" if facts.invited else "reply" if facts.reply else "new"
    for label in ("come", "no", "chg", "maybe", "ask", "oth", *_KINDS_SAID, DOUBTFUL):
        found[f"{thread}*{label}"] = found.get(f"m_{label}", 0.0)
    return found


def weigh_kind(opinion: Opinion | None, verdict: Verdict, facts: Facts) -> Verdict:
    """The rules' verdict, or another kind where the model is sure of it."""
    if opinion is None or "suspicious" in {d.code for d in verdict.doubts}:
        return verdict
    if verdict.kind not in OURS and not may_concern_us(facts):
        return _untied(opinion, verdict, facts)
    name, sure = max(opinion.kinds.items(), key=lambda item: item[1])
    kind = Kind(name)
    if facts.letter.machine is not None and facts.letter.machine.certain:
        return verdict
    if kind not in OURS and verdict.kind not in OURS:
        return _absent(opinion, verdict)
    if verdict.rule == "comes_after_all" and kind in {Kind.CANCEL, Kind.CHANGE}:
        return verdict  # what is taken back is nobody's wish
    if verdict.kind is Kind.CANCEL and kind is Kind.REGISTER and facts.sign("ticked_no"):
        return verdict  # a form's own word
    if verdict.kind is Kind.REGISTER and kind is Kind.CANCEL and facts.sign("yes_by_no"):
        return replace(verdict, doubts=(*verdict.doubts, Doubt("competing", facts.signs["yes_by_no"])))
    enough = OTHER_THAN_FIRM if verdict.rule in _FIRM else OTHER_KIND
    if kind is verdict.kind or sure < enough or (kind is Kind.AUTOMATIC and facts.letter.machine is None):
        return verdict
    if verdict.kind in OURS:
        soft = kind in OURS and (verdict.confidence < SURE_RULE or may_both_be(verdict, kind))
    else:
        soft = facts.about_ours and verdict.rule not in _FIRM
    # "Who writes in urgent cases?" below "automatic reply" in the subject is the machine's own question.
    robot = kind is Kind.AUTOMATIC and verdict.kind is Kind.QUESTION and sure >= SURE_RULE
    prefix = SECOND if soft or robot else ALONE
    if verdict.kind in OURS and kind not in OURS and not robot:
        sure = min(sure, 0.5)  # what the rules took for ours is shown: no model loses a registration
    doubts = tuple(d if kind not in _DOES or sure < SURE else _in_passing(d) for d in verdict.doubts)
    return Verdict(kind, sure, f"{prefix}{verdict.rule}", opinion.evidence(kind), doubts)


def _absent(opinion: Opinion, verdict: Verdict) -> Verdict:
    """ "Bin bis Montag nicht da" is an absence note, though no machine has marked it; nothing is due either way."""
    if verdict.kind is not Kind.UNRELATED or opinion.kinds.get(Kind.AUTOMATIC.value, 0.0) < OTHER_KIND:
        return verdict
    return replace(verdict, kind=Kind.AUTOMATIC, rule=f"{SECOND}{verdict.rule}")


def _in_passing(doubt: Doubt) -> Doubt:
    """ "My visa interview", "wie peinlich", "Birte Sauer": one word alone makes no complaint and no journalist of
    somebody who surely comes, cancels or changes. Two do."""
    return Doubt("competing", doubt.evidence) if doubt.code in _ONE_WORD and len(set(doubt.evidence)) == 1 else doubt


def may_both_be(verdict: Verdict, kind: Kind) -> bool:
    """Whoever registers somebody beside an earlier registration changes it; a change that nobody registered for waits
    for a person anyway."""
    if verdict.rule in _ASKED:
        return kind in _DOES
    return verdict.kind is Kind.REGISTER and kind is Kind.CHANGE


def some_stay_away(verdict: Verdict) -> Verdict:
    """A change by which some of several stay away and nobody new comes is a cancellation. Where the rules had seen one
    and the model a change, they meant the same, and do not compete."""
    rule = verdict.rule
    if rule.endswith(_CANCELS):
        rule = rule.removeprefix(SECOND).removeprefix(ALONE)
    return replace(verdict, kind=Kind.CANCEL, rule=rule)


def may_concern_us(facts: Facts) -> bool:
    """Is there any sign of our events? Without one the model, which knows our events from training, is not asked."""
    return facts.thread_ours or max(facts.mention, facts.tie) >= HINT


def may_mean_us(facts: Facts, verdict: Verdict) -> bool:
    """A human's mail to us in which nothing names an event of ours: "Wir kommen zu viert"? Who has the invitation
    before their eyes does not say what they mean."""
    if verdict.rule not in _UNTIED_RULES or facts.words > UNTOLD or facts.over:
        return False
    letter = facts.letter
    if letter.machine is not None or letter.bulk is not None or letter.spam is not None:
        return False
    return not (facts.to_strangers or facts.copied or facts.from_organiser)


def _untied(opinion: Opinion, verdict: Verdict, facts: Facts) -> Verdict:
    """What is for us by its words alone is shown to a person, never answered: no event is named."""
    ours = {kind: opinion.kinds.get(kind.value, 0.0) for kind in OURS}
    elsewhere = facts.thread_busy or (verdict.rule in _OF_OTHERS and not (facts.register and facts.speaks_for_self))
    if sum(ours.values()) < (ELSEWHERE if elsewhere else UNTIED) or not may_mean_us(facts, verdict):
        return _absent(opinion, verdict)
    kind = max(ours, key=lambda k: (ours[k], k))
    evidence = opinion.evidence(kind)
    doubts = (*verdict.doubts, Doubt("unclear_event", evidence[:1]))
    return Verdict(kind, min(0.5, ours[kind]), f"{UNTIED_RULE}{verdict.rule}", evidence, doubts)


def with_needs(opinion: Opinion | None, needs: Needs, kind: Kind) -> Opinion | None:
    """The opinion with what it says of each need."""
    if opinion is None:
        return None
    models = opinion.models.documents
    chances = {
        need: models[need.value].probabilities(need_features(opinion, needs, need, kind))["1"]
        for need in NEEDS
        if need.value in models
    }
    if opinion.listener is not None and kind in _WISHING:
        refused = {f.value.kind for f in needs.refused}  # "Fahrtkosten: nein" in a form says more than its words
        chances = {n: p if n in refused else opinion.listener.need(n, p) for n, p in chances.items()}
    return replace(opinion, needs=chances)


def weigh_needs(opinion: Opinion | None, needs: Needs) -> Needs:
    """What is asked for, by rules and model together."""
    if opinion is None:
        return needs
    asked = list(needs.asked)
    refused = {f.value.kind for f in needs.refused}
    for need, yes in opinion.needs.items():
        by_rule = [f for f in asked if f.value.kind is need]
        if by_rule and need not in needs.ticked and yes < DROP:
            asked = [f for f in asked if f.value.kind is not need or f.value in needs.firm]
        elif (
            not by_rule and need not in needs.unticked | needs.own and yes >= (ADD_REFUSED if need in refused else ADD)
        ):
            place = loudest(opinion.models.sentences.labels, opinion.logits, NEEDS[need][:1])
            if place is None:
                continue
            said = opinion.statements[place]
            details = _languages(opinion, said) if need is NeedKind.INTERPRETING else ("",)
            if details == (UNNAMED,) and said.has("accessibility") and not said.has("interpreting"):
                continue  # "alles in Leichter Sprache": no other language is asked for
            asked += [Found(Need(need, detail), round(yes, 2), (said.span(),)) for detail in details]
    return replace(needs, asked=tuple(asked))


def need_features(opinion: Opinion, needs: Needs, need: NeedKind, kind: Kind) -> dict[str, float]:
    """What tells whether one need is asked for."""
    found = {
        f"{part}{label}": opinion.features[f"{part}{label}"] for label in NEEDS[need] for part in ("m_", "l_", "s_")
    }
    by_rule = [f for f in needs.asked if f.value.kind is need]
    found["rule"] = float(bool(by_rule))
    found["named"] = float(any(f.value.detail not in {"", UNNAMED} for f in by_rule))
    found["refused"] = float(any(f.value.kind is need for f in needs.refused))
    found["unclear"] = float(bool(needs.unclear))
    found["oth"] = opinion.features["m_oth"]
    found[f"k={kind}"] = 1.0
    found["rule*plus"] = found["rule"] * found[f"m_{NEEDS[need][0]}"]
    found["rule*minus"] = found["rule"] * found[f"m_{NEEDS[need][1]}"]
    found |= dict.fromkeys(how_asked(opinion.statements, by_rule, kind), 1.0)
    return found


def _languages(opinion: Opinion, statement: Statement) -> tuple[str, ...]:
    """The languages that the sentence which speaks loudest asks for; nothing where it names but what is not."""
    place = next((p for p in range(len(statement.clauses)) if statement.clause_has(p, "interpreting")), None)
    found = languages_of(opinion.statements, statement, place)
    if not found and place is not None:  # "I'd miss half of it without a Tigrinya interpreter": no denial after all
        beside = {str(m.value) for at, m in named_in(statement) if at == place and not left_out(statement, m)}
        found = tuple(beside) if len(beside) == 1 else ()
    only_others = any(True for _ in named_in(statement)) and place is None
    return found or (() if only_others else (UNNAMED,))


def question_features(opinion: Opinion, by_rule: bool, kind: Kind) -> dict[str, float]:
    """What tells whether a question is open."""
    names = ("m_ask", "l_ask", "s_ask", "m_maybe", "m_tr+", "m_in+", "m_ch+", "m_ac+", "m_oth")
    found = {name: opinion.features[name] for name in names}
    found["rule"] = float(by_rule)
    found["asking"] = opinion.features.get("sign=question_word", 0.0)
    found[f"k={kind}"] = 1.0
    found["rule*ask"] = found["rule"] * found["m_ask"]
    return found


def weigh_question(opinion: Opinion | None, by_rule: bool, kind: Kind) -> bool:
    model = opinion.models.documents.get("question") if opinion is not None else None
    if opinion is None or model is None or kind not in OURS:
        return by_rule
    return model.probabilities(question_features(opinion, by_rule, kind))["1"] >= (KEPT_QUESTION if by_rule else ASKED)
