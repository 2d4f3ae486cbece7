"""What a name looks like, and how it stands on a badge.

Pure text work, no lexicon: order ("Family, Given"), capitals, particles, initials, addresses, and whether two
spellings are the same person.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mailreg.lexicon.fold import WORD, fold

# Small words inside a name that are written with a small letter; they never stand first or last alone.
PARTICLES = frozenset(
    """von vom zu zur zum van der den de del della di da dos das do du des la le las los y e i al el ul ad bin bint ibn
    ben abu abd ter ten te af av und'z haj hadj""".split()
)
_LETTER = r"[^\W\d_]"
_LETTERS = re.compile(rf"{_LETTER}+")
_INITIAL = re.compile(rf"{_LETTER}\.")
NAME_WORD = re.compile(rf"{WORD}(?:[-‐‑’'`´ʼ.]{WORD})*\.?")
_VOWELS = re.compile("[аяоеєиіїуюыэьйё]*[йюм]?")
_LOCAL = re.compile(r"[._-]+|(?<=[a-z])(?=[A-Z])")
VIA = re.compile(r"\s+(?:via|über|through|par|przez|через)\s+.*$", re.IGNORECASE)
_DEGREES = re.compile(
    r"\b(?:Dr|Prof|Professor|Dipl|Ing|Mag|med|phil|rer|nat|jur|Frau|Herrn?|Hrn?|Mrs?|Ms|M\.\s?A|B\.\s?A|M\.?\s?Sc|B\.?\s?Sc|Ph\.?\s?D|MBA"
    r"|FH|habil|Koll|PD|RD|Ltd|OStR|OStD|StR|StD|RA|RAin|LL\.?\s?M|i\.\s?[AVR]|a\.\s?D|Pfr|Pfn)\b\.?(?:-\w+\.?)?",
)
_BRACKETS = re.compile(r"\s*[(\[{<].*?[)\]}>]\s*")
NO_PERSON = frozenset(
    """info kontakt contact office buero post mail email team verein verwaltung sekretariat vorzimmer empfang zentrale
    admin anmeldung service vorstand redaktion noreply hallo hello schule kita leitung geschaeftsstelle pfarramt
    newsletter presse webmaster support bewerbung termine treff beratung projekt schatzmeister kasse""".split()
)
_GENITIVE = re.compile(r"(?<=\w)['’]s$")
_AND_BEHIND = re.compile(r"(?<=[A-Za-zÀ-ɏ])[\u1200-\u137f]+$")  # Tigrinya joins with endings: "Rahwa Mehariን"
SCRIPTS_WITHOUT_CASE = re.compile(r"[\u0590-\u08ff\u1200-\u137f\ufb1d-\ufefc]")


def is_caseless(word: str) -> bool:
    """Arabic, Hebrew and Ethiopic letters know no capitals."""
    return bool(SCRIPTS_WITHOUT_CASE.match(word))


def capitalised(word: str) -> str:
    """ "haddad-mansour" → "Haddad-Mansour"; words with capitals inside ("McAllister", "Al-Khatib") stay."""
    if len(word) > 1 and not word.islower() and not word.isupper():
        return word
    if word.isupper() and len(word.rstrip(".")) <= 2:
        return word
    if word.casefold() in PARTICLES and word.islower():
        return word
    return _LETTERS.sub(lambda m: m[0][0].upper() + m[0][1:].lower(), word).replace("’S", "’s")


@lru_cache(maxsize=256)
def tidy(name: str) -> str:
    """White space made plain, capitals put right, quotation marks, closing punctuation and endings of another script
    cut."""
    words = unicodedata.normalize("NFC", name).replace("\u200f", "").replace("\u200e", "").split()
    words = [w.strip('"„“”«»‚‘,;:!?()[]<>|*_•·/') for w in words]
    words = [w if _INITIAL.fullmatch(w) else _AND_BEHIND.sub("", w.rstrip(".،")) for w in words]
    words = [w for w in words if w and (w.isalpha() or any(c.isalpha() for c in w))]
    shouting = len(words) > 1 and all(w.isupper() for w in words)
    shown = [capitalised(w) if shouting or not w.isupper() or len(w) > 3 else w for w in words]
    if shown and shown[0].islower():
        shown[0] = shown[0][0].upper() + shown[0][1:]
    return " ".join(shown)


def without_genitive(name: str) -> str:
    """ "Tom Roth" for "please cancel Tom Roth's place"."""
    return _GENITIVE.sub("", name) if " " in name else name


def turned(name: str) -> str:
    """ "Wenzel, Katrin" → "Katrin Wenzel"; "Wenzel, Katrin (Amt 51)" too; a name without a comma stays."""
    name = _BRACKETS.sub(" ", name).strip(" ,;\"'")
    family, comma, given = name.partition(",")
    if comma and given.strip() and "," not in given and len(family.split()) <= 3 and len(given.split()) <= 3:
        return f"{given.strip()} {family.strip()}"
    return name


def display_name(raw: str | None) -> str | None:
    """The person of a From display name, or None where it holds none (an address, digits, markup)."""
    if not raw:
        return None
    first_line = raw.replace("\r", "\n").split("\n", 1)[0]
    name = VIA.sub("", _DEGREES.sub(" ", turned(first_line.strip(" '\""))).strip(" ,.-"))
    if "@" in name or any(c.isdigit() for c in name) or "<" in name:
        return None
    name = tidy(name)
    words = name.split()
    if not words or len(words) > 6 or len(name) < 2 or not _FORMS.isdisjoint(w.casefold() for w in words):
        return None
    return name


_FORMS = frozenset("form forms formular kontaktformular webformular wordpress typo3 website".split())
_FORM_MAILBOX = re.compile(
    r"^(?:(?:web|kontakt|contact|anmelde?)?[-_.]?form(?:s|s?[-_.]?server|ular(?:e|server)?|ulaire|ulario|ulář)?|wordpress|typo3|joomla|"
    r"drupal|contao|cms|www(?:-data|run)?|apache2?|httpd|nginx|web(?:site|server|app|mailer)?|mailer)\d*$"
    r"|(?:^|[-_.])(?:no|do[-_.]?not)[-_.]?reply",
    re.IGNORECASE,
)


def is_form(shown: str | None, email: str) -> bool:
    """Does a form on a website write, by the name or the address of the sender: "WordPress", "typo3@…"?"""
    words = re.findall(r"\w+", (shown or "").casefold())
    return not _FORMS.isdisjoint(words) or _FORM_MAILBOX.match(email.partition("@")[0]) is not None


def name_from_address(email: str) -> str | None:
    """ "amira.haddad@…" → "Amira Haddad"; None where the local part is no "given.family" or a functional mailbox."""
    local = email.partition("@")[0].partition("+")[0]
    words = [w for w in _LOCAL.split(re.sub(r"\d+", "", local)) if w]
    if len(words) < 2 or len(words) > 4 or any(w.lower() in NO_PERSON for w in words):
        return None
    if not all(w.isalpha() for w in words) or any(len(w) < 2 or not re.search("[aeiouyäöü]", w.lower()) for w in words):
        return None
    return " ".join(w[0].upper() + w[1:].lower() for w in words)


def with_family(given: str, email: str) -> str | None:
    """ "Jonas" and "j.wegner@…" → "Jonas Wegner"; None where the address says no more."""
    first, dot, family = email.partition("@")[0].partition("+")[0].rpartition(".")
    if not dot or len(given.split()) != 1 or not family.isalpha() or len(family) < 3 or family.lower() in NO_PERSON:
        return None
    folded = romanised(fold(given))
    if first.lower() not in {folded, folded[:1]} or romanised(fold(family)) == folded:
        return None
    return f"{given} {family[0].upper()}{family[1:].lower()}"


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[str, ...]:
    """The folded words of a name; a hyphenated one is one word."""
    return tuple(
        fold(w).replace("-", "").replace("'", "") for w in re.split(r"[\s.]+", re.sub(r"[’'`´ʼ‐‑-]", "", name)) if w
    )


@lru_cache(maxsize=4096)
def same_person(a: str, b: str) -> bool:
    """May two spellings within one mail mean the same person? "Ruth" and "Ruth Noack", "S. Krautwald" and
    "Sabine Krautwald" do; "Anna Weber" and "Paul Weber" don't."""
    first, second = parts(a), parts(b)
    if not first or not second:
        return False
    if script(first[0]) != script(second[0]):
        return _same_across_scripts(first, second)
    short, long = sorted((first, second), key=len)
    rest = list(long)
    for word in short:
        found = next(
            (w for w in rest if w == word or _initial(word, w) or _initial(w, word) or _inflected(word, w)), None
        )
        if found is None:
            return False
        rest.remove(found)
    return True


def script(word: str) -> str:
    """ "latin" or "other", by the first letter."""
    return "latin" if word[:1] < "\u0370" or "\u1e00" <= word[:1] <= "\u1eff" else "other"


def _same_across_scripts(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """ "Ahmad Nour" and "أحمد نور": the consonants agree, word by word; two words at least."""
    if len(a) < 2 or len(b) < 2:
        return False
    short, long = sorted(([_skeletons(w) for w in a], [_skeletons(w) for w in b]), key=len)
    rest = list(long)
    for word in short:
        found = next((other for other in rest if not word.isdisjoint(other)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


@lru_cache(maxsize=4096)
def _skeletons(word: str) -> frozenset[str]:
    """The consonants of the word, in Arabic letters as Arabs and as Persians read them: "عثمانی" is "Osmani", too; in
    Latin letters also as Germans write Russian: "Schewtschenko", "Michael" for "Михаил"."""
    spelt = {word, *(word.translate(table) for table in _READ_OTHERWISE)} if _IN_ARABIC.search(word) else {word}
    if word.isascii() and _AS_GERMANS_WRITE.search(word):
        spelt.add(_AS_GERMANS_WRITE.sub(lambda found: _GERMAN[found[0]], word))
    return frozenset(found for w in spelt if (found := _skeleton(w)))


def _skeleton(word: str) -> str:
    """The consonants of the rough Latin spelling, what is spelled in many ways left out."""
    plain = romanised(word)
    for pair, one in (
        ("shch", "s"),
        ("sch", "s"),
        ("sh", "s"),
        ("kh", "h"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("zh", "z"),
        ("ts", "s"),
        ("ch", "s"),
        ("ck", "k"),
        ("c", "k"),
        ("q", "k"),
        ("v", "b"),
        ("p", "b"),
        ("g", "h"),
    ):
        plain = plain.replace(pair, one)
    plain = re.sub(r"^(?:al|el)-?(?=.{3})", "", plain)
    kept = re.sub(r"[^bdfklmnrst]", "", plain.replace("z", "s"))  # "Rosa" and "Роза"
    return re.sub(r"(.)\1+", r"\1", kept)


def _initial(a: str, b: str) -> bool:
    return len(a) == 1 and b.startswith(a)


def _inflected(a: str, b: str) -> bool:
    """Slavic, German and Turkish endings: "Наталью" and "Наталья", "Webers" and "Weber"."""
    short, long = (b, a) if len(b) < len(a) else (a, b)
    if len(short) < 4 or len(long) - len(short) > 2:
        return False
    if short == long[:-1] and (long.endswith("s") or SCRIPTS_WITHOUT_CASE.match(short)):
        return True
    if not "\u0400" <= short[0] <= "\u04ff":
        return False
    if len(short) == 4:  # "Нина", "Нине", "Ивану": only the vowel at the end may differ
        return short[:3] == long[:3] and bool(_VOWELS.fullmatch(short[3:] + long[3:]) or long.startswith(short))
    stem = len(short) - 2
    return stem >= 3 and short[:stem] == long[:stem]


def inflected(a: str, b: str) -> bool:
    """The same words with other endings ("Наталью Бойко", "Наталья Бойко"; Kurdish "…m" for "I am …")."""
    first, second = parts(a), parts(b)
    return (
        first != second
        and len(first) == len(second)
        and all(
            x == y
            or (
                min(len(x), len(y)) >= 3
                and abs(len(x) - len(y)) <= 2
                and x[: max(3, min(len(x), len(y)) - 2)] == y[: max(3, min(len(x), len(y)) - 2)]
            )
            for x, y in zip(first, second, strict=True)
        )
    )


def misspelled(a: str, b: str) -> bool:
    """ "Kornelius Trautman" for "Cornelius Trautmann": as many words, each the same but for two letters at most."""
    first, second = parts(a), parts(b)
    return first != second and len(first) == len(second) > 1 and all(map(_alike, first, second))


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 2:
        return False
    short, long = sorted((a, b), key=len)
    same = sum(x == y for x, y in zip(short, long, strict=False))
    behind = sum(x == y for x, y in zip(reversed(short), reversed(long), strict=False))
    return max(same, behind) >= len(short) - 1


def fuller(a: str | None, b: str | None) -> str | None:
    """Of two spellings of one person the one that says more; the first if they say the same."""
    if not a or not b:
        return a or b
    return b if weight(b) > weight(a) else a


def weight(name: str) -> tuple[int, int]:
    """Full words count, initials hardly."""
    words = parts(name)
    full = sum(1 for w in words if len(w) > 1)
    return full, len(words)


def resembles(name: str, email: str) -> bool:
    """Does the local part of an address look like this name ("svitlana.h", "kbrosig", "ducanh.pham")?"""
    local = re.sub(r"[^a-z]", "", fold(email.partition("@")[0]))
    pieces = [fold(p) for p in re.split(r"[._\-+\d]+", email.partition("@")[0]) if len(p) > 2]
    words = [w for w in parts(name) if len(w) > 1]
    latin = [romanised(w) for w in words]
    for word in latin:
        german = word
        if len(word) >= 3 and (
            any(p == german or (len(p) > 3 and p[:4] == german[:4]) for p in pieces) or german in local
        ):
            return True
    return False


_CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщюяыэъь",
        "a b v h g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch yu ya y e _ _".split(),
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويگپچژ",
        "a b t th j h kh d dh r z s sh s d t z _ gh f q k l m n h w y g p ch zh".split(),
        strict=True,
    )
)


_IN_ARABIC = re.compile("[ثذضظوق]")
_READ_OTHERWISE = (
    str.maketrans("ثذض", "سزز"),
    str.maketrans("ثذضو", "سززڤ"),
    str.maketrans("و", "ڤ"),
    str.maketrans("ظ", "ض"),
    str.maketrans("ق", "غ"),
)
_GERMAN = {"tsch": "c", "dsch": "j", "sch": "sh", "ch": "kh", "x": "ks", "w": "v"}
_AS_GERMANS_WRITE = re.compile("|".join(_GERMAN))
_FURTHER = dict(zip("ٹڈڑںےڤځڅښږگء", "t d r n y v z s sh zh g _".split(), strict=True))  # Urdu, Sorani, Pashto
# Ethiopic, eight letters a row from U+1200: the consonant of each row, and the vowels of a row.
_ETHIOPIC_ROWS = (
    "h l h m s r s sh k k k _ b v t ch h h n n _ k k k _ w _ z zh y d d j g g g t ch p ts ts f p".split()
)  # fmt: skip
_ETHIOPIC_VOWELS = ("e", "u", "i", "a", "e", "", "o", "wa")
_LATIN = {**_CYRILLIC, **_ARABIC, **_FURTHER}
_LATIN |= {
    chr(0x1200 + 8 * row + n): ("a" if consonant == "_" and n == 0 else consonant + vowel)
    for row, consonant in enumerate(_ETHIOPIC_ROWS)
    for n, vowel in enumerate(_ETHIOPIC_VOWELS)
}


@lru_cache(maxsize=4096)
def romanised(word: str) -> str:
    """A rough Latin spelling, good enough to compare with an address: "наталія" → "nataliya", "ሰሎሞን" → "selomon"."""
    if word.isascii():
        return word
    return "".join(_LATIN.get(c, c) for c in word).replace("_", "")


def sounds_like(word: str, other: str) -> bool:
    """One word of a name in two spellings or scripts: the consonants agree, two at least ("ዳዊት" and "Dawit")."""
    return any(len(found) > 1 for found in _skeletons(fold(word)) & _skeletons(fold(other)))


def may_sound_like(word: str, other: str) -> bool:
    """The same of words that have one consonant alone: "علي" and "Ali"."""
    return not _skeletons(fold(word)).isdisjoint(_skeletons(fold(other)))
