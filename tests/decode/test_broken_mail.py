"""Mail as broken programs build it: the writer's words are found all the same."""

from __future__ import annotations

import pytest

from mailreg.decode import decode


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param("Content-Type: text/plain; charset=utf-16", "Ich melde mich an, Grüße", id="no UTF-16 at all"),
        pytest.param(
            "Content-Type: multipart/mixed; boundary=zz", "--ab\r\n\r\nIch melde mich an\r\n--ab--", id="other boundary"
        ),
        pytest.param(
            "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt",
            "Ich melde mich an",
            id="nothing but an attached text",
        ),
        pytest.param(
            "Content-Type: multipart/alternative; boundary=abcdefgh",
            "--abcdefgh\r\nContent-Type: text/plain\r\n\r\nBitte HTML einschalten.\r\n--abcdefgh\r\n"
            "Content-Type: text/html\r\n\r\n<p>Guten Tag, hiermit: Ich melde mich an. Viele liebe Grüße</p>"
            "\r\n--abcdefgh--",
            id="a text that only points to the HTML",
        ),
        pytest.param(
            "Content-Type: text/plain", "> Zitat\r\n" * 300_000 + "Ich melde mich an", id="below a huge quote"
        ),
        pytest.param(
            "Content-Type: text/plain", "Ich melde mich an\r\n" + "> Zitat\r\n" * 300_000, id="above a huge quote"
        ),
    ],
)
def test_the_writers_words_are_found_however_the_mail_is_built(head: str, body: str) -> None:
    letter = decode(f"From: a@example.org\r\nMIME-Version: 1.0\r\n{head}\r\n\r\n{body}".encode())
    assert "Ich melde mich an" in letter.own_text
    assert "Content-Type" not in letter.body
    assert "Zitat" not in letter.own_text
