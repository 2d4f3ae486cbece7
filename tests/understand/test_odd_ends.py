"""Mails that end where the reading does not expect it, cut anywhere: all are read."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from mailreg.model.reading import Kind
from tests.understand.letters import judged

SECOND_OPINION = True
TEXTS = [
    line.split(" || ")[-1].replace("\\n", "\n")
    for name in ("form_numbers", "plain_wishes", "needs", "private_mail")
    for line in (Path(__file__).parent / f"{name}.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Anna, Bela, Coco", "wir kommen am 11.10."),
        ("get together: Rike, Lolle", "Rike, Lolle"),
        ("11.10.", "ً جزيلاً سيدة كلوديا\nузнала, что Наргиза Юсупова не едет."),
    ],
)
def test_is_read(subject: str, text: str) -> None:
    _proved(subject, text)


@pytest.mark.parametrize("seed", range(60))
def test_cut_anywhere(seed: int) -> None:
    draw = random.Random(seed)

    def cut() -> str:
        words = re.findall(r"\s+|\w+|.", draw.choice(TEXTS))
        start = draw.randrange(len(words))
        return "".join(words[start : start + draw.randint(1, 12)])

    subject, text = " ".join(cut().split()), cut() + draw.choice((", ", "\n", " und ", ": ")) + cut()
    _proved(subject or "x", text)


def _proved(subject: str, text: str) -> None:
    """Read, with words that prove it: each stands in the part that it is said to stand in."""
    reading = judged(subject, text)[0]
    proofs = [*reading.kind.evidence, *reading.headcount.evidence, *(s for n in reading.needs for s in n.evidence)]
    lengths = {"subject": len(subject), "body": len(text) + 1}
    for span in proofs:
        assert 0 <= span.start < span.end <= lengths.get(span.part, span.end), (span, subject, text)
    assert (reading.kind.value in {Kind.AUTOMATIC, Kind.UNRELATED, Kind.QUESTION, Kind.CANCEL}) <= (not reading.people)
