"""Room: bytes → Letter (mime.py, html.py, segments.py, forwards.py, machine.py); event files and invitations → Event.

The room's rule: decoding never raises, and never drops a word; what is odd is marked.
"""

from __future__ import annotations

from mailreg.decode.mime import decode

__all__ = ["decode"]
