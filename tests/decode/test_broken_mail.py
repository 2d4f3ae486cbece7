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


TEXT = "Schöne Grüße, ich möchte teilnehmen – „gern“ für 5 €"


@pytest.mark.parametrize(
    ("written", "declared", "text"),
    [
        (TEXT.encode().decode("cp1252").encode(), "utf-8", TEXT),  # encoded twice
        ("Запишите меня, пожалуйста".encode().decode("latin-1").encode(), "utf-8", "Запишите меня, пожалуйста"),
        ("Здравствуйте, запишите меня".encode("cp1251"), "iso-8859-1", "Здравствуйте, запишите меня"),
        ("مرحبا، أريد المشاركة في اللقاء".encode("cp1256"), "windows-1252", "مرحبا، أريد المشاركة في اللقاء"),
        ("teşekkürler Ayşe Güneş".encode("cp1254"), "iso-8859-1", "teşekkürler Ayşe Güneş"),
        (TEXT.encode(), "windows-1252", TEXT),
        ("Château Ã la carte Â§ 5".encode(), "utf-8", "Château Ã la carte Â§ 5"),
    ],
)
def test_labels_that_lie(written: bytes, declared: str, text: str) -> None:
    head = f"From: a@example.org\nContent-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n"
    assert decode(head.encode() + written).body == text


def test_a_line_of_blanks_amid_the_header_does_not_end_it() -> None:
    letter = decode(
        b"From: a@example.org\nSubject: Fachtag\n \nMIME-Version: 1.0\nContent-Type: text/plain\n\nIch komme."
    )
    assert letter.body == "Ich komme."


def test_the_paragraph_of_a_list_item_stands_beside_its_bullet() -> None:
    html = "<ul><li><p>Ada Berg</p></li><li><p>Bo Carl</p></li></ul><ol><li><div>Dina</div></li><li></li></ol>"
    letter = decode(f"From: a@example.org\nContent-Type: text/html\n\n{html}".encode())
    assert [line for line in letter.body.split("\n") if line][:3] == ["- Ada Berg", "- Bo Carl", "1. Dina"]
