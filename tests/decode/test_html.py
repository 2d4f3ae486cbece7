"""HTML → text: blocks, tables, lists, quotes, hidden text."""

# ruff: noqa: E501  whole mails stand in one line of the table

from __future__ import annotations

import pytest

from mailreg.decode import decode
from mailreg.decode.html import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>eins</p><p>zwei</p>", "eins\n\nzwei"),
        ('<p class="MsoNormal">eins</p><p class="MsoNormal">zwei</p>', "eins\nzwei"),
        ("<div>eins</div><div>zwei</div>", "eins\nzwei"),
        ("eins<br>zwei<br><br>drei", "eins\nzwei\n\ndrei"),
        ("An<b>mel</b>dung <i>jetzt</i>", "Anmeldung jetzt"),
        ("viel   \n Raum&nbsp;hier", "viel Raum hier"),
        (
            '<p class="MsoNormal">Hallo</p><p class="MsoNormal"><span>&nbsp;</span></p><p class="MsoNormal">Gruß</p>',
            "Hallo\n\nGruß",
        ),
        ("<div>Hallo</div><div>&nbsp;</div><div>Gruß</div>", "Hallo\n\nGruß"),
        ("<ul><li>Ada</li><li>Bo</li></ul>", "- Ada\n- Bo"),
        ("<ol><li>Ada</li><li>Bo</li></ol>", "1. Ada\n2. Bo"),
        (
            "<table><tr><th>Name</th><th>Ort</th></tr><tr><td>Ada</td><td>Bautzen</td></tr></table>",
            "Name\tOrt\nAda\tBautzen",
        ),
        ("<table><tr><td><p>Ada</p></td><td></td><td><p>Dari</p></td></tr></table>", "Ada\t\tDari"),
        ("<table><tr><td><div>eins</div><div>zwei</div></td></tr></table>", "eins\nzwei"),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>", "a b\tc"),
        ("<script>x</script><style>y</style>Text", "Text"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("5 < 6 & 7", "5 < 6 & 7"),
        ("<p>offen <b>und nie zu", "offen und nie zu"),
        ("", ""),
    ],
)
def test_the_text_is_as_a_reader_sees_it(html: str, text: str) -> None:
    assert to_text(html).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">weg</span>',
        '<div style="DISPLAY: NONE">weg</div>',
        '<span style="font-size:0">weg</span>',
        '<span style="font-size: 0px; x: y">weg</span>',
        '<span style="visibility:hidden">weg</span>',
        '<span style="color:#ffffff">weg</span>',
        '<span style="color: white; background-color: #fff">weg</span>',
        "<p hidden>weg</p>",
    ],
)
def test_hidden_text_is_left_out_and_said(hidden: str) -> None:
    letter = decode(b"Content-Type: text/html\n\n<p>da</p>" + hidden.encode())
    assert letter.body == "da"
    assert "invisible text left out" in letter.defects


@pytest.mark.parametrize(
    "shown",
    [
        '<span style="font-size:0.9em">da</span>',
        '<div style="background:#224"><span style="color:#fff">da</span></div>',
        '<td bgcolor="#123456"><font style="color:white">da</font></td>',
        '<span style="background-color:#ffffff">da</span>',
    ],
)
def test_visible_text_stays(shown: str) -> None:
    assert "da" in to_text(f"<table><tr>{shown}</tr></table>" if shown.startswith("<td") else shown).text


@pytest.mark.parametrize(
    ("html", "own"),
    [
        (
            '<div>Ja!</div><div class="gmail_quote"><div class="gmail_attr">Am 6.9.2022 schrieb A &lt;a@example.org&gt;:</div><blockquote class="gmail_quote">Kommst du?</blockquote></div>',
            "Ja!",
        ),
        (
            'Ja!<div class="moz-cite-prefix">Am 06.09.22 um 10:41 schrieb Ada:</div><blockquote type="cite">Kommst du?</blockquote>',
            "Ja!",
        ),
        ('Ja!<div class="yahoo_quoted">Ada schrieb: Kommst du?</div>', "Ja!"),
        (
            '<blockquote type="cite">Kommst du?</blockquote><div>Ja, zu zweit.</div><blockquote type="cite">Essen?</blockquote><p>Vegan.</p>',
            "Ja, zu zweit.\nVegan.",
        ),
        (
            '<div>Ja!</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">eingerückt</blockquote>',
            "Ja!\neingerückt",
        ),
    ],
)
def test_quotes_are_marked_and_own_words_between_them_survive(html: str, own: str) -> None:
    letter = decode(b"From: b@example.org\nSubject: Re: x\nContent-Type: text/html; charset=utf-8\n\n" + html.encode())
    assert [line for line in letter.own_text.split("\n") if line] == own.split("\n")
    assert "Kommst du?" not in letter.own_text


def test_outlooks_header_block_in_html_begins_the_quote() -> None:
    html = (
        b'<p class=MsoNormal>Ja, gern.</p><div id="divRplyFwdMsg"><b>Von:</b> Ada &lt;a@example.org&gt;<br><b>Gesendet:</b> 6.9.2022<br>'
        b"<b>An:</b> b@example.org<br><b>Betreff:</b> Treffen</div><p>Kommst du?</p>"
    )
    letter = decode(b"Subject: AW: Treffen\nContent-Type: text/html\n\n" + html)
    assert letter.own_text.strip() == "Ja, gern."


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "tief",
        "<table><tr><td>" * 3000 + "tief",
        "<blockquote>" * 9000 + "tief",
        "< " * 100_000 + "tief",
    ],
)
def test_hostile_html_keeps_its_text(html: str) -> None:
    assert "tief" in to_text(html).text
