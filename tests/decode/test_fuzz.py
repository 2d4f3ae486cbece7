"""Whatever the bytes are: decode gives a Letter whose segments cover its body without gaps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailreg.decode import decode
from mailreg.decode.html import to_text
from mailreg.decode.segments import segment
from mailreg.decode.text import normalise, unflow
from mailreg.model.mail import Letter, Segment

CORPUS = sorted((Path(__file__).parent.parent / "corpus" / "dev").glob("*.eml"))
LINES = st.sampled_from(
    [
        b"From: =?utf-8?Q?=0D=0A?= <a@b>",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: multipart/alternative; boundary=\"b\"",
        b"Content-Type: text/html; charset=utf-16",
        b"Content-Type: message/rfc822",
        b"Content-Type: application/ms-tnef",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Subject: WG: =?x?b?=?=",
        b"Date: 0",
        b"",
        b"",
        b"--b",
        b"--b--",
        b"> zitiert",
        b">>> x 1 >>>",
        b"-- ",
        b"---------- Forwarded message ---------",
        b"Von: a@b\nGesendet: x\nBetreff: y",
        b"On 1 Jan 2022 a@b wrote:",
        b"Viele Gr\xc3\xbc\xc3\x9fe",
        b"\xff\xfe\x00\x80",
        b"<blockquote><table><tr><td>",
        b"eJ8+IgAAAAA=",
        b"=?utf-8?q?=C3?=",
    ]
)  # fmt: skip


def covered(letter: Letter) -> Iterator[Letter]:
    """The letter and all forwarded in it, each checked."""
    inner: Letter | None = letter
    while inner is not None:
        check(inner.body, inner.segments)
        yield inner
        inner = inner.forwarded


def check(body: str, segments: tuple[Segment, ...]) -> None:
    position = 0
    for part in segments:
        assert part.start == position
        assert part.end > part.start
        position = part.end
    assert position == len(body)
    assert all(a.kind is not b.kind for a, b in pairwise(segments))


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes(content: bytes) -> None:
    letter = decode(content)
    assert not any("could not be taken apart" in defect for defect in letter.defects)
    assert list(covered(letter))


@given(st.lists(LINES, max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
@settings(max_examples=300, deadline=None)
def test_any_order_of_mail_like_lines(lines: list[bytes], end: bytes) -> None:
    letter = decode(end.join(lines))
    assert not any("could not be taken apart" in defect for defect in letter.defects)
    assert list(covered(letter))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_covered(text: str) -> None:
    body = normalise(text)
    check(body, segment(body).segments)
    check(body, segment(body, forward=True, hints=((1, 5), (9, 40)), writer="Ada Berg").segments)
    unflow(body)
    to_text(text)


@pytest.mark.parametrize("path", CORPUS[::5], ids=lambda path: path.stem)
def test_damaged_corpus_mails(path: Path) -> None:
    content, dice = path.read_bytes(), random.Random(path.stem)
    for _ in range(12):
        start = dice.randrange(len(content))
        damaged = content[:start] + dice.randbytes(dice.randrange(4)) + content[start + dice.randrange(40) :]
        letter = decode(damaged[: dice.randrange(len(damaged))] if dice.random() < 0.3 else damaged)
        assert not any("could not be taken apart" in defect for defect in letter.defects)
        assert list(covered(letter))
