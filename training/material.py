"""What is trained on: the marked mails and those of the corpus that may be read, each decoded, analysed and judged by
the rules."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Letter
from mailreg.understand.facts import Facts
from mailreg.understand.read import by_rules
from mailreg.understand.scope import Statement
from mailreg.understand.senses import MOST_SENTENCES
from mailreg.understand.text import Analysis, analyse
from mailreg.understand.verdict import Verdict
from training.mails import TrainingMail, training_mails
from training.sentences import said_of

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
EVENTS = parse_events((CORPUS / "events.toml").read_text("utf-8"), source="events.toml")
FOLDS = 4
# The rules were written with an eye on these mails: of how far rules can be trusted they tell less.
READ_WHILE_WRITING_RULES = 0.3


@dataclass
class Mail:
    name: str
    label: dict[str, Any]
    letter: Letter
    analysis: Analysis
    statements: tuple[Statement, ...]
    facts: Facts
    verdict: Verdict
    said: list[frozenset[str]] | None  # None: the sentences are not labelled
    marked: TrainingMail | None
    fold: int
    weight: float = 1.0
    logits: list[list[float]] | None = None
    kinds: dict[str, float] | None = None


def load() -> list[Mail]:
    mails = [prepare(m.name, m.label, m.raw, m, number) for number, m in enumerate(training_mails())]
    sys.path.insert(0, str(CORPUS))
    import accuracy

    for path in sorted(CORPUS.glob("*/*-*.json")):
        if not accuracy.kept_unread(path.stem):
            label = json.loads(path.read_text("utf-8"))
            mail = prepare(path.stem, label, path.with_suffix(".eml").read_bytes(), None, len(mails))
            mail.weight = 1.0 if path.stem[0] in "qrst" else READ_WHILE_WRITING_RULES
            mails.append(mail)
    return [m for m in mails if not (m.letter.machine and m.letter.machine.certain) and m.letter.date]


def prepare(name: str, label: dict[str, Any], raw: bytes, mail: TrainingMail | None, number: int) -> Mail:
    letter = decode(raw)
    analysis = analyse(letter, load_lexicons())
    statements, facts, verdict = by_rules(analysis, EVENTS, letter.date)  # type: ignore[arg-type]
    said = said_of(mail, letter, statements) if mail else None
    fold = number * 7919 % FOLDS
    return Mail(name, label, letter, analysis, statements[:MOST_SENTENCES], facts, verdict, said, mail, fold)
