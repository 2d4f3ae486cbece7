"""Commands by mail, and who may give them: an organiser's address and a signature that only our digest holds.

Either alone is not enough: a sender's address is easily forged, and a digest is easily forwarded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from mailreg.model.command import Command, Verb
from mailreg.model.mail import Letter, MachineKind
from mailreg.policy import addresses

# The subject as our links write it; mail programs may put "AW:" before it, and people add nothing.
_SUBJECT = re.compile(
    r"\s*(?:(?:re|aw|fwd|wg)\s*:\s*)*mailreg\s+(?P<verb>[a-z-]{3,20})\s+(?P<target>[\w./-]{1,120})\s+#(?P<token>[a-z2-7]{16})\s*",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
# Mail from the desk's own address counts as our own: there the organiser and mailreg share it.
_HUMAN = (None, MachineKind.OWN)


@dataclass(frozen=True, slots=True)
class Heard:
    """A mail that looks like a command. `command` is None where it must not be obeyed, and `refused` says why, as a
    code without personal data: "forged", "sender", "machine" or "unknown"."""

    command: Command | None
    refused: str = ""


def hear(letter: Letter, organisers: Collection[str], is_signed: Callable[[str, str], bool]) -> Heard | None:
    """The command in a mail's subject; None if it holds none at all. `organisers`: their addresses, lower case;
    `is_signed(words, token)`: did our digest give out this token for these words?"""
    match = _SUBJECT.fullmatch(letter.subject)
    if match is None:
        return None
    words = f"{match['verb'].lower()} {match['target']}"
    if letter.sender.email not in organisers:
        return Heard(None, "sender")
    if not is_signed(words, match["token"].lower()) or letter.authentication.forged:
        return Heard(None, "forged")
    if (letter.machine.kind if letter.machine else None) not in _HUMAN or addresses.robot(letter.sender.email):
        return Heard(None, "machine")
    verb = next((v for v in Verb if v == match["verb"].lower()), None)
    if verb is None or (verb is not Verb.SETTLE and not _NUMBER.fullmatch(match["target"])):
        return Heard(None, "unknown")
    return Heard(Command(verb, match["target"]))
