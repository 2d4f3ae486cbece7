"""One spelling for the many ways in which people type the same word.

Case, accents, umlauts, Arabic letter variants, the dotless i and the joiners of Persian go; the letters stay. The
same folding is applied to the mails and to the lexicons.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What compatibility decomposition (NFKD) leaves apart although people use it for the same letter.
_SAME = str.maketrans(
    {
        "ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d",
        "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ە": "ه", "ھ": "ه", "ہ": "ه", "ټ": "ت",
        "ێ": "ي", "ۆ": "و", "ڕ": "ر", "ڵ": "ل",  # Sorani, often typed on an Arabic keyboard
        "ړ": "ر", "ډ": "د", "ڼ": "ن", "ۍ": "ي", "ګ": "گ",  # Pashto, likewise
        **dict(zip("ሠሡሢሣሤሥሦሧፀፁፂፃፄፅፆኀኁኂኃኄኅኆአ", "ሰሱሲሳሴስሶሷጸጹጺጻጼጽጾሐሑሒሓሔሕሖኣ", strict=True)),  # Tigrinya: one sound each
        "\u0640": None, "\u200c": None, "\u200d": None, "\u200e": None, "\u200f": None, "\u00ad": None, "\ufeff": None,
    }
)  # fmt: skip
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d\u00ad"
# Behind the first letter: letters and marks, none of which is ever given back. Latin letters stand first, since `re`
# has a table of them; an empty alternative is quicker than "?".
WORD_ON = rf"[A-Za-zÀ-ÖØ-öø-ÿ]*+[^\W\d_]*+(?:[{_MARKS}][^\W\d_]*+)*+(?:[*:_·](?:innen|in|n|r|s|e)\b|)"
WORD = rf"[^\W\d_]{WORD_ON}"
_WORD = re.compile(WORD)
_GENDER = re.compile(r"[*:_·]")
_ARABIC_PREFIX = re.compile(r"^[وف]?[بكلس]?(?:ال|ل)?(?=.{3,}$)")
_ARABIC_SHORT = frozenset({"لا", "لن", "لم", "ما", "هل", "مع", "من", "مو", "مش", "مب"})  # also behind "and" and "so"
_TIGRINYA_PREFIX = re.compile("^[ንብ](?=.{2,}$)")  # "to", "with"
_TIGRINYA_AND = re.compile("(?<=.{2})ን$")
VERB_PREFIXES = frozenset({"مي", "نمي"})
_UMLAUT = re.compile("(?<![aeqä])([aou])e")


_SERBIAN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgddezzijklmnoprstcufhccs", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dz"}
)


class _Plain(dict[int, int | str | None]):
    """For `str.translate`: combining marks go, what is the same letter becomes the same. Filled as letters come."""

    def __missing__(self, code: int) -> int | str | None:
        found = None if unicodedata.combining(chr(code)) else code
        if len(self) < _MOST_LETTERS:
            self[code] = found
        return found


_MOST_LETTERS = 8192
_PLAIN = _Plain(_SAME)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The folded word: "Übersetzung" → "ubersetzung", "Teilnehmer*innen" → "teilnehmerinnen", "İzmir" → "izmir"."""
    if not word.isalpha():
        word = _GENDER.sub("", word)
    word = word.casefold()
    return word if word.isascii() else unicodedata.normalize("NFKD", word).translate(_PLAIN)


def fold_words(text: str) -> list[str]:
    """The folded words of a long list without gender signs: as `fold`, in a tenth of the time."""
    text = unicodedata.normalize("NFKD", text.casefold())
    for sign in set(text):
        plain = "" if unicodedata.combining(sign) else _SAME.get(ord(sign), sign)
        if plain != sign:
            text = text.replace(sign, plain or "")
    return text.split()


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
MARKED = frozenset({"vi"})  # languages whose words differ by their marks alone: "hỏi" asks, "hơi" is "a bit"


@lru_cache(maxsize=20_000)
def marked(word: str) -> str:
    """The word with its marks, the tone at its end, since people put it on either vowel: "hoà", "hòa"."""
    word = word.casefold()
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in letters if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)) + tones


def marked_words_of(text: str) -> list[str]:
    """As `words_of`, with marks."""
    return [marked(word) for word in _WORD.findall(text)] or re.findall(r"\d+", text)


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order; of a text without letters its numbers. The Persian prefixes "mi" and
    "nemi" belong to the verb behind them."""
    joined: list[str] = []
    prefix = False
    for shown in _WORD.findall(text):
        if prefix:
            joined[-1] += fold(shown)
        else:
            joined.append(fold(shown))
        prefix = is_verb_prefix(shown, joined[-1])
    return joined or re.findall(r"\d+", text)


def is_verb_prefix(shown: str, folded: str) -> bool:
    """Persian "می" and "نمی"; Pashto "مې", which is folded to the same letters, means "my"."""
    return folded in VERB_PREFIXES and "ې" not in shown


def variants(word: str, language: str) -> tuple[str, ...]:
    """The forms under which a folded word may stand in the lexicon of a language: German with "ae" for "ä",
    Arabic without the particles that are written together with the next word, Serbian in Latin letters, and "dj" as
    many type "đ", Tigrinya without "to", "with" and "and", which are written together with the word."""
    if language == "de" and "e" in word:
        plain = _UMLAUT.sub(r"\1", word)
        return (word, plain) if plain != word else (word,)
    if language == "ar":
        bare = _ARABIC_PREFIX.sub("", word)
        no_and = word[1:] if word[0] in "وف" and (len(word) > 3 or word[1:] in _ARABIC_SHORT) else word
        no_article = bare if bare != no_and else word
        return tuple(dict.fromkeys((word, no_and, no_article)))
    if language == "ti":
        bare = _TIGRINYA_PREFIX.sub("", word)
        return tuple(dict.fromkeys((word, bare, _TIGRINYA_AND.sub("", word), _TIGRINYA_AND.sub("", bare))))
    if language in {"bs", "hr", "sr"}:
        latin = word.translate(_SERBIAN)
        return tuple(dict.fromkeys((latin, latin.replace("dj", "d"))))
    return (word,)


ROMANISED = frozenset({"ru", "uk"})  # written in Latin letters by people whose keyboard has no others
_CYRILLIC_SOUNDS = str.maketrans(
    dict(zip("абвгґдеэєжзиіыйклмнопрстуфхцчшщъь", "abvhhdeeeqziiiiklmnoprstufhccww  ", strict=True))
    | {"ю": "ju", "я": "ja"}
)
_LATIN_SOUNDS = (  # in this order
    ("w", "v"), ("q", "k"), ("shch", "w"), ("sch", "w"), ("sh", "w"), ("zh", "q"), ("kh", "h"), ("ch", "c"),
    ("ts", "c"), ("tz", "c"), ("x", "h"), ("g", "h"),
)  # fmt: skip
_GLIDE = re.compile("(?:[iy]j|[ijy])(?=[aou])")
_NO_GLIDE = re.compile("[ijy]+(?=e)|(?<=[aou])j(?=o)")
_TWICE = re.compile(r"(.)\1+")
_VAGUE = re.compile("[ij]+(?=[aeou])")
_SHORT_SOUND = 4  # letters; shorter words are told apart by their glides: "я" is no "а"


def _sound(plain: str) -> str:
    """One spelling of a word whose glides are "j": the glides of longer words go."""
    plain = _TWICE.sub(r"\1", plain)
    return plain if len(plain) < _SHORT_SOUND else _TWICE.sub(r"\1", _VAGUE.sub("", plain))


def sound_of_cyrillic(word: str) -> str:
    """How a folded Russian or Ukrainian word sounds, in Latin letters that all transliterations have in common."""
    return _sound(word.translate(_CYRILLIC_SOUNDS).replace(" ", ""))


@lru_cache(maxsize=5_000)
def sounds_of_latin(word: str) -> frozenset[str]:
    """How a Russian or Ukrainian word in Latin letters may sound: "pojaluista"; "j" is a glide or "ж"."""
    for written, sound in _LATIN_SOUNDS:
        word = word.replace(written, sound)
    found = set()
    for spelt in {word, word.replace("j", "q") if len(word) >= _SHORT_SOUND else word}:
        glides = _GLIDE.sub("j", _NO_GLIDE.sub("", spelt))
        found.add(_sound(re.sub("[yj](?![aou])", "i", glides)))
    return frozenset(found)
