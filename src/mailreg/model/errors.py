"""Every error of mailreg.

    MailregError
    ├── UsageError            wrong command line or settings                    exit code 2
    │   ├── SettingsError
    │   └── NotPossible
    └── OperationError        something outside did not do what it should      exit code 1
        ├── TransientError    trying again may help
        │   ├── ImapUnavailable
        │   ├── SmtpUnavailable
        │   ├── DatabaseUnavailable
        │   └── RateLimited
        └── PermanentError    trying again does not help; a person must act
            ├── LoginRefused
            ├── FolderMissing
            ├── RecipientRefused
            ├── MessageRefused
            ├── EventFileError
            ├── TemplateError
            ├── LexiconError
            ├── DatabaseOutdated
            └── IllegalTransition

The message is one plain line for the person at the screen: what is wrong and what to do. It holds no password and no
participant's data.
"""

from __future__ import annotations

import traceback


class MailregError(Exception):
    """The root: `str(error)` is fit for a person's eyes."""

    exit_code = 1


class UsageError(MailregError):
    """The command line or the settings are wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting is missing or has a value that it can't have."""


class NotPossible(UsageError):
    """An organiser's command can't be carried out as things are. `code`: the key of [problem] in templates/digest/."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class OperationError(MailregError):
    """Something outside did not do what it should."""


class TransientError(OperationError):
    """Trying again may help."""


class ImapUnavailable(TransientError):
    """The IMAP server can't be reached, or the connection broke."""


class SmtpUnavailable(TransientError):
    """The SMTP server can't be reached, or said 4xx. `maybe_sent`: the connection broke after the mail's last byte and
    before the server's answer; the mail may have been accepted. `this_mail_only`: it said so of one recipient (a full
    mailbox, greylisting); others may fare better."""

    def __init__(self, message: str = "", *, maybe_sent: bool = False, this_mail_only: bool = False) -> None:
        super().__init__(message)
        self.maybe_sent = maybe_sent
        self.this_mail_only = this_mail_only


class RateLimited(TransientError):
    """The server wants us to slow down."""


class DatabaseUnavailable(TransientError):
    """The database can't be reached or is locked."""


class PermanentError(OperationError):
    """Trying again does not help; a person must act."""


class LoginRefused(PermanentError):
    """The server refused user name or password."""


class FolderMissing(PermanentError):
    """A watched folder does not exist, or the Sent folder has gone."""


class RecipientRefused(PermanentError):
    """The SMTP server refused the recipient (5xx)."""


class MessageRefused(PermanentError):
    """The SMTP server refused the mail or the sender (5xx)."""


class EventFileError(PermanentError):
    """An event file or invitation can't be read."""


class TemplateError(PermanentError):
    """A template can't be found or rendered."""


class LexiconError(PermanentError):
    """A lexicon file is incomplete or wrong."""


class DatabaseOutdated(PermanentError):
    """The database has another version than the program. `older`: a start of mailreg mends it."""

    def __init__(self, message: str = "", *, older: bool = False) -> None:
        super().__init__(message)
        self.older = older


class IllegalTransition(PermanentError):
    """A registration can't go from this status to that one."""


def place_of(error: BaseException) -> str:
    """Where an unexpected error arose, for the log: its class and the calls that led there, without its message, which
    may hold a piece of somebody's mail."""
    calls = traceback.extract_tb(error.__traceback__)[-6:]
    chain = " > ".join(f"{call.filename.rpartition('mailreg/')[2]}:{call.lineno} {call.name}" for call in calls)
    return f"{type(error).__name__} at {chain}"
