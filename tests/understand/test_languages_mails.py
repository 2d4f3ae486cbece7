"""Whole mails in all languages that are read, in many wordings: kind, handling, seats, names, needs, language.

A line of languages.txt is `expected | sender | subject | text`, `\\n` for a line break, [xx] begins a language.
Expected: R registers, C cancels, X changes, Q asks or hesitates, U is none of ours, with the seats; then needs as in
needs.txt, `q` an open question, `l:xx` another language; `;+Name` comes and `;-Name` does not, else the sender.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from mailreg.model.reading import NeedKind
from tests.understand.letters import judged

_KINDS = {"R": "register", "C": "cancel", "X": "change", "Q": "question", "U": "unrelated"}
_SHORT = {
    NeedKind.TRAVEL_COSTS: "tr",
    NeedKind.INTERPRETING: "in",
    NeedKind.ACCESSIBILITY: "ac",
    NeedKind.CHILDCARE: "ch",
    NeedKind.DIET: "di",
}


class Row(NamedTuple):
    kind: str
    seats: int
    needs: list[str]
    question: bool
    language: str
    coming: list[str]
    withdrawn: list[str]
    sender: str
    subject: str
    text: str


def _rows() -> list[Row]:
    rows = []
    language = ""
    for line in (Path(__file__).parent / "languages.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            expected, sender, subject, text = (part.strip() for part in line.split("|", 3))
            head, *names = expected.split(";")
            first, *flags = head.split()
            kind = _KINDS[first[0]]
            coming = [n.strip()[1:] for n in names if n.strip().startswith("+")]
            withdrawn = [n.strip()[1:] for n in names if n.strip().startswith("-")]
            rows.append(
                Row(
                    kind,
                    int(first[1:] or 0),
                    sorted(f for f in flags if f[:2] in _SHORT.values()),
                    "q" in flags,
                    next((f[2:] for f in flags if f.startswith("l:")), language),
                    coming or ([sender] if kind == "register" else []),
                    withdrawn or ([sender] if kind == "cancel" else []),
                    sender,
                    subject,
                    text.replace("\\n", "\n"),
                )
            )
    return rows


ROWS = _rows()


def test_there_are_enough() -> None:
    assert len(ROWS) >= 250
    assert len({row.language for row in ROWS}) >= 18


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.language}-{r.kind}-{n}" for n, r in enumerate(ROWS)])
def test_a_mail_in_its_language(row: Row) -> None:
    reading, decision = judged(row.subject, row.text, f"{row.sender} <kontakt77@example.org>")
    assert reading.kind.value == row.kind, reading.why
    handling = "ignore" if row.kind == "unrelated" else "review" if row.kind == "question" else "automatic"
    assert decision.handling == handling, decision.rule
    assert reading.language.value == row.language
    if row.kind == "unrelated":
        return
    needs = [_SHORT[n.value.kind] + (f":{n.value.detail}" if n.value.detail else "") for n in reading.needs]
    assert sorted(needs) == row.needs
    assert reading.question.value == row.question
    assert reading.event.value
    assert sorted(p.name or "" for p in reading.people) == sorted(row.coming) or row.kind == "change"
    assert sorted(w.value for w in reading.withdrawn) == sorted(row.withdrawn)
    assert reading.headcount.value == row.seats
