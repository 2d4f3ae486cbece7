"""Whole mails with a letter before each line that says whose it is: segments.txt.

o own words, s signature, q quoted, f footer, w forwarded. The first line of a case names it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.model.mail import Letter

CASES = (Path(__file__).parent / "segments.txt").read_text(encoding="utf-8").strip("\n").split("\n=====\n")
LETTERS = {"own": "o", "signature": "s", "quoted": "q", "footer": "f", "forwarded": "w"}


def kind_at(letter: Letter, position: int) -> str:
    return next(LETTERS[s.kind] for s in letter.segments if s.start <= position < s.end)


@pytest.mark.parametrize("case", CASES, ids=[case.split("\n", 1)[0] for case in CASES])
def test_whose_is_each_line(case: str) -> None:
    head, _, marked = case.partition("\n---\n")
    subject = next((x.removeprefix("Subject: ") for x in head.split("\n") if x.startswith("Subject: ")), "Re: Fachtag")
    lines = marked.strip("\n").split("\n")
    text = "\n".join(line[2:] if line[1:2] == "|" else line for line in lines)
    mail = f"From: Jana Wolters <jana@verein.example>\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    letter = decode((mail + text).encode())
    assert letter.body == text
    found, position = [], 0
    for line in lines:
        shown = line[2:] if line[1:2] == "|" else line
        found.append(f"{kind_at(letter, position)}|{shown}" if line[1:2] == "|" else line)
        position += len(shown) + 1
    assert found == lines
