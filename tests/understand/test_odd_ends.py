"""Mails that end where the reading does not expect it, cut anywhere: all are read."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

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
    assert judged(subject, text)[0].kind.value


@pytest.mark.parametrize("seed", range(60))
def test_cut_anywhere(seed: int) -> None:
    draw = random.Random(seed)

    def cut() -> str:
        words = re.findall(r"\s+|\w+|.", draw.choice(TEXTS))
        start = draw.randrange(len(words))
        return "".join(words[start : start + draw.randint(1, 12)])

    subject, text = " ".join(cut().split()), cut() + draw.choice((", ", "\n", " und ", ": ")) + cut()
    reading, _ = judged(subject or "x", text)
    assert reading.headcount.value >= 0
