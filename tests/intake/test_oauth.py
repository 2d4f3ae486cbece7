"""OAuth: tokens from a provider that runs here, and logins with them on a Dovecot that asks the provider."""

from __future__ import annotations

import base64
import json
import ssl
import stat
import subprocess
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mailreg.intake.imap import ImapMailbox
from mailreg.model.errors import ImapUnavailable, LoginRefused, SettingsError, TransientError
from mailreg.oauth import MICROSOFT_SCOPES, OAuth, OAuthAccess
from tests.servers.dovecot import USER, asks_for_tokens, running

msal = pytest.importorskip("msal")


@dataclass
class Provider:
    """Gives tokens, rotates refresh tokens, and tells Dovecot whose an access token is."""

    url: str = ""
    plain_url: str = ""
    refresh_tokens: set[str] = field(default_factory=set)  # good ones
    access_tokens: set[str] = field(default_factory=set)
    count: int = 0
    expires_in: int = 3600
    broken: bool = False

    def grant(self) -> dict[str, Any]:
        self.count += 1
        access, refresh = f"access-{self.count}", f"refresh-{self.count}"
        self.access_tokens.add(access)
        self.refresh_tokens = {refresh}  # the one before is dead now
        client_info = base64.urlsafe_b64encode(b'{"uid":"u","utid":"t"}').decode().rstrip("=")
        claims = {"preferred_username": USER, "sub": "u", "iss": self.url, "aud": "app", "exp": 9999999999, "iat": 1}
        id_token = ".".join(
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in ({"alg": "none"}, claims)
        )
        return {
            "access_token": access, "refresh_token": refresh, "expires_in": self.expires_in, "token_type": "Bearer",
            "client_info": client_info, "id_token": id_token + ".x", "scope": " ".join(MICROSOFT_SCOPES),
        }  # fmt: skip

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if self.broken:
            return 503, {}
        if path.endswith("openid-configuration"):
            names = {"authorization": "authorize", "token": "token", "device_authorization": "devicecode"}
            return 200, {"issuer": self.url, **{f"{n}_endpoint": f"{self.url}/t/{end}" for n, end in names.items()}}
        if path.endswith("devicecode"):
            return 200, {
                "device_code": "d", "user_code": "ABCD-EFGH", "verification_uri": "https://login.example/device",
                "expires_in": 60, "interval": 0, "message": "",
            }  # fmt: skip
        if path.endswith("introspect"):
            return 200, {"active": form.get("token") in self.access_tokens, "email": USER}
        kind = form.get("grant_type", "")
        if kind == "refresh_token" and form["refresh_token"] not in self.refresh_tokens:
            return 400, {"error": "invalid_grant"}
        if kind == "authorization_code" and form["code"] != "c0de":
            return 400, {"error": "invalid_grant"}
        return 200, self.grant()


def serve(provider: Provider, context: ssl.SSLContext | None) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            code, answer = provider.answer(self.path.partition("?")[0], dict(urllib.parse.parse_qsl(body)))
            content = json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _do  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key),
         "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    found = Provider()
    servers = [serve(found, context), serve(found, None)]
    found.url = f"https://localhost:{servers[0].server_port}"
    found.plain_url = f"http://127.0.0.1:{servers[1].server_port}"
    try:
        yield found
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def microsoft(provider: Provider, folder: Path) -> OAuthAccess:
    return OAuthAccess("microsoft", USER, "app", folder / "oauth.json", authority=f"{provider.url}/organizations")


def google(provider: Provider, folder: Path) -> OAuthAccess:
    return OAuthAccess(
        "google", USER, "app", folder / "oauth.json", "sehr-geheim", token_url=f"{provider.plain_url}/token"
    )


def google_login(oauth: OAuth) -> None:
    shown: list[str] = []

    def ask(_: str) -> str:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(shown[0].split(": ", 1)[1]).query)
        return f"http://127.0.0.1:8765/?state={query['state'][0]}&code=c0de&scope=x"

    oauth.log_in(shown.append, ask)


def log_in(kind: str, provider: Provider, folder: Path) -> OAuth:
    if kind == "google":
        oauth = OAuth(google(provider, folder))
        google_login(oauth)
        return oauth
    shown: list[str] = []
    oauth = OAuth(microsoft(provider, folder))
    oauth.log_in(shown.append, lambda _: "")
    assert shown == ["Öffnen Sie https://login.example/device und geben Sie dort den Code ABCD-EFGH ein."]
    return oauth


KINDS = pytest.mark.parametrize("kind", ["microsoft", "google"])


@KINDS
def test_after_the_login_the_token_is_kept_in_a_file_of_our_own(kind: str, provider: Provider, tmp_path: Path) -> None:
    oauth = log_in(kind, provider, tmp_path)
    assert oauth() == "access-1"
    assert OAuth(oauth.access)() == "access-1"
    assert provider.count == 1
    assert stat.S_IMODE(oauth.access.cache.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cert.pem", "key.pem", "oauth.json"]


@KINDS
def test_rotated_refresh_tokens_are_stored(kind: str, provider: Provider, tmp_path: Path) -> None:
    provider.expires_in = 60  # too short: each use asks anew
    oauth = log_in(kind, provider, tmp_path)
    # Each refresh token works once; another instance, as after a restart, finds the newest.
    assert [OAuth(oauth.access)() for _ in range(3)] == ["access-2", "access-3", "access-4"]


@KINDS
def test_a_dead_login_says_what_to_do(kind: str, provider: Provider, tmp_path: Path) -> None:
    provider.expires_in = 60
    oauth = log_in(kind, provider, tmp_path)
    provider.refresh_tokens.clear()
    with pytest.raises(LoginRefused, match="mailreg init"):
        oauth()
    oauth.access.cache.unlink()
    with pytest.raises(LoginRefused, match="mailreg init"):
        oauth()


@KINDS
def test_a_provider_that_is_down_is_no_dead_login(kind: str, provider: Provider, tmp_path: Path) -> None:
    provider.expires_in = 60
    oauth = log_in(kind, provider, tmp_path)
    before = oauth.access.cache.read_bytes()
    provider.broken = True
    with pytest.raises(TransientError):
        oauth()
    assert oauth.access.cache.read_bytes() == before
    provider.broken = False
    # msal itself asks no sooner than a minute after a 503; a new process does at once.
    assert OAuth(oauth.access)() == "access-2"


def test_a_foreign_address_is_not_taken_for_google_s_answer(provider: Provider, tmp_path: Path) -> None:
    oauth = OAuth(google(provider, tmp_path))
    with pytest.raises(LoginRefused):
        oauth.log_in(lambda _: None, lambda _: "http://127.0.0.1:8765/?state=other&code=c0de")
    assert provider.count == 0


def test_without_the_extra_it_is_named(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "msal", None)
    with pytest.raises(SettingsError, match=r"mailreg\[oauth\]"):
        OAuth(microsoft(provider, tmp_path))()


def test_secrets_are_not_shown(provider: Provider, tmp_path: Path) -> None:
    assert "sehr-geheim" not in repr(google(provider, tmp_path))


@pytest.mark.dovecot
def test_dovecot_takes_the_token_and_refuses_another(provider: Provider, tmp_path: Path) -> None:
    oauth = log_in("microsoft", provider, tmp_path)
    with running(extra=asks_for_tokens(provider.plain_url, tmp_path)) as dovecot:
        with ImapMailbox(dovecot.access(password=None, token=oauth)) as mailbox:
            assert mailbox.examine("INBOX").exists == 0, dovecot.log()
        with pytest.raises(LoginRefused, match="OAuth"):
            ImapMailbox(dovecot.access(password=None, token=lambda: "falsch")).examine("INBOX")
        provider.broken, provider.expires_in = True, 60
        with pytest.raises(ImapUnavailable):
            ImapMailbox(dovecot.access(password=None, token=_unreachable)).examine("INBOX")


def _unreachable() -> str:
    raise TransientError("Die Anmeldung ist gerade nicht erreichbar.")
