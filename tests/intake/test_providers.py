"""Finding the servers of an address without asking anybody."""

from __future__ import annotations

import pytest

from mailreg.intake.providers import Server, candidates, table

TLS, STARTTLS = "tls", "starttls"


@pytest.mark.parametrize(
    ("email", "imap", "smtp", "auth"),
    [
        ("verein@gmx.de", ("imap.gmx.net", 993, TLS), ("mail.gmx.net", 465, TLS), "password"),
        ("verein@WEB.de", ("imap.web.de", 993, TLS), ("smtp.web.de", 587, STARTTLS), "password"),
        ("a@t-online.de", ("secureimap.t-online.de", 993, TLS), ("securesmtp.t-online.de", 465, TLS), "app-password"),
        ("a@posteo.de", ("posteo.de", 993, TLS), ("posteo.de", 465, TLS), "password"),
        ("a@mailbox.org", ("imap.mailbox.org", 993, TLS), ("smtp.mailbox.org", 465, TLS), "password"),
        ("a@gmail.com", ("imap.gmail.com", 993, TLS), ("smtp.gmail.com", 465, TLS), "app-password"),
        ("a@outlook.de", ("outlook.office365.com", 993, TLS), ("smtp.office365.com", 587, STARTTLS), "oauth"),
    ],
)
def test_a_provider_s_own_domain(email: str, imap: tuple[str, int, str], smtp: tuple[str, int, str], auth: str) -> None:
    (one,) = candidates(email)
    assert one.imap == Server(*imap)  # type: ignore[arg-type]
    assert one.smtp == Server(*smtp)  # type: ignore[arg-type]
    assert one.auth == auth
    assert one.known


@pytest.mark.parametrize(
    ("mx", "provider", "imap"),
    [
        ("mx00.ionos.de", "ionos", "imap.ionos.de"),
        ("MX01.kundenserver.de.", "ionos", "imap.ionos.de"),
        ("smtpin.rzone.de", "strato", "imap.strato.de"),
        ("w0123456.kasserver.com", "all-inkl", "w0123456.kasserver.com"),
        ("www123.your-server.de", "hetzner", "mail.your-server.de"),
        ("mx01.ispgateway.de", "domainfactory", "sslin.df.eu"),
        ("mxext1.mailbox.org", "mailbox-org", "imap.mailbox.org"),
        ("aspmx.l.google.com", "gmail", "imap.gmail.com"),
        ("verein-example.mail.protection.outlook.com", "microsoft-365", "outlook.office365.com"),
    ],
)
def test_an_own_domain_is_known_by_its_mail_exchanger(mx: str, provider: str, imap: str) -> None:
    first, *others = candidates("info@verein.example", [mx])
    assert (first.id, first.imap.host) == (provider, imap)
    assert all(not other.known for other in others)
    assert others


@pytest.mark.parametrize("mx", [[], ["mail.verein.example"], ["notgoogle.com"], ["google.com.evil.example"], ["."]])
def test_an_unknown_domain_is_guessed(mx: list[str]) -> None:
    found = candidates("info@verein.example", mx)
    assert [one.imap.host for one in found] == ["imap.verein.example", "mail.verein.example", "verein.example"]
    assert {(one.imap.security, one.smtp.security, one.known) for one in found} == {(TLS, TLS, False)}


def test_a_domain_with_umlauts() -> None:
    assert candidates("info@köln-hilft.example")[0].imap.host == "imap.xn--kln-hilft-07a.example"


@pytest.mark.parametrize("text", ["", "verein", "verein@", "@", "a@" + "x" * 70 + ".example"])
def test_what_is_no_address_has_no_candidates(text: str) -> None:
    assert candidates(text) == ()


def test_the_table_is_whole_and_encrypted() -> None:
    assert {row.id for row in table()} == {
        "ionos", "strato", "all-inkl", "hetzner", "domainfactory", "mailbox-org", "posteo", "gmx", "web-de",
        "t-online", "gmail", "microsoft-365",
    }  # fmt: skip
    domains = [domain for row in table() for domain in row.domains]
    assert len(domains) == len(set(domains))
    for row in table():
        provider = row.of("verein.example", "mx.verein.example")
        assert provider.imap.port == 993
        assert (provider.smtp.port, provider.smtp.security) in {(465, TLS), (587, STARTTLS)}
        assert row.auth in {"password", "app-password", "oauth"}
        assert row.remark or row.auth == "password"
