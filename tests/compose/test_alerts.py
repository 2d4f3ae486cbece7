"""Mail to the organisers: mailreg cannot work, and works again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from mailreg.compose.letters import Desk, write_alert
from mailreg.compose.marks import key_of
from mailreg.compose.templates import Templates
from mailreg.model.outgoing import Outgoing, Purpose

SINCE = datetime(2022, 9, 20, 8, 15, tzinfo=UTC)


def alert(
    purpose: Purpose, desk: Desk, templates: Templates, problem: str = "Das Postfach antwortet nicht."
) -> Outgoing:
    return write_alert(
        purpose,
        to="jana@desk.example",
        desk=desk,
        key=f"{purpose}:1",
        templates=templates,
        now=datetime(2022, 9, 20, 9, tzinfo=UTC),
        problem=problem,
        since=SINCE,
    )


@pytest.mark.parametrize(
    ("purpose", "subject", "phrases"),
    [
        (Purpose.ALERT, "mailreg braucht Hilfe", ["kann seit 20.09.2022, 10:15 nicht arbeiten", "mailreg check"]),
        (Purpose.RECOVERED, "mailreg läuft wieder", ["stand still seit 20.09.2022, 10:15", "Sie müssen nichts tun"]),
    ],
)
def test_alert(templates: Templates, desk: Desk, purpose: Purpose, subject: str, phrases: list[str]) -> None:
    outgoing = alert(purpose, desk, templates)
    mail = message_from_bytes(outgoing.content, policy=policy.default)
    text = mail.get_content()
    assert mail["Subject"] == subject
    assert mail["To"] == "jana@desk.example" == outgoing.recipient
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["In-Reply-To"] is None
    assert mail.get_content_type() == "text/plain"
    assert key_of(mail["Message-ID"], b"a secret") == outgoing.key
    assert outgoing.event is None
    assert "Das Postfach antwortet nicht." in text
    assert [p for p in phrases if p not in text] == []


def test_in_every_language(templates: Templates, desk: Desk) -> None:
    for language in templates.languages:
        outgoing = alert(Purpose.ALERT, replace(desk, language=language), templates)
        mail = message_from_bytes(outgoing.content, policy=policy.default)
        assert mail["Content-Language"] == language
        assert mail["Subject"] == templates.words(language)["alert.subject"]


def test_a_problem_of_several_lines_is_one(templates: Templates, desk: Desk) -> None:
    content = alert(Purpose.ALERT, desk, templates, "Fehler\r\n.\r\nBcc: x@evil.example").content
    text = message_from_bytes(content, policy=policy.default).get_content()
    assert "  Fehler . Bcc: x@evil.example" in text.splitlines()


def test_an_answer_is_no_alert(templates: Templates, desk: Desk) -> None:
    with pytest.raises(ValueError, match="not an alert"):
        alert(Purpose.CONFIRM, desk, templates)
