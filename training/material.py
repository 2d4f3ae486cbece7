"""What is trained on: the marked mails and those of the corpus that may be read, each decoded, analysed and judged by
the rules."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Letter
from mailreg.understand.facts import Facts
from mailreg.understand.opinion import may_concern_us
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
# How often each mail of some writers counts: short plain mails ("Meine Frau kommt auch mit."), of which the others
# wrote least and people write most, and whole inboxes by those who write most like people.
TIMES = {
    "ua ub uc ud ue uf va vb vc vd ve vf": 3,
    "xa xb xc xd ya yb yc yd ye yf yg yh za zb zc zd ze zf zg zh": 2,
    "ca cb cc cd ce cf cg ch da db dc dd de df dg dh ea eb ec ed ee ef fa fb fc fd fe ff fg": 2,
    "aa ab ac ad ae af ag ah ba bb bc bd be bg bh ia ib ic id ie ig jd jg": 2,
}
HELD = ("sa", "sb", "sc", "sd", "se", "ta", "wa", "wb")  # nothing is trained on these: by their mails it is weighed


@dataclass
class Mail:
    name: str
    label: dict[str, Any]
    letter: Letter
    analysis: Analysis
    statements: tuple[Statement, ...]
    facts: Facts
    verdict: Verdict
    said: list[frozenset[str] | None] | None  # None: the sentences, or one of them, are not labelled
    marked: TrainingMail | None
    fold: int
    logits: list[list[float]] | None = None
    kinds: dict[str, float] | None = None


def load() -> list[Mail]:
    mails: list[Mail] = []
    for _, times in groupby(trained_on(), key=id):  # the same object: read once, however often it counts
        first, *others = times
        once = prepare(first.name, first.label, first.raw, first)
        mails += [once, *(copy(once) for _ in others)]
    mails += [prepare(name, label, raw, None) for name, label, raw in labelled_mails()]
    return [m for m in mails if not (m.letter.machine and m.letter.machine.certain) and m.letter.date]


def trained_on() -> Iterator[TrainingMail]:
    """The marked mails, some of them several times."""
    times = {writer: n for writers, n in TIMES.items() for writer in writers.split()}
    for mail in training_mails():
        if mail.name[:2] not in HELD:
            yield from times.get(mail.name[:2], 1) * [mail]


def labelled_mails() -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """Name, label and content of the mails of tests/corpus that may be read."""
    sys.path.insert(0, str(CORPUS))
    import accuracy

    for path in sorted(CORPUS.glob("*/*-*.json")):
        if not accuracy.kept_unread(path.stem):
            yield path.stem, json.loads(path.read_text("utf-8")), path.with_suffix(".eml").read_bytes()


def fold_of(name: str) -> int:
    """By writer: how somebody writes is never learnt from their other mails, as it will not be of strangers."""
    writers = (
        "ga gb lc mi mq nc nf nk nr oa pa pe pk pm ra",
        "gc gd la mn mo na nb ne nh np ob pb pf pl pn rc",
        "ge gf lb mk mr nd ng nj no nt oc pc pg pz rb",
        "gg gh mj ml mp ms ni nl nq od oe pd ph pi pj rd re",
    )
    found = [n for n, group in enumerate(writers) if name[:2] in group.split()]
    return found[0] if found else zlib.crc32(name[:2].encode()) % FOLDS


def prepare(name: str, label: dict[str, Any], raw: bytes, mail: TrainingMail | None) -> Mail:
    letter = decode(raw)
    analysis = analyse(letter, load_lexicons())
    statements, facts, verdict = by_rules(analysis, EVENTS, letter.date)  # type: ignore[arg-type]
    said = said_of(mail, letter, statements) if mail else None
    if label["handling"] == "automatic" and not may_concern_us(facts):
        # The writer had the event in mind and named it nowhere: a careful reader would ask.
        label = {**label, "handling": "review", "event": None}
    fold = fold_of(name)
    return Mail(name, label, letter, analysis, statements[:MOST_SENTENCES], facts, verdict, said, mail, fold)
