"""What office programs make of tables, forms, struck words and answers in another colour."""

# ruff: noqa: E501  whole mails stand in one line

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailreg.decode import decode
from mailreg.decode.html import to_text
from mailreg.model.mail import Letter, SegmentKind


def lines(html: str) -> list[str]:
    return [line for line in to_text(html).text.split("\n") if line]


def letter(html: str, plain: str | None = None, subject: str = "Anmeldung") -> Letter:
    message = EmailMessage()
    message["From"] = "Jana Wolters <jana.wolters@verein.example>"
    message["To"] = "desk@haus.example"
    message["Subject"] = subject
    if plain is None:
        message.set_content(html, subtype="html")
    else:
        message.set_content(plain)
        message.add_alternative(html, subtype="html")
    return decode(message.as_bytes())


@pytest.mark.parametrize(
    "struck",
    [
        "<s>vier</s>",
        "<strike>vier</strike>",
        "<del>vier</del>",
        "<span style='text-decoration:line-through'>vier</span>",
    ],
)
def test_struck_words_are_left_out(struck: str) -> None:
    found = to_text(f"<p>Wir kommen zu {struck} dritt.</p>")
    assert found.text == "Wir kommen zu dritt."
    assert found.struck


def test_struck_words_stay_where_there_is_nothing_else() -> None:
    assert to_text("<p><s>Ich komme.</s></p>").text == "Ich komme."


def test_merged_cells_keep_the_columns() -> None:
    html = (
        "<table><tr><th>Verein</th><th>Name</th></tr><tr><td rowspan=2>Brücke</td><td>Anna Weber</td></tr>"
        "<tr><td>Tom Roth</td></tr><tr><td>Halt</td><td>Eva Kern</td></tr></table>"
    )
    assert lines(html) == ["Verein\tName", "Brücke\tAnna Weber", "\tTom Roth", "Halt\tEva Kern"]


def test_cell_over_several_columns() -> None:
    html = "<table><tr><td>a</td><td colspan=2>b</td><td>c</td></tr><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>"
    assert lines(html) == ["a\tb\t\tc", "1\t2\t3\t4"]


def test_logo_beside_a_signature_makes_no_columns() -> None:
    html = "<table><tr><td rowspan=2><img src='cid:a'></td><td>Jana Wolters</td></tr><tr><td>Tel. 0351 1234</td></tr></table>"
    assert lines(html) == ["Jana Wolters", "Tel. 0351 1234"]


@pytest.mark.parametrize("spanned", ["0", "-3", "99999999999", "x", ""])
def test_odd_spans_do_no_harm(spanned: str) -> None:
    html = f"<table><tr><td rowspan='{spanned}' colspan='{spanned}'>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert [line.split("\t") for line in lines(html)] == [["a", "b"], ["c", "d"]]


def test_form_with_labels_above_their_values() -> None:
    rows = [("Vorname", "Yasmin"), ("Nachname", "Haj Omar"), ("Fahrtkosten", "ja")]
    html = "".join(f"<tr><td colspan=2><b>{a}</b></td></tr><tr><td>&nbsp;</td><td>{b}</td></tr>" for a, b in rows)
    assert lines(f"<table>{html}</table>") == ["Vorname\tYasmin", "Nachname\tHaj Omar", "Fahrtkosten\tja"]


def test_bold_heading_above_a_letter_is_no_label() -> None:
    html = "<table><tr><td><b>Anmeldung</b></td></tr><tr><td>Sehr geehrte Frau Kern,</td></tr></table>"
    assert lines(html) == ["Anmeldung", "Sehr geehrte Frau Kern,"]


def test_list_of_definitions() -> None:
    html = "<dl><dt>Name</dt><dd>Anna Weber</dd><dt>Titel</dt><dd></dd><dt>Verein</dt><dd>Brücke</dd></dl>"
    assert lines(html) == ["Name\tAnna Weber", "Titel", "Verein\tBrücke"]


def test_boxes_of_one_cell_stand_below_each_other() -> None:
    html = "<table><tr><td>Ich brauche</td><td>☐ Dolmetschen<br>☒ vegetarisches Essen</td></tr></table>"
    assert lines(html) == ["Ich brauche", "☐ Dolmetschen", "☒ vegetarisches Essen"]


@pytest.mark.parametrize("bullet", ["·", "§", "Ø", "ü", "o"])
def test_bullets_of_word(bullet: str) -> None:
    html = f"<p class=MsoListParagraph>{bullet}<span>&nbsp;&nbsp;&nbsp;&nbsp; </span>Anna Weber</p>"
    assert lines(html) == ["- Anna Weber"]


def test_white_space_that_is_kept() -> None:
    assert lines("<div style='white-space: pre-wrap'>Name: Anna\nVerein: Brücke</div>") == [
        "Name: Anna",
        "Verein: Brücke",
    ]


TABLE = "<p>Es kommen:</p><table><tr><td>Name</td><td>Essen</td></tr><tr><td>Anna Weber</td><td>vegan</td></tr></table>"


def test_html_where_the_plain_text_takes_a_table_apart() -> None:
    taken_apart = letter(TABLE, "Es kommen:\n\nName\n\nEssen\n\nAnna Weber\n\nvegan\n")
    assert "Anna Weber\tvegan" in taken_apart.body


def test_plain_text_where_it_shows_the_table() -> None:
    shown = letter(TABLE, "Es kommen:\n\nName | Essen\nAnna Weber | vegan\n")
    assert "Anna Weber | vegan" in shown.body


def test_html_where_words_are_struck() -> None:
    assert letter("<p>Wir sind <s>vier</s> drei.</p>", "Wir sind vier drei.\n").body == "Wir sind drei."


QUOTED = (
    "<p>{said}</p><p>Von: Claudia Kern &lt;kern@haus.example&gt;<br>Gesendet: Freitag, 23. September 2022 12:30<br>"
    "An: Jana Wolters<br>Betreff: Fragen</p><p>Wer kommt?</p><p><span style='color:{colour}'>Anna und ich.</span></p>"
    "<p>Braucht ihr Fahrtkosten? <font color='{colour}'>nein</font></p><p>Viele Grüße</p>"
)


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("Meine Antworten stehen unten in Rot.", "red"),
        ("siehe unten in blau", "#0070C0"),
        ("My answers are below in green.", "rgb(0, 176, 80)"),
        ("Antworten farbig markiert", "#C00000"),
    ],
)
def test_answers_in_another_colour_are_the_writers(said: str, colour: str) -> None:
    found = letter(QUOTED.format(said=said, colour=colour), subject="AW: Fragen")
    own = found.of_kind(SegmentKind.OWN)
    assert "Anna und ich." in own
    assert "nein" in own
    assert "Wer kommt?" in found.quoted
    assert "Braucht ihr Fahrtkosten?" in found.quoted


@pytest.mark.parametrize(
    ("said", "colour"),
    [("Danke für die Nachricht!", "red"), ("Ich antworte in Rot.", "#1F497D"), ("Ich antworte in Rot.", "black")],
)
def test_colours_alone_are_anybodys(said: str, colour: str) -> None:
    found = letter(QUOTED.format(said=said, colour=colour), subject="AW: Fragen")
    assert "Anna und ich." in found.quoted


def test_the_word_for_the_colour_breaks_no_line() -> None:
    html = QUOTED.replace("{said}", "Antworten stehen unten in <font color=red>rot</font>, danke.").format(colour="red")
    assert letter(html, subject="AW: Fragen").body.startswith("Antworten stehen unten in rot, danke.")


def test_what_gmail_passes_on_is_all_forwarded() -> None:
    html = (
        "<div dir=ltr>Das ist für dich.<br><div class=gmail_quote><div dir=ltr class=gmail_attr>---------- Forwarded message "
        "---------<br>Von: Rim Aziz &lt;rim@example.org&gt;<br>Date: So., 25. Sept. 2022 um 22:14 Uhr<br>Subject: Anmeldung<br>"
        "To: Jana Wolters &lt;jana.wolters@verein.example&gt;<br></div><br><br><div>Ich möchte kommen.</div></div></div>"
    )
    found = letter(html, subject="Fwd: Anmeldung")
    assert found.own_text.strip() == "Das ist für dich."
    assert found.forwarded is not None
    assert "Ich möchte kommen." in found.forwarded.body
