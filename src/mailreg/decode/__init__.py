"""Room: bytes → Letter (mime.py, html.py, segments.py, forwards.py, machine.py); event files and invitations → Event.

The room's rule: decoding never raises, and never drops a word; what is odd is marked.
"""

from __future__ import annotations

from mailreg.model.mail import Letter


def decode(content: bytes, *, own_addresses: frozenset[str] = frozenset()) -> Letter:
    """The Letter of a raw mail (RFC 5322). Any bytes give a Letter; nothing raises. See mime.decode."""
    from mailreg.decode.mime import decode as run  # its tables of patterns take 0.1 s to compile

    return run(content, own_addresses=own_addresses)


__all__ = ["decode"]
