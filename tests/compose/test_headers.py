"""Headers and MIME: the thread, the marks, and that nobody's text breaks out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from mailreg.compose import clean
from mailreg.compose.letters import Desk, Thread
from mailreg.compose.marks import key_of
from mailreg.compose.mime import MAX_REFERENCES, is_address, reply_subject
from mailreg.model.errors import MessageRefused
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Participant

ALLOWED = {
    "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type",
}  # fmt: skip
HOSTILE = [
    pytest.param("Eve\r\nBcc: victim@evil.example", id="CR LF"),
    pytest.param("Eve\r\n\r\n<h1>body</h1>", id="end of the headers"),
    pytest.param("Eve\nX-Evil: 1", id="bare LF"),
    pytest.param("Eve\rX-Evil: 1", id="bare CR"),
    pytest.param('Eve" <eve@evil.example>, "x', id="quotes"),
    pytest.param("Eve To: victim@evil.example, Eve Bcc: other@evil.example, Evelina", id="more addresses than a line"),
    pytest.param("Eve\\", id="a backslash before the closing quote"),
    pytest.param("Eve\x00\x08\x1b[31m", id="control characters"),
    pytest.param("\u202egnp.exe\u2066", id="direction overrides"),
    pytest.param("<script>alert(1)</script><img src=x onerror=y>", id="HTML"),
    pytest.param("</bdi></p></table><a href=javascript:x>", id="closing tags"),
    pytest.param("{{ 7*7 }}{% raw %}{name}{0.__class__}", id="template code"),
    pytest.param("=?utf-8?Q?Eve=0D=0ABcc=3A_x=40evil.example?=", id="encoded word"),
    pytest.param("Müller\u2028Bcc: x", id="line separator"),
    pytest.param("ä" * 3000, id="endless"),
    pytest.param("x" * 3000, id="endless ASCII"),
    pytest.param("\udcff\udc80", id="surrogates"),
]


def test_marks_of_an_answer(answer: Callable[..., Any]) -> None:
    written = answer()
    mail = written.mail
    assert mail["From"].addresses[0].display_name == "Jana Müller"
    assert mail["From"].addresses[0].addr_spec == "anmeldung@desk.example"
    assert mail["To"].addresses[0].addr_spec == "amira@msov.example" == written.outgoing.recipient
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Precedence"] is None
    assert mail["MIME-Version"] == "1.0"
    assert mail["Content-Language"] == "de"
    assert parsedate_to_datetime(mail["Date"]) == datetime(2022, 9, 20, 10, tzinfo=UTC)
    assert mail["Date"].endswith("+0200")
    assert mail["Message-ID"] == written.outgoing.message_id
    assert key_of(mail["Message-ID"], b"a secret") == written.outgoing.key == "confirm:17:v1"
    assert (written.outgoing.event, written.outgoing.registration) == ("treffen-2022", 17)
    assert not mail.defects


def test_shape(answer: Callable[..., Any]) -> None:
    kinds = [part.get_content_type() for part in answer().mail.walk()]
    forms = ["text/plain", "text/html", "text/calendar"]
    assert kinds == ["multipart/mixed", "multipart/alternative", *forms, "application/ics"]


def test_the_same_values_give_the_same_bytes(answer: Callable[..., Any]) -> None:
    assert answer().raw == answer().raw
    assert answer().raw != answer(key="confirm:17:v2").raw


@pytest.mark.parametrize("language", ["de", "ar", "ru", "vi", "ku"])
def test_lines(answer: Callable[..., Any], language: str) -> None:
    raw = answer(language=language, people=[Participant("Ж" * 79)] * 5).raw
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_thread(answer: Callable[..., Any]) -> None:
    thread = Thread("<m2@msov.example>", ("<m0@msov.example>", "<m1@msov.example>"), "Anmeldung", None)
    written = answer(thread=thread)
    assert written.mail["In-Reply-To"] == "<m2@msov.example>" == written.outgoing.in_reply_to
    assert written.mail["References"].split() == ["<m0@msov.example>", "<m1@msov.example>", "<m2@msov.example>"]


def test_no_thread(answer: Callable[..., Any]) -> None:
    written = answer(thread=Thread(None, (), "Anmeldung", None))
    assert written.mail["In-Reply-To"] is None
    assert written.mail["References"] is None
    assert written.outgoing.in_reply_to is None


def test_a_long_thread_keeps_its_first_and_latest(answer: Callable[..., Any]) -> None:
    ids = tuple(f"<{'x' * 120}{n}@msov.example>" for n in range(100))
    references = answer(thread=Thread("<last@msov.example>", ids, "x", None)).mail["References"].split()
    assert len(references) == MAX_REFERENCES
    assert (references[0], references[-2:]) == (ids[0], [ids[-1], "<last@msov.example>"])


@pytest.mark.parametrize(
    "broken",
    ["<a@b>\r\nBcc: x@evil.example", "no brackets", "<>", "<ä@b.example>", "<a b@c>", "<" + "x" * 2000 + "@b>"],
)
def test_broken_message_ids_are_left_out(answer: Callable[..., Any], broken: str) -> None:
    written = answer(thread=Thread(broken, (broken, "<m0@msov.example>"), "Anmeldung", None))
    assert written.mail["In-Reply-To"] is None
    assert written.mail["References"] == "<m0@msov.example>"
    assert set(written.mail.keys()) <= ALLOWED


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Anmeldung", "Re: Anmeldung"),
        ("Re: Anmeldung", "Re: Anmeldung"),
        ("AW: RE: Re[2]: Antw.: Anmeldung", "Re: Anmeldung"),
        ("SV: VS: Odp: Ynt: Отв: رد: Anmeldung", "Re: Anmeldung"),
        ("RE : Inscription", "Re: Inscription"),
        ("WG: Anmeldung", "Re: WG: Anmeldung"),
        ("AW: WG: Anmeldung", "Re: WG: Anmeldung"),
        ("Reise: Anmeldung", "Re: Reise: Anmeldung"),
        ("Anmeldung\r\nBcc: x@evil.example", "Re: Anmeldung Bcc: x@evil.example"),
        ("реєстрація на 11 жовтня", "Re: реєстрація на 11 жовтня"),
        ("x" * 400, "Re: " + "x" * 159 + "…"),
        ("", ""),
        ("  AW:  ", ""),
    ],
)
def test_subject(answer: Callable[..., Any], subject: str, expected: str) -> None:
    assert reply_subject(subject) == expected
    written = answer(thread=Thread("<m1@msov.example>", (), subject, None))
    assert written.mail["Subject"] == (expected or "Ihre Anmeldung: Netzwerktreffen")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))


def tags(html: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser.tags


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words(answer: Callable[..., Any], desk: Desk, name: str, language: str) -> None:
    calm = answer(
        language=language,
        to=Address("eve@evil.example", "Eve"),
        people=[Participant("Eve", "eve@evil.example")],
        needs=[Need(NeedKind.DIET, "vegan")],
    )
    for sender in (None, name):
        written = answer(
            language=language,
            to=Address("eve@evil.example", name),
            people=[Participant(name, "eve@evil.example")],
            needs=[Need(NeedKind.DIET, name)],
            thread=Thread("<m1@msov.example>", (), name, None),
            desk=replace(desk, address=Address("anmeldung@desk.example", sender or "Jana Müller")),
        )
        raw, mail = written.raw, written.mail
        assert set(mail.keys()) <= ALLOWED
        assert len(mail.keys()) == len(set(mail.keys()))
        assert [a.addr_spec for a in mail["To"].addresses] == ["eve@evil.example"]
        assert [a.addr_spec for a in mail["From"].addresses] == ["anmeldung@desk.example"]
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert raw.isascii()
        assert not mail.defects
        shown = (
            written.text + written.html + str(mail["Subject"]) + str(mail["To"]) + written.calendar_part.get_content()
        )
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066\u2067]", shown)
        if clean.name(name):  # somebody whose name has vanished is written about in other words
            assert set(tags(written.html)) == set(tags(calm.html))
        assert not message_from_bytes(raw, policy=policy.compat32).get_all("Bcc")
        assert written.calendar.errors == []


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{name}", "{0.__class__}", "%s", "{% raw %}"])
def test_template_code_stays_text(answer: Callable[..., Any], text: str) -> None:
    written = answer(people=[Participant(text, "amira@msov.example")])
    assert f"Wer: {text}\n" in written.text


@pytest.mark.parametrize(
    "email",
    [
        pytest.param("", id="nothing"),
        pytest.param("nobody", id="no domain"),
        pytest.param("a b@evil.example", id="blank"),
        pytest.param("a@evil.example\r\nBcc: x@y.example", id="line break"),
        pytest.param("<a@b.example>", id="brackets"),
        pytest.param("a@b.example, c@d.example", id="two"),
        pytest.param("x" * 300 + "@b.example", id="endless"),
    ],
)
def test_an_impossible_address_is_refused_in_plain_german(answer: Callable[..., Any], email: str) -> None:
    assert not is_address(email)
    with pytest.raises(MessageRefused, match="keine gültige E-Mail-Adresse"):
        answer(to=Address(email, "Eve"))


@pytest.mark.parametrize("email", ["a@b.example", "o'neill+x@b.example", "grüße@b.example", "a@müller.example"])
def test_possible_addresses(email: str) -> None:
    assert is_address(email)


def test_a_domain_with_umlauts(answer: Callable[..., Any]) -> None:
    assert answer(to=Address("eva@müller.example")).mail["To"].addresses[0].domain == "xn--mller-kva.example"


@pytest.mark.parametrize("purpose", [Purpose.ALERT, Purpose.RECOVERED])
def test_an_alert_is_no_answer(answer: Callable[..., Any], purpose: Purpose) -> None:
    with pytest.raises(ValueError, match="not to a participant"):
        answer(purpose)
