"""What the network learns from: each training mail as it will read it, with what it should tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.understand.network.letters import as_read
from mailreg.understand.network.pieces import Pieces
from mailreg.understand.read import by_rules
from mailreg.understand.text import analyse
from training.mails import TrainingMail
from training.material import EVENTS, ROOT

MODEL = ROOT / "src" / "mailreg" / "understand" / "model" / "network"
MOST, LAST = 254, 64  # pieces of a mail, and how many of them from its end
SEATS, GONE = 10, 4  # so many and more are one
KINDS = ["register", "cancel", "change", "question", "automatic", "unrelated"]
HANDLINGS = ["automatic", "review", "ignore"]
LANGUAGES = "ar uk fa ru ku tr en vi fr ti es sgn pl und so ps ro pt sr am else".split()
NEEDS = ["diet", "accessibility", "childcare"]
ROLES = {"p": 1, "w": 2, "x": 3, "o": 4, "xo": 5}
SAID = "come oth no tr+ chg ask tr- maybe in- if di+ rep in+ ac+ ch+ plus from need-".split()
_ALIASES = {"ac-": "need-", "ch-": "need-", "di-": "need-", "in~": "in-", "wfrom": "from"}


@dataclass
class Example:
    """`numbers`: of the pieces, the two ends among them. `choices`: kind, handling, seats, gone, travel costs,
    question. `roles`: one a piece; `said`: the sense of a sentence by the place of its last piece."""

    name: str
    numbers: list[int]
    choices: list[int]
    languages: list[int]
    needs: list[int]
    roles: list[int] = field(default_factory=list)
    said: dict[int, set[int]] = field(default_factory=dict)


def example(mail: TrainingMail, pieces: Pieces, ends: tuple[int, int]) -> Example | None:
    """None where no network is asked: a machine's mail. A mail without text has no marks: of the labelled corpus."""
    letter = decode(mail.raw)
    if letter.date is None or (letter.machine is not None and letter.machine.certain):
        return None
    _, facts, _ = by_rules(analyse(letter, load_lexicons()), EVENTS, letter.date)
    reader = as_read(letter, facts)
    found = pieces.of(reader.text)
    if len(found) > MOST:
        found = [*found[: MOST - LAST], *found[-LAST:]]
    shift = max(0, letter.body.find(mail.text[:40]))
    places = [reader.places[p.start] for p in found]  # in the body; −1: in none
    roles = [0] * (len(found) + 2) if mail.text else []
    for kind, start, end in mail.names:
        for n, place in enumerate(places, 1):
            if start + shift <= place < end + shift:
                roles[n] = ROLES[kind]
    said: dict[int, set[int]] = {}
    for offset, tag in mail.tags:
        name = tag.partition(":")[0]
        name = _ALIASES.get(name, name)
        before = [n for n, p in enumerate(places, 1) if 0 <= p < offset + shift]
        if name in SAID and before:
            said.setdefault(before[-1], set()).add(SAID.index(name))
    numbers = [ends[0], *(p.number for p in found), ends[1]]
    return Example(mail.name, numbers, choices(mail.label), *wishes(mail.label), roles, said)


def choices(label: dict[str, Any]) -> list[int]:
    return [
        KINDS.index(label["kind"]),
        HANDLINGS.index(label["handling"]),
        min(label["headcount"], SEATS - 1),
        min(len(label["withdrawn"]), GONE - 1),
        int(label["travel_costs"]),
        int(label["question"]),
    ]


def wishes(label: dict[str, Any]) -> tuple[list[int], list[int]]:
    asked: Sequence[str] = [code if code in LANGUAGES else "else" for code in label["interpreting"]]
    return [int(code in asked) for code in LANGUAGES], [int(need in label["other_needs"]) for need in NEEDS]
