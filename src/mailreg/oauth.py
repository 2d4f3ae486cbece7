"""OAuth access tokens for Microsoft 365 and Gmail (XOAUTH2), kept in one file of the data folder.

Microsoft rotates refresh tokens: each new one is stored at once. The file is read again before every use, so that two
processes share one login. msal, needed for Microsoft alone, is imported and built on use: its constructor goes to the
network. The organisation registers its own application with the provider; its client id is no secret.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from mailreg.model.errors import LoginRefused, SettingsError, TransientError

Provider = Literal["microsoft", "google"]

# One token for both protocols: they belong to one resource. msal adds offline_access (the refresh token) by itself.
MICROSOFT_SCOPES = ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")
MICROSOFT_LOGIN = "https://login.microsoftonline.com"
GOOGLE_SCOPE = "https://mail.google.com/"
GOOGLE_AUTHORISE = "https://accounts.google.com/o/oauth2/v2/auth"
GOOGLE_TOKEN = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
GOOGLE_REDIRECT = "http://127.0.0.1:8765/"  # nobody listens there: the person copies the address from the browser
SPARE = 120  # seconds that a token must still be good for
TIMEOUT = 20  # seconds for the provider's answer


@dataclass(frozen=True)
class OAuthAccess:
    """Whose mailbox, and where the tokens are kept. The addresses differ from the default only in tests and for
    national clouds; `authority` holds the tenant."""

    provider: Provider
    user: str
    client_id: str
    cache: Path  # file, mode 0600
    client_secret: str | None = field(default=None, repr=False)  # Google's installed applications have one
    authority: str = f"{MICROSOFT_LOGIN}/common"
    token_url: str = GOOGLE_TOKEN


class OAuth:
    """Gives access tokens; an instance is a `token` for ImapAccess and SmtpAccess."""

    def __init__(self, access: OAuthAccess, clock: Callable[[], float] = time.time) -> None:
        self.access = access
        self._clock = clock
        self._msal: Any = None  # the application, built on use

    def __call__(self) -> str:
        """An access token that is good for at least two minutes, from the file or fresh from the provider.

        Raises LoginRefused (a person must log in again), TransientError (the provider can't be reached),
        SettingsError (the extra is missing)."""
        return self._microsoft() if self.access.provider == "microsoft" else self._google()

    def log_in(self, show: Callable[[str], None], ask: Callable[[str], str]) -> None:
        """The first login, for `mailreg init`: `show` prints a line, `ask` asks for one. The tokens are stored.

        Raises LoginRefused, TransientError, SettingsError."""
        if self.access.provider == "microsoft":
            self._microsoft_log_in(show)
        else:
            self._google_log_in(show, ask)

    # Microsoft

    def _application(self) -> tuple[Any, Any]:
        """msal's application and its token cache, which holds what the file holds."""
        try:
            import msal
        except ImportError:
            raise SettingsError(
                "Für Microsoft 365 fehlt ein Zusatz: Installieren Sie ihn mit pip install 'mailreg[oauth]'."
            ) from None
        if self._msal is None:
            with self._answers():
                self._msal = msal.PublicClientApplication(
                    self.access.client_id,
                    authority=self.access.authority,
                    token_cache=msal.SerializableTokenCache(),
                    timeout=TIMEOUT,
                    # Without discovery at Microsoft: the authority is ours to name, also in national clouds.
                    instance_discovery=False,
                )
        tokens = self._msal.token_cache
        tokens.deserialize(json.dumps(self._read()))
        return self._msal, tokens

    @contextmanager
    def _answers(self) -> Iterator[None]:
        """What msal raises when the provider can't be reached, as our error."""
        from msal.exceptions import MsalError

        try:
            yield
        except (OSError, ValueError, MsalError) as error:  # requests' errors are OSErrors
            raise self._unreachable() from error

    def _microsoft(self) -> str:
        application, tokens = self._application()
        user = self.access.user.lower()
        accounts = application.get_accounts()
        account = next((one for one in accounts if one.get("username", "").lower() == user), None)
        # A shared mailbox is read with the account of a member, whose name is another one.
        account = account or (accounts[0] if len(accounts) == 1 else None)
        if account is None:
            raise self._dead()
        with self._answers():
            answer = application.acquire_token_silent_with_error(list(MICROSOFT_SCOPES), account)
        self._keep(tokens)
        return self._token(answer)

    def _microsoft_log_in(self, show: Callable[[str], None]) -> None:
        application, tokens = self._application()
        with self._answers():
            flow = application.initiate_device_flow(list(MICROSOFT_SCOPES))
        if "user_code" not in flow:
            raise self._refused(str(flow.get("error", "")))
        show(f"Öffnen Sie {flow['verification_uri']} und geben Sie dort den Code {flow['user_code']} ein.")
        with self._answers():
            answer = application.acquire_token_by_device_flow(flow)
        self._token(answer)
        self._keep(tokens)

    def _keep(self, tokens: Any) -> None:
        if tokens.has_state_changed:
            self._write(json.loads(tokens.serialize()))

    def _token(self, answer: Mapping[str, Any] | None) -> str:
        if answer and isinstance(token := answer.get("access_token"), str):
            return token
        error = str((answer or {}).get("error", ""))
        if error in {"temporarily_unavailable", "server_error", "service_unavailable"}:
            raise self._unreachable()
        raise self._dead() if error in {"", "invalid_grant", "interaction_required"} else self._refused(error)

    # Google: Its device login does not allow access to mail, so the person copies an address from the browser.

    def _google(self) -> str:
        kept = self._read()
        if isinstance(token := kept.get("access_token"), str) and kept.get("expires_at", 0) > self._clock() + SPARE:
            return token
        refresh_token = kept.get("refresh_token")
        if not isinstance(refresh_token, str):
            raise self._dead()
        return self._google_ask({"grant_type": "refresh_token", "refresh_token": refresh_token}, refresh_token)

    def _google_log_in(self, show: Callable[[str], None], ask: Callable[[str], str]) -> None:
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "client_id": self.access.client_id,
            "redirect_uri": GOOGLE_REDIRECT,
            "response_type": "code",
            "scope": GOOGLE_SCOPE,
            "access_type": "offline",
            "prompt": "consent",
            "login_hint": self.access.user,
            "code_challenge": digest,  # RFC 7636
            "code_challenge_method": "S256",
            "state": state,
        }
        show(f"Öffnen Sie im Browser: {GOOGLE_AUTHORISE}?{urllib.parse.urlencode(query)}")
        show("Am Ende zeigt der Browser einen Fehler: Das ist richtig so. Kopieren Sie die Adresse dieser Seite.")
        answer = urllib.parse.parse_qs(urllib.parse.urlsplit(ask("Adresse: ").strip()).query)
        if answer.get("state") != [state] or not answer.get("code"):
            raise LoginRefused("In dieser Adresse steht keine Zusage von Google. Beginnen Sie noch einmal.")
        self._google_ask(
            {
                "grant_type": "authorization_code",
                "code": answer["code"][0],
                "code_verifier": verifier,
                "redirect_uri": GOOGLE_REDIRECT,
            },
            None,
        )

    def _google_ask(self, what: dict[str, str], refresh_token: str | None) -> str:
        form = {**what, "client_id": self.access.client_id}
        if self.access.client_secret:
            form["client_secret"] = self.access.client_secret
        request = urllib.request.Request(self.access.token_url, urllib.parse.urlencode(form).encode())  # noqa: S310 - https or a test's loopback
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                answer = {"error": "server_error"} if error.code >= 500 or error.code == 429 else _json(error.read())
        except (OSError, ValueError) as error:
            raise self._unreachable() from error
        token = self._token(answer)
        self._write(
            {
                "access_token": token,
                "expires_at": self._clock() + float(answer.get("expires_in", 0)),
                "refresh_token": answer.get("refresh_token") or refresh_token,
            }
        )
        return token

    # The file

    def _read(self) -> dict[str, Any]:
        try:
            return _json(self.access.cache.read_bytes())
        except FileNotFoundError:
            return {}

    def _write(self, content: Mapping[str, Any]) -> None:
        """Replace the file in one step, so that a crash never leaves half of it. mkstemp gives mode 0600."""
        self.access.cache.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.access.cache.parent, prefix=".oauth-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.access.cache)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    # Failures

    @property
    def _name(self) -> str:
        return "Microsoft 365" if self.access.provider == "microsoft" else "Google"

    def _dead(self) -> LoginRefused:
        return LoginRefused(
            f"Die Anmeldung bei {self._name} gilt nicht oder nicht mehr. Melden Sie sich mit 'mailreg init' neu an."
        )

    def _refused(self, code: str) -> LoginRefused:
        return LoginRefused(
            f"{self._name} hat die Anmeldung abgelehnt ({code or 'ohne Grund'}). Prüfen Sie die Client-ID und die "
            "Berechtigungen der Anwendung."
        )

    def _unreachable(self) -> TransientError:
        return TransientError(f"Die Anmeldung bei {self._name} ist gerade nicht erreichbar; es wird wiederholt.")


@cache
def _kept(access: OAuthAccess) -> OAuth:
    return OAuth(access)


def oauth_access(
    provider: str, client_id: str, tenant: str, client_secret: str | None, address: str, data_dir: Path
) -> OAuthAccess:
    """From the settings; the tokens lie in data_dir/oauth.json. `tenant`: Microsoft's, such as "common"."""
    return OAuthAccess(
        "microsoft" if provider == "microsoft" else "google",
        address,
        client_id,
        data_dir / "oauth.json",
        client_secret,
        authority=f"{MICROSOFT_LOGIN}/{tenant}",
    )


def access_token(
    provider: str, client_id: str, tenant: str, client_secret: str | None, address: str, data_dir: Path
) -> str:
    """A good access token for these settings; raises what OAuth raises."""
    return _kept(oauth_access(provider, client_id, tenant, client_secret, address, data_dir))()


def _json(content: bytes) -> dict[str, Any]:
    """A JSON object; anything else is an empty one."""
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
