"""What the system says when a file can't be read or written, in German: its own words are English or the account's
language, in the middle of a German line."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "Datei oder Ordner gibt es nicht",
    errno.EEXIST: "dort liegt schon etwas dieses Namens",
    errno.EACCES: "dieses Konto darf das nicht",
    errno.EPERM: "dieses Konto darf das nicht",
    errno.ENOTDIR: "ein Teil des Pfads ist kein Ordner",
    errno.EISDIR: "das ist ein Ordner, keine Datei",
    errno.ENOTEMPTY: "der Ordner ist nicht leer",
    errno.ENOSPC: "auf dem Datenträger ist kein Platz mehr",
    errno.EDQUOT: "der Platz für dieses Konto ist aufgebraucht",
    errno.EFBIG: "die Datei würde zu groß",
    errno.EROFS: "der Datenträger ist schreibgeschützt",
    errno.EIO: "der Datenträger ist gestört",
    errno.ENODEV: "das Gerät gibt es nicht",
    errno.ENXIO: "das Gerät gibt es nicht",
    errno.EBUSY: "etwas anderes benutzt es gerade",
    errno.ETXTBSY: "etwas anderes benutzt es gerade",
    errno.EXDEV: "Quelle und Ziel liegen auf verschiedenen Datenträgern",
    errno.ESTALE: "das Netzlaufwerk ist nicht mehr da",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.ELOOP: "Verknüpfungen führen im Kreis",
    errno.EINVAL: "der Name oder Ort ist ungültig",
    errno.EMFILE: "zu viele Dateien sind offen",
    errno.ENFILE: "zu viele Dateien sind offen",
    errno.ENOMEM: "der Arbeitsspeicher reicht nicht",
    errno.EAGAIN: "zu viele Programme laufen",
    errno.EPIPE: "niemand liest mehr mit",
    errno.ECONNREFUSED: "die Verbindung wurde abgelehnt",
    errno.ECONNRESET: "die Verbindung ist abgebrochen",
    errno.ECONNABORTED: "die Verbindung ist abgebrochen",
    errno.ETIMEDOUT: "es kam keine Antwort",
    errno.EHOSTUNREACH: "der Rechner ist nicht erreichbar",
    errno.ENETUNREACH: "das Netz ist nicht erreichbar",
    errno.EADDRINUSE: "ein anderes Programm belegt den Port",
}

# OpenSSL's codes (X509_verify_cert_error_string(3)).
_CERTIFICATES = {
    9: "es gilt noch nicht",
    10: "es ist abgelaufen",
    18: "der Server hat es sich selbst ausgestellt",
    19: "es stammt von einer Stelle, die dieser Rechner nicht kennt",
    20: "es stammt von einer Stelle, die dieser Rechner nicht kennt",
    21: "es stammt von einer Stelle, die dieser Rechner nicht kennt",
    23: "es ist widerrufen",
    62: "es gilt für einen anderen Namen",
    64: "es gilt nicht für diese IP-Adresse",
}


def certificate_reason(code: int, said: str) -> str:
    """Why a server's certificate is refused. `said`: OpenSSL's English words, for what is rare."""
    return _CERTIFICATES.get(code, said)


def reason(error: OSError | UnicodeError) -> str:
    """Why it failed, in a few German words; for what is rare, the name that manuals have (errno(3))."""
    if isinstance(error, UnicodeError):
        return "das ist kein Text in UTF-8"
    known = _REASONS.get(error.errno or 0)
    return known or f"Systemfehler {errno.errorcode.get(error.errno or 0, type(error).__name__)}"
