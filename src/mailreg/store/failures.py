"""The database's errors in plain words, without password and without anybody's data.

Drivers quote the values of a failed statement in their messages; those must reach neither screen nor log.
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, NoSuchModuleError, OperationalError, TimeoutError

from mailreg.model.errors import DatabaseUnavailable, OperationError, PermanentError

_AGAIN = "Bitte gleich noch einmal versuchen; „mailreg run“ tut das von selbst."
# A stretch of the driver's message (lower case) → what is wrong and what to do. The first that fits counts.
_CAUSES = (
    ("database is locked", f"ist gerade von einem anderen Programm gesperrt. {_AGAIN}"),
    (
        "database table is locked",
        f"ist gerade von einem anderen Programm gesperrt. {_AGAIN}",
    ),
    ("disk is full", "kann nicht schreiben: Der Datenträger ist voll. Bitte Platz schaffen."),
    ("no space left", "kann nicht schreiben: Der Datenträger ist voll. Bitte Platz schaffen."),
    ("could not extend file", "kann nicht schreiben: Der Datenträger ist voll. Bitte Platz schaffen."),
    ("readonly database", "ist schreibgeschützt. Bitte die Rechte der Datei und ihres Ordners prüfen."),
    ("read-only transaction", "ist schreibgeschützt. Bitte die Rechte auf dem Datenbankserver prüfen."),
    ("unable to open database file", "lässt sich nicht öffnen. Gibt es den Ordner, und darf mailreg dort schreiben?"),
    ("not a database", "ist keine SQLite-Datenbank. Bitte MAILREG_DATABASE_URL prüfen."),
    ("malformed", "ist beschädigt. Bitte eine Sicherung zurückspielen."),
    ("disk i/o error", "lässt sich nicht lesen oder schreiben (Fehler des Datenträgers)."),
    ("password authentication failed", "lehnt Namen oder Passwort ab. Bitte MAILREG_DATABASE_URL prüfen."),
    ("no password supplied", "verlangt ein Passwort. Bitte MAILREG_DATABASE_URL prüfen."),
    ("authentication failed", "lehnt die Anmeldung ab. Bitte MAILREG_DATABASE_URL prüfen."),
    ("role ", "kennt diesen Namen nicht. Bitte MAILREG_DATABASE_URL prüfen."),
    ("does not exist", "gibt es auf diesem Server nicht. Bitte MAILREG_DATABASE_URL prüfen."),
    ("terminating connection", f"hat die Verbindung beendet. {_AGAIN}"),
    ("too many", f"hat zu viele Verbindungen. {_AGAIN}"),
)
_UNREACHABLE = "ist nicht erreichbar. Läuft der Server, und stimmt MAILREG_DATABASE_URL?"


def plain(error: Exception, where: str) -> OperationError:
    """The error to raise instead. `where`: the database's address without password.

    DatabaseUnavailable where waiting or a person's hand may help; PermanentError where this very statement was
    refused, so that one mail that the database does not take is set aside and does not stop all others."""
    if _is_unavailable(error):
        text = str(getattr(error, "orig", error)).lower()
        cause = next((cause for mark, cause in _CAUSES if mark in text), None)
        if cause is None:
            answered = where.startswith("sqlite") or getattr(getattr(error, "orig", None), "sqlstate", None)
            cause = f"antwortet mit einem Fehler. {_AGAIN}" if answered else _UNREACHABLE
        return DatabaseUnavailable(f"Die Datenbank {where} {cause}")
    if isinstance(error, TimeoutError):
        return DatabaseUnavailable(f"Die Datenbank {where} ist überlastet. {_AGAIN}")
    code = getattr(getattr(error, "orig", None), "sqlstate", None) or type(getattr(error, "orig", error)).__name__
    return PermanentError(f"Die Datenbank {where} hat einen Schritt abgelehnt ({code}). Das ist ein Fehler in mailreg.")


# PostgreSQL's classes of errors (its manual, appendix A) that are no fault of the statement: connection, read-only,
# password, no such database, deadlock, resources, locks, shutdown, system, internal.
_WORLDLY = frozenset({"08", "25", "28", "3D", "40", "53", "55", "57", "58", "XX"})


def _is_unavailable(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state and not error.connection_invalidated:
        return state[:2] in _WORLDLY
    # A file that is no database, or a lost connection, comes as the driver's root error.
    broken = error.connection_invalidated or type(error.orig).__name__ == "DatabaseError"
    return broken or isinstance(error, OperationalError | InterfaceError | InternalError)


def no_driver(error: Exception, where: str) -> DatabaseUnavailable:
    """The URL names a database that this installation can't speak to."""
    if isinstance(error, NoSuchModuleError):
        return DatabaseUnavailable(
            f"Diese Art von Datenbank kennt mailreg nicht: {where}. Bitte sqlite:/// oder postgresql:// angeben."
        )
    return DatabaseUnavailable(f"Für {where} fehlt der Treiber. Bitte installieren: pip install 'mailreg[postgres]'")
