"""Internationalised domains (RFC 5891): how DNS and mail servers know "straße.example"."""

from __future__ import annotations

import re
import unicodedata

_DOTS = re.compile("[.\u3002\uff0e\uff61]")  # RFC 3490, 3.1: people type these, too


def ascii_domain(email: str) -> str:
    """The address with its domain in ASCII; the local part stays. What has no such form comes back as it was.

    By IDNA 2008 as browsers do it (UTS 46, nontransitional): "ß" is a letter of its own, so that straße.example is
    another domain than strasse.example. Python's own codec "idna" is of 2003 and would write to the wrong one."""
    local, at, domain = email.rpartition("@")
    if domain.isascii():
        return email
    labels = [_label(label) for label in _DOTS.split(domain)]
    if not all(labels):
        return email
    return f"{local}{at}{'.'.join(filter(None, labels))}"


def _label(label: str) -> str | None:
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", label).lower())
    if not plain.isascii():
        if not all(unicodedata.category(char)[0] in "LMN" or char in "-\u200c\u200d\u00b7" for char in plain):
            return None
        plain = "xn--" + plain.encode("punycode").decode("ascii")
    return plain if 0 < len(plain) <= 63 else None
