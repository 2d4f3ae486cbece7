"""The digest's mail: its words are complete, strangers' words can't break out, colours can be read, links lead back."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailreg.compose.digest import write_digest
from mailreg.compose.digestsample import sample, try_digest
from mailreg.compose.letters import Desk
from mailreg.compose.links import command_subject, mailto, telephone
from mailreg.compose.marks import command_token, is_signed
from mailreg.compose.templates import Templates, load_templates
from mailreg.model.command import Command, Verb
from mailreg.model.digest import Digest
from mailreg.model.mail import Address

TEMPLATES = load_templates()
DESK = Desk(Address("anmeldung@verein.example", "Anmeldung"), b"a secret for tests", "Europe/Berlin", "de")


def written(digest: Digest, desk: Desk = DESK) -> tuple[str, str, EmailMessage]:
    """Text, HTML and the mail."""
    made = write_digest(
        digest, to="claudia@verein.example", desk=desk, key="k", templates=TEMPLATES, pictures={}, sheets=()
    )
    message = email.message_from_bytes(made.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content(), message


class Page(HTMLParser):
    """Collects tags that are left open, attributes, and the words."""

    EMPTY = frozenset({"meta", "img", "br", "link"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in {"style", "title"}:
            self.words.append(data)


def test_everything_can_be_written_and_slips_are_found(tmp_path: Path) -> None:
    assert list(try_digest(TEMPLATES)) == []
    (tmp_path / "digest").mkdir()
    (tmp_path / "digest" / "de.toml").write_text('[page]\nnothing = "Ruhe, {name}"\nfoo = "x"\n', "utf-8")
    problems = list(try_digest(Templates([tmp_path, *TEMPLATES.folders])))
    assert any("page.foo" in p for p in problems)
    assert any("{name}" in p for p in problems)


@given(st.text(max_size=60) | st.sampled_from(HOSTILE := [
    "<script>alert(1)</script>", "{{ 7*7 }}", "\r\nBcc: a@b.example", '" onclick="x', "&lt;", "\u202eabc", "=1+1",
    "{name}", "%s", "mailto:x", "a" * 500, "أميرة حداد", "\x00\ud800",
]), st.sampled_from(TEMPLATES.digest_languages))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_strangers_words_stay_words(words: str, language: str) -> None:
    text, html, message = written(sample(words or "x"), replace(DESK, language=language))
    page = Page(html)
    assert page.open == []
    assert page.tags <= {
        "html", "head", "meta", "title", "style", "body", "table", "tr", "td", "h1", "h2", "h3", "p", "a", "br", "bdi",
        "strong", "span", "img",
    }  # fmt: skip
    assert {urlsplit(link).scheme for link in page.links} <= {"mailto", "tel", "cid"}
    assert message["Bcc"] is None
    assert "49" not in re.findall(r"\b49\b", text) or "49" in words
    assert len(html.encode()) < 60_000
    assert text.count("\u2068") == text.count("\u2069")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *((ink, paper) for ink in ("#22302d", "#56655f", "#14645a", "#96480b") for paper in ("#ffffff", "#f7faf9")),
        ("#ffffff", "#14645a"),
        *((ink, paper) for ink in ("#eef4f2", "#a9bab5", "#7fd6c2", "#ffc98a") for paper in ("#1a2321", "#222e2b")),
        ("#a6e6d7", "#222e2b"),
        ("#ffffff", "#1f8173"),
        ("#dbe6e3", "#222e2b"),
    ],
)
def test_colours_have_contrast_enough(ink: str, paper: str) -> None:
    """WCAG 2.1, 1.4.3 (AA)."""
    source = (TEMPLATES.folders[-1] / "digest.html.j2").read_text("utf-8")
    assert ink in source
    assert paper in source
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_command_link() -> None:
    command = Command(Verb.APPROVE, "17")
    subject = command_subject(command, b"secret")
    token = subject.rpartition("#")[2]
    assert subject == f"mailreg approve 17 #{token}"
    assert is_signed("approve 17", token, b"secret")
    assert not is_signed("approve 18", token, b"secret")
    assert not is_signed("approve 17", token, b"other")
    assert command_token("approve 17", b"secret") != command_token("discard 17", b"secret")


def test_links_that_open_a_mail() -> None:
    url = mailto("amira@müller.example", "Re: Wann & wo?\r\nBcc: x@y.example", "Guten Tag", "<a@b.example>")
    parts = urlsplit(url)
    assert parts.path == "amira@xn--mller-kva.example"
    fields = parse_qs(parts.query)
    assert fields["subject"] == ["Re: Wann & wo? Bcc: x@y.example"]
    assert (fields["body"], fields["In-Reply-To"]) == (["Guten Tag"], ["<a@b.example>"])
    assert mailto("nobody", "Re:") == ""
    assert (telephone("+49 (30) 12 34"), telephone("nachts")) == ("tel:+49301234", "")


def test_the_headers() -> None:
    _, _, message = written(Digest(datetime(2022, 10, 5, 5, tzinfo=UTC), None))
    assert message["Subject"] == "Tagesübersicht: nichts zu tun"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
