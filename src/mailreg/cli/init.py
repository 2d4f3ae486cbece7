"""`mailreg init`: from an address and a password to a settings file that works. Nothing is written before the end."""

from __future__ import annotations

import os
import re
import secrets
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from mailreg.cli import envfile, trying
from mailreg.model.decision import Mode
from mailreg.model.errors import LoginRefused, OperationError, UsageError
from mailreg.settings import settings_of
from mailreg.settings.values import SECURITIES, Security

if TYPE_CHECKING:
    from mailreg.intake.providers import Provider, Server
    from mailreg.oauth import OAuthAccess

ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
MODES = (
    ("observe", "beobachten: lesen und Liste führen, nichts senden"),
    ("approve", "freigeben: jede Antwort wartet auf Ihr Ja (empfohlen für den Anfang)"),
    ("automatic", "automatisch: klare Anmeldungen werden sofort beantwortet"),
)


@dataclass(frozen=True)
class Given:
    """What the command line said; None: to be asked."""

    address: str | None
    name: str | None
    organisers: str | None
    mode: str | None
    user: str | None
    password_file: Path | None
    imap: tuple[str | None, int | None, str | None]
    smtp: tuple[str | None, int | None, str | None]
    oauth: str | None
    client_id: str | None
    tenant: str | None


def init(
    address: Annotated[
        str | None, typer.Option(metavar="ADRESSE", help="Die Adresse, an die Anmeldungen gehen.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Der Name, der als Absender erscheint.")] = None,
    organisers: Annotated[
        str | None, typer.Option(metavar="ADRESSEN", help="Wer Meldungen bekommt; mehrere mit Komma.")
    ] = None,
    mode: Annotated[
        str | None, typer.Option(metavar="MODUS", help="observe, approve (Vorgabe) oder automatic.")
    ] = None,
    user: Annotated[
        str | None, typer.Option(metavar="NAME", help="Benutzername, wenn er nicht die Adresse ist.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Datei mit dem Passwort; „-“: Standardeingabe.")
    ] = None,
    imap_host: Annotated[str | None, typer.Option(metavar="SERVER", help="IMAP-Server; sonst wird er gesucht.")] = None,
    imap_port: Annotated[int | None, typer.Option(metavar="PORT", help="Sonst 993 (tls) oder 143.")] = None,
    imap_security: Annotated[str | None, typer.Option(metavar="ART", help="tls (Vorgabe), starttls oder none.")] = None,
    smtp_host: Annotated[str | None, typer.Option(metavar="SERVER", help="SMTP-Server; sonst wird er gesucht.")] = None,
    smtp_port: Annotated[int | None, typer.Option(metavar="PORT", help="Sonst 465 (tls) oder 587.")] = None,
    smtp_security: Annotated[str | None, typer.Option(metavar="ART", help="tls (Vorgabe), starttls oder none.")] = None,
    oauth: Annotated[
        str | None, typer.Option(metavar="ANBIETER", help="Anmeldung ohne Passwort: microsoft oder google.")
    ] = None,
    oauth_client_id: Annotated[
        str | None, typer.Option(metavar="ID", help="Kennung Ihrer Anwendung beim Anbieter.")
    ] = None,
    oauth_tenant: Annotated[str | None, typer.Option(metavar="ID", help="Nur Microsoft: Ihr Verzeichnis.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Keine Rückfragen, wo es eine Vorgabe gibt; ändert eine .env.")
    ] = False,
) -> None:
    """Ask, try, write."""
    given = Given(
        address, name, organisers, mode, user, password_file,
        (imap_host, imap_port, imap_security), (smtp_host, smtp_port, smtp_security),
        oauth, oauth_client_id, oauth_tenant,
    )  # fmt: skip
    for option, value, allowed in (
        ("--mode", mode, tuple(Mode)),
        ("--imap-security", imap_security, tuple(SECURITIES["imap"])),
        ("--smtp-security", smtp_security, tuple(SECURITIES["smtp"])),
        ("--oauth", oauth, ("microsoft", "google")),
    ):
        if value is not None and value not in allowed:
            raise UsageError(f"{option}: „{value}“ gibt es nicht; möglich sind {', '.join(allowed)}.")
    for option, port in (("--imap-port", imap_port), ("--smtp-port", smtp_port)):
        if port is not None and not 0 < port < 65536:
            raise UsageError(f"{option}: {port} ist kein Port; möglich sind 1 bis 65535.")
    path = Path(os.environ.get("MAILREG_ENV_FILE") or ".env")
    Setup(given, yes, path, envfile.read(path)).run()


class Setup:
    """The conversation."""

    def __init__(self, given: Given, yes: bool, path: Path, old_text: str | None) -> None:
        self.given = given
        self.yes = yes
        self.path = path
        self.old_text = old_text
        self.old = {k: v for k, v in envfile.values(old_text or "").items() if v}
        self.human = sys.stdin.isatty() and given.password_file != Path("-")

    def run(self) -> None:
        if self.old_text is not None and not self.yes:
            if not self.human:
                raise UsageError(f"{self.path} gibt es schon. Mit --yes wird sie geändert; fremde Zeilen bleiben.")
            typer.echo(f"{self.path.resolve()} gibt es schon. Ihre anderen Zeilen und Kommentare bleiben.")
            typer.confirm("Die Zugangsdaten darin ändern?", abort=True)
        address = self.address()
        with tempfile.TemporaryDirectory(prefix="mailreg-") as scratch:
            provider, others = self.provider(address)
            oauth = self.oauth(provider, address, Path(scratch))
            login = self.login(address, oauth)
            imap, login = self.find("imap", login, [p.imap for p in (provider, *others) if p is not None])
            typer.echo("Versand:")
            smtp, smtp_login = self.find("smtp", login, self.smtp_servers(imap, provider, others))
            changes = self.servers(address, login, imap, smtp_login, smtp) | self.oauth_lines(oauth)
            changes |= self.identity(address)
            text = envfile.merged(self.old_text if self.old_text is not None else envfile.example(), changes)
            # As the other commands will see it: the environment goes before the file, such as a service's data folder.
            values = {k: v for k, v in envfile.values(text).items() if v}
            settings = settings_of(values | {k: v for k, v in os.environ.items() if k.startswith("MAILREG_") and v})
            if oauth is not None:
                envfile.write(settings.data_dir / "oauth.json", oauth.cache.read_text(encoding="utf-8"))
        envfile.write(self.path, text)
        self.farewell(changes)

    # Questions

    def ask(self, text: str, default: str | None, option: str) -> str:
        """An answer, or the default where nobody can be asked. Raises UsageError where there is none."""
        if not self.human or (self.yes and default is not None):
            if default is None:
                raise UsageError(f"{option} fehlt, und es ist kein Terminal da, an dem mailreg fragen könnte.")
            return default
        answer: str = typer.prompt(text, default=default, show_default=bool(default), type=str)
        return answer.strip()

    def address(self) -> str:
        while True:
            default = self.old.get("MAILREG_ADDRESS")
            address = (self.given.address or self.ask("E-Mail-Adresse für Anmeldungen", default, "--address")).strip()
            if ADDRESS.fullmatch(address):
                return address.lower()
            if self.given.address or not self.human:
                raise UsageError(f"--address: „{address}“ ist keine E-Mail-Adresse.")
            typer.echo("Das ist keine E-Mail-Adresse wie anmeldung@example.org.")

    def password(self, text: str = "Passwort (wird nicht angezeigt)") -> str:
        file = self.given.password_file
        if file is not None:
            try:
                content = sys.stdin.read() if file == Path("-") else file.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise UsageError(f"--password-file: {file} lässt sich nicht lesen.") from error
            if content.strip("\r\n"):
                return content.strip("\r\n")
            raise UsageError(f"--password-file: {file} ist leer.")
        if not self.human:
            raise UsageError("--password-file fehlt, und es ist kein Terminal da, an dem mailreg fragen könnte.")
        answer: str = typer.prompt(text, hide_input=True, type=str)
        return answer

    def identity(self, address: str) -> dict[str, str | None]:
        """Name, organisers, mode, secret: what is set already stays, unless it is asked for and answered anew."""
        given, old = self.given, self.old
        name = given.name or self.ask("Name, der als Absender erscheint", old.get("MAILREG_NAME", ""), "--name")
        default = old.get("MAILREG_ORGANISERS", address)
        while True:
            text = given.organisers or self.ask("Wer bekommt Meldungen? (Adressen, mit Komma)", default, "--organisers")
            organisers = [part.strip() for part in text.split(",") if part.strip()]
            wrong = next((part for part in organisers if not ADDRESS.fullmatch(part)), None)
            if wrong is None:
                break
            if given.organisers or not self.human:
                raise UsageError(f"--organisers: „{wrong}“ ist keine E-Mail-Adresse.")
            typer.echo(f"„{wrong}“ ist keine E-Mail-Adresse.")
        return {
            "MAILREG_NAME": name or None,
            "MAILREG_ORGANISERS": ",".join(organisers) or None,
            "MAILREG_MODE": given.mode or self.mode(old.get("MAILREG_MODE", "approve")),
            "MAILREG_SECRET": old.get("MAILREG_SECRET") or secrets.token_urlsafe(32),
        }

    def mode(self, default: str) -> str:
        if not self.human or self.yes:
            return default
        typer.echo("Wie soll mailreg arbeiten?")
        for number, (_, words) in enumerate(MODES, 1):
            typer.echo(f"  {number}  {words}")
        usual = next((str(n) for n, (mode, _) in enumerate(MODES, 1) if mode == default), "2")
        return MODES[int(self.choice(usual, [str(n) for n in range(1, len(MODES) + 1)])) - 1][0]

    def choice(self, default: str, allowed: Sequence[str]) -> str:
        while True:
            answer = self.ask("Zahl", default, "--yes")
            if answer in allowed:
                return answer
            typer.echo(f"Bitte eine dieser Zahlen: {', '.join(a for a in allowed if a)}.")

    # Servers

    def provider(self, address: str) -> tuple[Provider | None, tuple[Provider, ...]]:
        """Where the mailbox probably is, and further guesses."""
        from mailreg.cli.mx import mx_hosts
        from mailreg.intake.providers import candidates, table

        if all(given[0] or self.known(kind, address) for kind, given in self.given_servers):
            return None, ()
        domain = address.rpartition("@")[2]
        found = candidates(address)
        if found and not found[0].known:
            typer.echo(f"Suche den Anbieter von {domain} …")
            found = candidates(address, mx_hosts(domain))
        if found and found[0].known:
            provider = found[0]
            typer.echo(f"Das Postfach liegt bei {provider.name}.")
            if provider.remark:
                typer.echo(f"Gut zu wissen: {provider.remark}")
            return provider, found[1:]
        if self.human and not self.yes:
            typer.echo("Bei welchem Anbieter liegt das Postfach?")
            rows = table()
            for number, row in enumerate(rows, 1):
                typer.echo(f"  {number:>2}  {row.name}")
            typer.echo("   0  ein anderer, oder ich weiß es nicht")
            number = int(self.choice("0", [str(n) for n in range(len(rows) + 1)]))
            if number:
                provider = rows[number - 1].of(domain, domain)
                if provider.remark:
                    typer.echo(f"Gut zu wissen: {provider.remark}")
                return provider, found
        return None, found

    def smtp_servers(self, imap: Server, provider: Provider | None, others: Sequence[Provider]) -> list[Server]:
        """Beside the IMAP server that works first; each with both usual ports."""
        every = [p for p in (provider, *others) if p is not None]
        near = [p.smtp for p in every if p.imap.host == imap.host] + [p.smtp for p in every if p.imap.host != imap.host]
        near.append(replace(imap, port=465, security="tls"))
        return [s for one in near for s in (one, replace(one, port=587, security="starttls"))]

    def login(self, address: str, oauth: OAuthAccess | None) -> trying.Login:
        old_user = self.old.get("MAILREG_IMAP_USER") if self.old.get("MAILREG_ADDRESS", "").lower() == address else None
        user = self.given.user or old_user or address
        if oauth is None:
            return trying.Login(address, user, self.password())
        from mailreg.oauth import OAuth

        flow = OAuth(oauth)
        flow.log_in(typer.echo, lambda text: str(typer.prompt(text.rstrip(": "), type=str)))
        return trying.Login(address, user, token=flow)

    def find(self, kind: str, login: trying.Login, guesses: Sequence[Server]) -> tuple[Server, trying.Login]:
        """The server that works, and the login it took. Raises the error where nobody can be asked."""
        from mailreg.intake.providers import Server

        host, port, security = self.given.imap if kind == "imap" else self.given.smtp
        attempt = trying.imap if kind == "imap" else trying.smtp
        if host:
            security = security or {465: "tls", 587: "starttls", 143: "starttls"}.get(port or 0, "tls")
            guesses = [Server(host, port or _port(kind, security), cast("Security", security))]
        elif known := self.known(kind, login.address):
            guesses = [known, *guesses]
        if kind == "imap":
            typer.echo("Postfach:")
        while True:
            tried = trying.first_that_works(guesses, login, attempt, typer.echo)
            if tried.server is not None:
                return tried.server, login
            if not self.human or self.yes:
                option = f"--{kind}-host"
                raise tried.error or OperationError(f"Kein {kind.upper()}-Server gefunden: bitte {option} angeben.")
            if isinstance(tried.error, LoginRefused) and tried.refused_by is not None and login.token is None:
                typer.echo("Bitte Benutzername und Passwort noch einmal (Strg-C bricht ab, nichts ist geschrieben).")
                user = self.ask("Benutzername", login.user, "--user")
                login = replace(login, user=user, password=typer.prompt("Passwort", hide_input=True, type=str))
                guesses = [tried.refused_by]
                continue
            typer.echo("Bitte den Server selbst nennen; er steht in der Hilfe Ihres Anbieters (Strg-C bricht ab).")
            guesses = [self.server(kind, guesses)]

    @property
    def given_servers(self) -> tuple[tuple[str, tuple[str | None, int | None, str | None]], ...]:
        return ("imap", self.given.imap), ("smtp", self.given.smtp)

    def known(self, kind: str, address: str) -> Server | None:
        """The server that the existing file names for this address."""
        from mailreg.intake.providers import Server

        upper = f"MAILREG_{kind.upper()}"
        host, security = self.old.get(f"{upper}_HOST"), self.old.get(f"{upper}_SECURITY", "tls")
        if not host or security not in SECURITIES[kind] or self.old.get("MAILREG_ADDRESS", "").lower() != address:
            return None
        port = self.old.get(f"{upper}_PORT", "")
        return Server(host, int(port) if port.isdigit() else _port(kind, security), cast("Security", security))

    def server(self, kind: str, guesses: Sequence[Server]) -> Server:
        from mailreg.intake.providers import Server

        first = guesses[0].host if guesses else None
        host = self.ask(f"{kind.upper()}-Server", first, f"--{kind}-host")
        usual = _port(kind, "tls")
        while not (port := self.ask("Port", str(usual), f"--{kind}-port")).isdigit() or not 0 < int(port) < 65536:
            typer.echo("Bitte eine Zahl von 1 bis 65535.")
        guess = "tls" if int(port) in {993, 465} else "starttls"
        while (security := self.ask("Verschlüsselung (tls oder starttls)", guess, "")) not in SECURITIES[kind]:
            typer.echo("Bitte tls oder starttls.")
        return Server(host, int(port), cast("Security", security))

    # OAuth

    def oauth(self, provider: Provider | None, address: str, scratch: Path) -> OAuthAccess | None:
        """How to log in without a password, or None. The tokens lie in `scratch` until the end."""
        from mailreg.oauth import oauth_access

        kind = self.given.oauth or ("microsoft" if provider is not None and provider.auth == "oauth" else None)
        if kind is None:
            return None
        if not self.human:
            raise UsageError("Die Anmeldung mit OAuth braucht einen Menschen am Terminal: rufen Sie init dort auf.")
        typer.echo("Angemeldet wird ohne Passwort (OAuth). Dafür muss Ihre IT einmal eine Anwendung eintragen.")
        old = self.old.get("MAILREG_OAUTH_CLIENT_ID")
        client_id = self.given.client_id or self.ask("Client-ID dieser Anwendung", old, "--oauth-client-id")
        tenant = self.given.tenant or self.old.get("MAILREG_OAUTH_TENANT") or "common"
        secret = self.old.get("MAILREG_OAUTH_CLIENT_SECRET")
        if kind == "google" and not secret:
            secret = typer.prompt("Clientschlüssel (wird nicht angezeigt)", hide_input=True, type=str)
        return oauth_access(kind, client_id, tenant, secret, address, scratch)

    def oauth_lines(self, oauth: OAuthAccess | None) -> dict[str, str | None]:
        if oauth is None:
            return {"MAILREG_OAUTH": None}
        tenant = oauth.authority.rpartition("/")[2]
        return {
            "MAILREG_OAUTH": oauth.provider,
            "MAILREG_OAUTH_CLIENT_ID": oauth.client_id,
            "MAILREG_OAUTH_CLIENT_SECRET": oauth.client_secret,
            "MAILREG_OAUTH_TENANT": tenant if tenant != "common" else None,
        }

    # The end

    def servers(
        self, address: str, login: trying.Login, imap: Server, smtp_login: trying.Login, smtp: Server
    ) -> dict[str, str | None]:
        own_password = smtp_login.password not in {login.password, None}
        return {
            "MAILREG_ADDRESS": address,
            "MAILREG_IMAP_HOST": imap.host,
            "MAILREG_IMAP_PORT": str(imap.port),
            "MAILREG_IMAP_SECURITY": imap.security,
            "MAILREG_IMAP_USER": login.user if login.user != address else None,
            "MAILREG_IMAP_PASSWORD": login.password,
            "MAILREG_IMAP_PASSWORD_FILE": None,
            "MAILREG_SMTP_HOST": smtp.host,
            "MAILREG_SMTP_PORT": str(smtp.port),
            "MAILREG_SMTP_SECURITY": smtp.security,
            "MAILREG_SMTP_USER": smtp_login.user if smtp_login.user != login.user else None,
            "MAILREG_SMTP_PASSWORD": smtp_login.password if own_password else None,
            "MAILREG_SMTP_PASSWORD_FILE": None,
        }

    def farewell(self, changes: dict[str, str | None]) -> None:
        typer.echo(f"\nGeschrieben: {self.path.resolve()} (nur für dieses Konto lesbar)")
        stronger = sorted(n for n in os.environ if changes.get(n) not in {None, os.environ[n]})
        if stronger:
            typer.echo(f"Achtung: In der Umgebung steht {', '.join(stronger)} anders; das geht der Datei vor.")
        waiting = {"observe": "sendet nichts", "approve": "Antworten warten auf Ihr Ja", "automatic": "antwortet"}
        typer.echo("So geht es weiter:")
        for command, words in (
            ("mailreg event import FLYER", "liest die Veranstaltung ein (PDF, DOCX, Text oder Mail)"),
            ("mailreg check", "prüft, ob alles bereit ist"),
            ("mailreg once", f"liest das Postfach einmal; {waiting[changes['MAILREG_MODE'] or 'approve']}"),
            ("mailreg run", "arbeitet ständig"),
        ):
            typer.echo(f"  {command:<28}{words}")


def _port(kind: str, security: str) -> int:
    return SECURITIES[kind][security]
