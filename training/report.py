"""How good the second opinion is on mails that it has not seen, in figures."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from mailreg.model.decision import Situation
from mailreg.model.reading import Reading
from mailreg.policy.decide import decide
from mailreg.understand import handling
from training.material import EVENTS, Mail


class Fitted(Protocol):
    """`unseen`: probabilities from the fold that has not seen the mail."""

    unseen: list[dict[str, float]]


def differences(mail: Mail, reading: Reading) -> list[str]:
    """What an automatic answer would get wrong."""
    import score

    from mailreg.cli.readout import as_json

    assert mail.letter.date is not None
    situation = Situation(now=mail.letter.date, received_at=mail.letter.date, events=EVENTS)
    found = as_json(mail.name, mail.letter, reading, decide(mail.letter, reading, situation))
    return list(score.decisive_differences(mail.label, found))


def judged(mail: Mail, reading: Reading) -> tuple[str, str]:
    assert mail.letter.date is not None
    situation = Situation(now=mail.letter.date, received_at=mail.letter.date, events=EVENTS)
    decision = decide(mail.letter, reading, situation)
    return str(decision.handling), decision.rule


def report(
    mails: list[Mail], readings: list[Reading], before: list[tuple[str, str]], fitted: Fitted, gold: list[str]
) -> None:
    rules = np.mean([b[0] == g for b, g in zip(before, gold, strict=True)])
    model = np.mean([max(p, key=lambda k: p[k]) == g for p, g in zip(fitted.unseen, gold, strict=True)])
    print(f"handling: doubts of the rules {rules:.3f}, model alone {model:.3f}")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        sure = [i for i, p in enumerate(fitted.unseen) if p["automatic"] >= threshold]
        due = sum(gold[i] == "automatic" for i in sure)
        kinds = sum(readings[i].kind.value == mails[i].label["kind"] for i in sure)
        none = sum(gold[i] == "ignore" for i in sure)
        print(
            f"  automatic ≥ {threshold}: {len(sure) / len(gold):.3f} of all, {due / max(1, len(sure)):.3f} due, "
            f"{none} where none was due, kind right {kinds / max(1, len(sure)):.3f}"
        )
    for threshold in (0.6, 0.8, 0.9, 0.95, 0.98):
        sure = [i for i, p in enumerate(fitted.unseen) if p["ignore"] >= threshold]
        print(f"  ignore ≥ {threshold}: {len(sure)}, of these due {sum(gold[i] != 'ignore' for i in sure)}")


def outcomes(mails: list[Mail], readings: list[Reading], chances: list[dict[str, float]], right: list[bool]) -> str:
    """As the scorer counts: answered though none was due / lost / answered without review / with wrong content; and
    what was answered automatically and wholly right, of what should have been."""
    answered = lost = unseen = wrong = straight = due = shown = 0
    for mail, reading, chance, same in zip(mails, readings, chances, right, strict=True):
        final = handling.settle(reading, chance)
        found, gold = judged(mail, final)[0], mail.label["handling"]
        due += gold == "automatic"
        if found == "automatic":
            answered += gold == "ignore"
            unseen += gold == "review"
            wrong += gold == "automatic" and not same
            straight += gold == "automatic" and same
        lost += found == "ignore" and gold != "ignore"
        shown += found == "review" and gold == "ignore"
    return f"a/l/r/w {answered}/{lost}/{unseen}/{wrong}, straight {straight / due:.3f}, shown in vain {shown}"
