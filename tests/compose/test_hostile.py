"""Whatever strangers write into whichever field: nothing breaks out of its place in a mail of any kind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailreg.compose.kinds import LETTERS
from mailreg.compose.letters import Desk, Thread, write_letter
from mailreg.compose.rows import Facts
from mailreg.compose.templates import load_templates
from mailreg.model.mail import Address
from mailreg.model.outgoing import ANSWERS
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Event, EventFile, Participant, Registration, Status
from tests.compose.html import read
from tests.compose.test_headers import ALLOWED

TEMPLATES = load_templates()
NASTY = [
    "\r\nBcc: victim@evil.example", "\n\n<h1>x</h1>", "\r", "\x00\x1b[31m", "\u202e\u2066\u2067", "\u2068", "\u2069",
    "<script>alert(1)</script>", "</td></tr></table>", "<img src=x onerror=y>", '"><a href="javascript:x">', "<!--",
    "]]>", "{{ 1111*9 }}", "{% raw %}", "{name}", "{0.__class__}", "%s", "=?utf-8?Q?Eve=0D=0ABcc=3A_x=40evil?=",
    "\u2028", "\udcff", '" <eve@evil.example>, "', "\\", "ä" * 500, "x" * 500, "مرحبا", "שלום", "\u200f", "&amp;", "'",
    "https://evil.example/x", "\ufeff", "e\u0301" * 20, "👩🏽‍🦽", "=.\n.\n", "From ",
]  # fmt: skip
WORDS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=20)), max_size=4).map("".join)
START = datetime(2022, 10, 11, 13, tzinfo=UTC)


@st.composite
def mails(draw: st.DrawFn) -> tuple[bytes, str]:
    """A finished mail, and its recipient's address."""
    event = Event(
        "treffen", draw(WORDS), START, START + timedelta(hours=3), draw(WORDS), venue=draw(WORDS), street=draw(WORDS),
        postcode=draw(WORDS), city=draw(WORDS), travel_costs=draw(st.booleans()), interpreting=draw(st.booleans()),
    )  # fmt: skip
    email = "eve@evil.example"
    contact = Address(draw(st.sampled_from([email, "buero@evil.example"])), draw(WORDS))
    statuses = st.sampled_from(list(Status))
    people = draw(
        st.lists(
            st.builds(Participant, st.none() | WORDS, st.none() | st.just(email), WORDS, status=statuses), max_size=4
        )
    )
    needs = draw(st.lists(st.builds(Need, st.sampled_from(list(NeedKind)), WORDS), max_size=4))
    purpose = draw(st.sampled_from(LETTERS))
    registration = Registration(
        "treffen", contact, draw(st.sampled_from([*TEMPLATES.languages, "ti", ""])), tuple(people), tuple(needs),
        status=draw(statuses), id=1,
    )  # fmt: skip
    desk = Desk(Address("desk@desk.example", draw(WORDS)), b"s", "Europe/Berlin", "de", None, draw(WORDS) or None)
    file = EventFile("treffen", "travel_costs", draw(WORDS), draw(WORDS | st.just("text/html")), b"<script>")
    facts = Facts(draw(st.booleans()), draw(st.booleans()), event, draw(st.sampled_from([(), (file,)])), draw(WORDS),
                  draw(WORDS), draw(st.none() | st.integers(1, 99)))  # fmt: skip
    thread = Thread(draw(WORDS), (draw(WORDS),), draw(WORDS), None) if purpose in ANSWERS else None
    outgoing = write_letter(
        purpose, registration, event, to=Address(email, draw(WORDS)), desk=desk, key="k", templates=TEMPLATES,
        now=START - timedelta(days=1), thread=thread, facts=facts,
    )  # fmt: skip
    return outgoing.content, email


@given(mails())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_breaks_out(made: tuple[bytes, str]) -> None:
    raw, email = made
    mail = message_from_bytes(raw, policy=policy.default)
    assert set(mail.keys()) <= ALLOWED
    assert len(mail.keys()) == len(set(mail.keys()))
    assert [a.addr_spec for a in mail["To"].addresses] == [email]
    assert [a.addr_spec for a in mail["From"].addresses] == ["desk@desk.example"]
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    for part in mail.walk():
        assert not part.defects
        assert part.get_content_type() in {"multipart/mixed", "multipart/alternative"} or not part.is_multipart()
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    shown = text.get_content()
    for piece in (shown, html.get_content(), str(mail["Subject"])):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066\u2067\u2028]", piece)
        assert "9999" not in piece  # {{ 1111*9 }}
    # Isolates are closed in their own line, each.
    for line in shown.splitlines():
        depth = 0
        for char in line:
            depth += {"\u2068": 1, "\u2069": -1}.get(char, 0)
            assert 0 <= depth <= 2
        assert depth == 0
    page = read(html.get_content().replace("\r\n", "\n"))
    assert page.hrefs == []
    assert len(html.get_content().encode()) < 60_000
