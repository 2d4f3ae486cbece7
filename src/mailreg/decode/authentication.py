"""Authentication-Results of our own provider (RFC 8601), and of nobody else.

Anyone can write such a header. Our provider adds its own above everything that came in, so only those count that
stand above the second Received, and whose authserv-id fits the host that the topmost Received was "by".
"""

from __future__ import annotations

import re

from mailreg.decode.headers import RawHeaders
from mailreg.model.mail import Authentication

_BY = re.compile(r"\bby\s+([\w.-]{1,253})", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})", re.IGNORECASE)


def read_authentication(raw: RawHeaders) -> Authentication:
    """spf, dkim and dmarc as our own provider found them; None where it says nothing."""
    host = ""
    received = 0
    results: list[str] = []
    for name, value in raw.fields:
        if name == "received":
            received += 1
            if received == 1:
                found = _BY.search(value[:2000].decode("latin-1"))
                host = found[1].lower() if found else ""
            elif received == 2:
                # behind it only the same provider's inner hops may follow; a stranger's header is below them
                found = _BY.search(value[:2000].decode("latin-1"))
                if not found or not _same_house(found[1].lower(), host):
                    break
        elif name == "authentication-results":
            results.append(value[:20_000].decode("latin-1"))
        if received > 5:
            break
    spf = dkim = dmarc = None
    for result in results:
        text = _COMMENT.sub(" ", _COMMENT.sub(" ", result))
        server = text.partition(";")[0].split()
        if not server or not host or not _same_house(server[0].lower(), host):
            continue
        for method, verdict in _RESULT.findall(text.lower()):
            if method == "spf":
                spf = spf or verdict
            elif method == "dmarc":
                dmarc = dmarc or verdict
            elif dkim != "pass":  # one good signature is enough
                dkim = verdict if dkim is None or verdict == "pass" else dkim
    return Authentication(spf, dkim, dmarc)


def _same_house(server: str, host: str) -> bool:
    """The same host, or a host and its own domain, or two hosts of one domain."""
    if server == host or host.endswith(f".{server}") or server.endswith(f".{host}"):
        return True
    return server.count(".") > 1 and host.count(".") > 1 and server.split(".", 1)[1] == host.split(".", 1)[1]
