"""What a failure of SMTP means: try again, slow down, or stop (RFC 5321, RFC 3463).

The server's own words may hold addresses, so they never get into a message; the reply code and the enhanced status
code do.
"""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl

from mailreg.model.errors import (
    LoginRefused,
    MailregError,
    MessageRefused,
    RateLimited,
    RecipientRefused,
    SmtpUnavailable,
)
from mailreg.model.reasons import certificate_reason

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_RATE = re.compile(
    r"rate|too many|too fast|throttl|limit|quota exceeded for|exceeded the|slow down|grenze|zu viele|"
    r"concurrent|unusual",
    re.I,
)
_RECIPIENT = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|person)|mailbox (?:unavailable|not found|unknown)|"
    r"recipient (?:address )?rejected|does not exist|unknown recipient|invalid recipient|not our customer|"
    r"empf(?:ä|ae)nger",
    re.I,
)


def is_loopback(host: str) -> bool:
    """Is this host this machine, by its name alone (no look-up)?"""
    if host.lower().rstrip(".") in {"localhost", "localhost.localdomain"}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def classify(error: Exception, host: str, *, handed_over: bool = False, oauth: bool = False) -> MailregError:
    """The error class for what smtplib raised. `handed_over`: the whole mail was out, its answer not yet in."""
    if isinstance(error, MailregError):
        return error
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _answer(code, answer, host, stage="recipient")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _answer(error.smtp_code, error.smtp_error, host, stage="sender")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _login(error.smtp_code, _text(error.smtp_error), host, oauth=oauth)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return _answer(error.smtp_code, error.smtp_error, host, stage="data")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return MessageRefused(f"Der SMTP-Server {host} kann diese Mail nicht befördern (fehlende Erweiterung).")
    if handed_over:
        return SmtpUnavailable(
            f"Die Verbindung zum SMTP-Server {host} riss nach der Übergabe ab: Ob die Mail hinausging, zeigt der "
            "Ordner der gesendeten Mails.",
            maybe_sent=True,
        )
    return SmtpUnavailable(f"Die Verbindung zum SMTP-Server {host} ist abgerissen.")


def _answer(code: int, answer: bytes | str, host: str, *, stage: str) -> MailregError:
    """A reply code with its text, in the stage of the conversation: "sender", "recipient" or "data"."""
    text = _text(answer)
    match = _ENHANCED.search(text)
    subject, detail = (int(match[2]), int(match[3])) if match else (-1, -1)
    said = f"{code} {match[0]}" if match else str(code)
    if code < 500:
        if code == 421:
            # 421 closes the connection: for too many mails, or because the server goes down.
            limited = subject == 7 or (subject, detail) == (4, 5) or bool(_RATE.search(text))
        else:
            limited = subject == 7 or (code in (450, 451, 452) and bool(_RATE.search(text)))
        if limited:
            return RateLimited(f"Der SMTP-Server {host} bremst: zu viele Mails in kurzer Zeit ({said}).")
        return SmtpUnavailable(
            f"Der SMTP-Server {host} nimmt gerade keine Mail an ({said}); es wird wiederholt.",
            this_mail_only=stage == "recipient" and code != 421,
        )
    if code in (530, 535, 534, 538) or (subject == 7 and detail in (8, 9, 14)):
        return _login(code, text, host, oauth=False)
    if stage == "recipient" and subject != 7 and code not in (552, 554, 521, 556):
        return _recipient(host, said)
    if stage == "recipient" and (subject == 1 or (subject == 2 and detail in (0, 1, 2))):
        return _recipient(host, said)
    if stage == "data" and (subject == 1 or (code == 550 and subject == -1 and _RECIPIENT.search(text))):
        return _recipient(host, said)
    if code == 552 or (subject, detail) == (3, 4):
        return MessageRefused(f"Der SMTP-Server {host} weist die Mail ab: sie ist zu groß ({said}).")
    if stage == "sender":
        return MessageRefused(
            f"Der SMTP-Server {host} nimmt die Absenderadresse nicht an ({said}). Prüfen Sie MAILREG_ADDRESS."
        )
    return MessageRefused(f"Der SMTP-Server {host} hat die Mail abgewiesen ({said}).")


def _recipient(host: str, said: str) -> RecipientRefused:
    return RecipientRefused(f"Der SMTP-Server {host} hat die Empfängeradresse abgewiesen ({said}). Stimmt sie?")


def _login(code: int, text: str, host: str, *, oauth: bool) -> MailregError:
    if 400 <= code < 500:
        if _RATE.search(text) or code == 421:
            return RateLimited(f"Der SMTP-Server {host} bremst die Anmeldung ({code}).")
        return SmtpUnavailable(f"Der SMTP-Server {host} kann Anmeldungen gerade nicht prüfen ({code}).")
    if oauth:
        return LoginRefused(
            f"{host} hat die OAuth-Anmeldung abgelehnt ({code}). Melden Sie sich mit 'mailreg init' neu an; bei "
            "Microsoft 365 muss SMTP AUTH für das Postfach erlaubt sein."
        )
    if re.search(r"basic auth|SmtpClientAuthentication", text, re.I) or host.endswith(".office365.com"):
        return LoginRefused(
            f"{host} nimmt für dieses Postfach keine Passwörter an ({code}). Richten Sie OAuth mit 'mailreg init' ein."
        )
    if re.search(r"application-specific|app[- ]password", text, re.I):
        return LoginRefused(
            f"{host} verlangt ein App-Passwort ({code}): Legen Sie in den Einstellungen des Postfachs eines an und "
            "tragen Sie es als MAILREG_SMTP_PASSWORD ein."
        )
    return LoginRefused(
        f"Der SMTP-Server {host} hat die Anmeldung abgelehnt ({code}). Prüfen Sie MAILREG_SMTP_USER und "
        "MAILREG_SMTP_PASSWORD."
    )


def broken(error: Exception, host: str, port: int) -> MailregError:
    """Why there is no session: name, port, certificate, or what the server said in its greeting."""
    where = f"{host}:{port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return SmtpUnavailable(
            f"Das Zertifikat des SMTP-Servers {where} ist nicht gültig: "
            f"{certificate_reason(error.verify_code, error.verify_message)}. "
            "Stimmt der Servername in MAILREG_SMTP_HOST?"
        )
    if isinstance(error, ssl.SSLError):
        return SmtpUnavailable(
            f"Der SMTP-Server {where} spricht hier kein TLS. Port und MAILREG_SMTP_SECURITY passen nicht zusammen "
            "(465: tls, 587: starttls)."
        )
    if isinstance(error, socket.gaierror):
        return SmtpUnavailable(
            f"Den SMTP-Server {where} gibt es nicht, oder die Namensauflösung geht gerade nicht. "
            "Stimmt MAILREG_SMTP_HOST?"
        )
    if isinstance(error, ConnectionRefusedError):
        return SmtpUnavailable(f"Der SMTP-Server {where} nimmt keine Verbindung an. Stimmen Name und Port?")
    if isinstance(error, TimeoutError):
        return SmtpUnavailable(f"Der SMTP-Server {where} antwortet nicht. Stimmen Name und Port?")
    if isinstance(error, smtplib.SMTPResponseException) and 400 <= error.smtp_code < 500:
        return _answer(error.smtp_code, error.smtp_error, host, stage="data")
    # A 5xx greeting (554) is about the connection, not about one mail: no mail may be given up for it.
    return SmtpUnavailable(f"Der SMTP-Server {where} nimmt die Verbindung nicht an.")


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
