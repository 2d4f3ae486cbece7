"""Sample mails to look at (`mailreg template`): what participants get, alerts, and the organisers' digest."""

from __future__ import annotations

from mailreg.compose.digest import write_digest
from mailreg.compose.digestsample import sample
from mailreg.compose.letters import Desk
from mailreg.compose.sample import SHOWN, write_sample
from mailreg.compose.templates import Templates
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose

KINDS = (*SHOWN, Purpose.DIGEST)


def languages_of(purpose: Purpose, templates: Templates) -> tuple[str, ...]:
    """The languages in which a mail of this kind can be shown, sorted."""
    if purpose is not Purpose.DIGEST:
        return templates.languages
    return tuple(code for code in templates.languages if templates.digest_words(code).language == code)


def write_shown(purpose: Purpose, language: str, templates: Templates) -> bytes:
    """A finished mail of this kind in one of its languages. Raises TemplateError."""
    if purpose is not Purpose.DIGEST:
        return write_sample(purpose, language, templates).content
    desk = Desk(Address("anmeldung@example.org", "Jana Müller"), b"sample", "Europe/Berlin", language)
    digest = sample()
    return write_digest(
        digest, to="jana@example.org", desk=desk, key="digest", templates=templates, pictures={}, sheets=()
    ).content
