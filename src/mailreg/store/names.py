"""One key for the many spellings of one person's name, for an indexed search.

The key is stored: whoever changes this function must write a migration that fills the column again. That is why it
is not the lexicon's folding, which may grow with every language.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart although they are written for each other.
_SAME = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "a", "œ": "o", "ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه"}
)
_WORDS = re.compile(r"\w+")
_TRANSCRIBED = re.compile("([aou])e")


def name_key(name: str | None) -> str | None:
    """Folded and sorted words: "Müller, Zoë" and "Zoe MUELLER" give the same key. None where there is no word."""
    if not name:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = sorted(_TRANSCRIBED.sub(r"\1", word) for word in _WORDS.findall(plain.translate(_SAME)))
    return " ".join(words) or None


def email_key(email: str | None) -> str | None:
    """Addresses are compared in lower case (RFC 5321, 2.4 allows more, nobody uses it)."""
    return email.strip().lower() if email and email.strip() else None
