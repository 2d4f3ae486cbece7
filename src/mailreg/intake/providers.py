"""Which mail servers an e-mail address probably has: a table of the usual providers, then good guesses. No I/O."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Security = Literal["tls", "starttls", "none"]
Auth = Literal["password", "app-password", "oauth"]


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class Provider:
    """A candidate for an address. `known`: from the table; False: a guess that has to be tried."""

    id: str
    name: str
    imap: Server
    smtp: Server
    auth: Auth = "password"
    remark: str = ""  # for the person who sets it up, German; "" if there is nothing to say
    known: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One provider of providers.toml; the host names may hold {mx} or {domain}."""

    id: str
    name: str
    domains: frozenset[str]
    mx: tuple[str, ...]
    imap: str
    smtp: str
    auth: Auth
    remark: str

    def of(self, domain: str, mx: str) -> Provider:
        return Provider(
            self.id, self.name, _server(self.imap, domain, mx), _server(self.smtp, domain, mx), self.auth, self.remark
        )


@cache
def table() -> tuple[Row, ...]:
    """All providers of providers.toml."""
    data = tomllib.loads(files("mailreg.intake").joinpath("providers.toml").read_text(encoding="utf-8"))
    return tuple(
        Row(
            key,
            row["name"],
            frozenset(row["domains"]),
            tuple(row["mx"]),
            row["imap"],
            row["smtp"],
            row["auth"],
            row.get("remark", ""),
        )
        for key, row in data.items()
    )


def candidates(email: str, mx_hosts: Sequence[str] = ()) -> tuple[Provider, ...]:
    """Where this address's mailbox probably is, the likeliest first; () if it is no address.

    `mx_hosts`: the MX host names of the domain in the order of preference, if the caller has looked them up; they tell
    the provider of an own domain."""
    domain = _ascii(email.rpartition("@")[2])
    if "@" not in email or not domain:
        return ()
    for row in table():
        if domain in row.domains:
            return (row.of(domain, domain),)
    found: dict[str, Provider] = {}
    for host in (_ascii(mx) for mx in mx_hosts):
        for row in table():
            if any(host == end or host.endswith(f".{end}") for end in row.mx):
                found.setdefault(row.id, row.of(domain, host))
    return (*found.values(), *_guesses(domain))


def _guesses(domain: str) -> tuple[Provider, ...]:
    names = ((f"imap.{domain}", f"smtp.{domain}"), (f"mail.{domain}", f"mail.{domain}"), (domain, domain))
    return tuple(
        Provider(f"guess-{n}", imap, Server(imap, 993, "tls"), Server(smtp, 465, "tls"), known=False)
        for n, (imap, smtp) in enumerate(names, 1)
    )


def _server(text: str, domain: str, mx: str) -> Server:
    host, port, security = text.split()
    assert security in ("tls", "starttls")
    return Server(host.format(mx=mx, domain=domain), int(port), "tls" if security == "tls" else "starttls")


def _ascii(name: str) -> str:
    """A host name in lower case and IDNA; "" if it can't be one."""
    try:
        return name.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
