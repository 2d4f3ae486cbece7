"""The marks on our own mail: a Message-ID that names the outbox row and that nobody else can make.

Replies carry it in In-Reply-To or References, bounces in the returned header: so both find their registration.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re

_OURS = re.compile(r"<?\s*mailreg\.([a-z2-7]+)\.([a-z2-7]{16})@[^<>@\s]+\s*>?", re.IGNORECASE)


def message_id_for(key: str, secret: bytes, domain: str) -> str:
    """The Message-ID (RFC 5322, 3.6.4, with angle brackets) of the outbox row `key`: fixed for a key."""
    return f"<mailreg.{_base32(key.encode())}.{_token(key, secret)}@{domain}>"


def key_of(message_id: str, secret: bytes) -> str | None:
    """The outbox key that a Message-ID names, or None if it is not ours or was forged."""
    match = _OURS.fullmatch(message_id.strip())
    if match is None:
        return None
    packed = match[1].upper()
    try:
        key = base64.b32decode(packed + "=" * (-len(packed) % 8)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return key if hmac.compare_digest(match[2].lower(), _token(key, secret)) else None


def command_token(words: str, secret: bytes) -> str:
    """Signs a command that an organiser gives by mail, e.g. "approve 17" (model/command.py)."""
    return _base32(hmac.new(secret, b"command\0" + words.encode(), hashlib.sha256).digest())[:16]


def is_signed(words: str, token: str, secret: bytes) -> bool:
    """Was this token made by `command_token` for these words?"""
    return hmac.compare_digest(token.lower().encode(), command_token(words, secret).encode())


def _token(key: str, secret: bytes) -> str:
    return _base32(hmac.new(secret, b"message-id\0" + key.encode(), hashlib.sha256).digest())[:16]


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
