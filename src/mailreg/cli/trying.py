"""Trying mail servers for `mailreg init`: one line each on the screen, what works is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mailreg.model.errors import LoginRefused, MailregError

if TYPE_CHECKING:
    from mailreg.intake.providers import Server

_SETTING = re.compile(r"MAILREG_(IMAP|SMTP)_(HOST|PORT|SECURITY|USER|PASSWORD)\b")
_OPTIONS = {"USER": "Benutzername (--user)", "PASSWORD": "Passwort"}
QUICK = 10.0  # seconds for each answer of a server; a person waits


@dataclass(frozen=True)
class Login:
    """Who logs in: with a password, or with `token`, which gives OAuth access tokens."""

    address: str
    user: str
    password: str | None = field(default=None, repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Tried:
    """`server` is None if nothing worked; `error` is then the one worth showing: a refused login before the rest."""

    server: Server | None
    error: MailregError | None = None
    refused_by: Server | None = None


def imap(server: Server, login: Login) -> MailregError | None:
    """Log in and look at the inbox; None if that works."""
    from mailreg.intake.access import ImapAccess
    from mailreg.intake.probe import probe

    access = ImapAccess(
        server.host, server.port, server.security, login.user, login.password, login.token, timeout=QUICK
    )
    return _in_words_of_init(probe(access).error)


def smtp(server: Server, login: Login) -> MailregError | None:
    """Connect and log in; None if that works. Nothing is sent."""
    from mailreg.delivery.smtp import SmtpAccess, SmtpSender

    access = SmtpAccess(server.host, server.port, server.security, timeout=QUICK)
    if server.security != "none":  # as settings/checker.py has it: a relay on this machine knows its own
        access = replace(access, user=login.user, password=login.password, token=login.token)
    with SmtpSender(access) as sender:
        try:
            sender.check()
        except MailregError as error:
            return _in_words_of_init(error)
    return None


def _in_words_of_init(error: MailregError | None) -> MailregError | None:
    """No settings stand anywhere yet: the option that says the same is named."""
    if error is None or "MAILREG_" not in str(error):
        return error
    said = _SETTING.sub(lambda found: _OPTIONS.get(found[2]) or f"--{found[1]}-{found[2]}".lower(), str(error))
    return type(error)(said)


def first_that_works(
    servers: Iterable[Server],
    login: Login,
    attempt: Callable[[Server, Login], MailregError | None],
    say: Callable[[str], None],
) -> Tried:
    """Try one after the other. A refused login ends it: the server is there, the password is what is wrong."""
    error: MailregError | None = None
    for server in dict.fromkeys(servers):
        found = attempt(server, login)
        where = f"{server.host}:{server.port} ({server.security})"
        if found is None:
            say(f"  ✓ {where}")
            return Tried(server)
        say(f"  ✗ {where}: {found}")
        error = error or found
        if isinstance(found, LoginRefused):
            return Tried(None, found, server)
    return Tried(None, error)
