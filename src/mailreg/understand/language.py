"""The language of a mail: first its script, then the small words and the letters that few languages have.

No statistical model: on the labelled mails one of 90 MB told no language that these words don't. A word or letter
that several languages share counts for each of them in part. Without any sign it is the thread's, then German.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, Protocol

from mailreg.model.mail import Letter, SegmentKind
from mailreg.model.reading import Found

DEFAULT = "de"
ENOUGH = 400  # words; what a language is shows in its first lines
_SORANI = re.compile("[ێۆڵڕڤە]")
_PASHTO = re.compile("[ټډړښږځڅڼۍ]")
_PERSIAN = re.compile("[پچژگ]")
_ARABIC = re.compile("[ةىإأ]")
_URDU = re.compile("[ٹڈڑےں]")
_AMHARIC = re.compile(r"አ|(?:ለሁ|ለን|ኛል|ዋል|ልም)\b")
_TIGRINYA = re.compile("[ኣቐ-ቕኸ-ኾ]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile(r"[ыэёъ]|(?:ется|ения)\b", re.IGNORECASE)
_A_LINE = 40  # letters
_SERBIAN = re.compile("[ђјљњћџ]", re.IGNORECASE)
_SCRIPTS = (
    ("Arab", "\u0600", "\u06ff"),
    ("Cyrl", "\u0400", "\u04ff"),
    ("Ethi", "\u1200", "\u139f"),
    ("Latn", "A", "\u024f"),
    ("Latn", "\u1e00", "\u1eff"),
)
LATIN = ("de", "en", "tr", "fr", "es", "pl", "vi", "ku", "so", "pt", "ro", "bs", "hr", "sr", "cs", "it")
LATINISED = ("ru", "uk", "fa", "ar")  # people write them in Latin letters where their keyboard is missing
IN_LATIN = (*LATIN, *LATINISED)
OF_SCRIPT = {"Arab": ("ar", "fa", "ckb", "ps", "ur"), "Cyrl": ("uk", "ru", "sr"), "Ethi": ("ti", "am"), "Latn": LATIN}
SOUTH_SLAVIC = frozenset({"bs", "hr", "sr"})
LETTERS = {  # beyond a to z; the vowels with the tones of Vietnamese are told by their block
    "de": "äöüß", "tr": "ığşçöü", "fr": "éèêëàâçùûîïôœ", "es": "ñáéíóú¿¡", "pl": "ąćęłńóśźż", "ku": "êîûşç",
    "pt": "ãõáâàçéêíóô",
    "it": "àèéìòù", "ro": "ăâîșțşţ", "hr": "čćđšž", "cs": "áčďéěíňóřšťúůýž", "vi": "ăâđêôơưàáãèéìíòóõùúý",
}  # fmt: skip
NGRAMS = {  # parts of words that the others hardly have
    "de": r"sch|ung(?:en)?\b|eit(?:en)?\b|ich\b|tz", "en": r"\bth|ing\b|tion\b|ould\b|wh|ght",
    "fr": r"eux\b|ions\b|ez\b|ais\b|eau", "es": r"ción\b|amos\b|mente\b|ndo\b", "pt": r"ção\b|ções\b|nh|lh|mente\b",
    "pl": r"sz|cz|rz|owa|ię\b|śmy\b", "tr": r"[ıiuü]z\b|yor|l[ae]r\b|l[ae]r[ıi]|m[ae]k\b", "so": r"aa|ii|uu|\bwax|\bdh",
    "ku": r"\bx[wê]|dix|ên\b|ê\b|jî\b", "ro": r"ul\b|ului\b|ește\b|uri\b|ați\b", "hr": r"ije|nj|ova|cij|\bpri",
    "it": r"zion|gli|cch|zz|tt[oaie]\b|ss[oaie]\b|[^s]ch[ei]",
    "cs": r"ů|ě|ní\b|ch\b|ých\b", "vi": r"\bng|\btr|nh\b|\bth|\bkh",
}  # fmt: skip
_NGRAMS = {code: re.compile(pattern) for code, pattern in NGRAMS.items()}
_CLEAR = 0.6  # a lead that needs no further signs
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_LAST_LATIN = "\u024f"  # no letter before it is of another script
_OF_LETTER: dict[str, tuple[str, ...]] = {
    letter: tuple(code for code, letters in LETTERS.items() if letter in letters)
    for letter in frozenset(chain.from_iterable(LETTERS.values()))
}
_CLOSINGS = frozenset({"grusse", "gruss", "grussen", "gruse", "grusen", "gruesse", "gruessen"})
_LEAST_BEFORE = 3  # words
_TELLS = 0.5
_LEAST_LETTERS = 3  # of a word that is looked up in phrases
_FEW = 16  # words; a longer text has small ones
_CROATIAN = frozenset(
    """tko sto tijekom sudjelovati vlak vlaka vlakom tjedan tjedna obitelj tecaj studenoga prosinca rujna sijecnja
    listopada ozujka travnja svibnja lipnja srpnja kolovoza veljace opcina tvrtka zrakoplov tocno uopce
    studenog listopadu studenom sudjelovat prijevod prijevoda prijevodu popis popisa popisu popisu uvjet uvjetom
    dojaviti kolodvor kolodvora suradnik suradnica suradnicom suradnikom suradnju udruga udruge udrugu udruzi izvjesce
    tjedno obavijestiti priopciti nazocnost nazocan nazocna
    sudjelujem sudjelujemo kavu kava kave bok ravnatelj ravnateljica ravnateljicu glede priopcenje
    hrvatski hrvatskog hrvatskom sudionik sudionika sudionici sudionica udruga udruge udruzi djelatnik djelatnica
    prijevod prijevoda prijavnica prehrana mobitel prijevoz""".split()
)
_EKAVIAN = frozenset(
    """ovde lepo lep vreme hteo htela gde dete deca decu decom dece detetom mesto mesta reci sreda sredu uvek posle
    pre lekar
    nemacki nemackom nemackog nemacke videla video primetila primetio sledece dve sme smeju lajpcig lajpcigu
    bisofsverda bisofsverdu bisofsverdi klaudija cvikau cvikaua""".split()
)


_start = attrgetter("start")


class Token(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def folded(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def kind(self) -> str: ...


class Written(NamedTuple):
    """Words in their order, as they are written and folded: two rows, so that each can be counted at once."""

    shown: list[str]
    folded: list[str]

    def first(self, number: int) -> Written:
        return Written(self.shown[:number], self.folded[:number])

    def and_then(self, more: Written) -> Written:
        return Written(self.shown + more.shown, self.folded + more.folded)


class Words(NamedTuple):
    """The words of a mail: the first ENOUGH of the writer's own part, at least the first 2 * ENOUGH of the body, all of
    the subject."""

    own: Written
    body: Written
    subject: Written


def words_of_tokens(letter: Letter, body: Iterable[Token], subject: Iterable[Token]) -> Words:
    words = [t for t in body if t.kind == "word"]
    return Words(
        _written(own_words(letter, words)), _written(words), _written([t for t in subject if t.kind == "word"])
    )


def _written(tokens: Sequence[Token]) -> Written:
    return Written([t.text for t in tokens], [t.folded for t in tokens])


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str | None:
    return next((name for name, low, high in _SCRIPTS if low <= letter <= high), None)


def plausible_languages(
    language: Found[str], words_read: Words, function_words: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """The languages whose lexicons are asked: the mail's own, German, English, and those that have a word of
    their script or at least two small words in it."""
    words = words_read.subject.and_then(words_read.body.first(2 * ENOUGH)).first(2 * ENOUGH)
    scripts: Counter[str | None] = Counter()
    for letter, number in Counter([shown[0] for shown in words.shown]).items():
        scripts[script_of(letter)] += number
    found = ["ckb" if language.value == "ku" and scripts["Arab"] > scripts["Latn"] else language.value]
    if scripts["Arab"]:
        found += ["ar"] if language.value == "ur" else ["ar", "fa"]  # Urdu has all words of Persian
        text = "".join(words.shown)
        found += ["ckb"] * bool(_SORANI.search(text)) + ["ps"] * bool(_PASHTO.search(text))
    if scripts["Cyrl"]:
        found += ["uk", "ru"]
    if scripts["Ethi"] and language.value != "am":  # Amharic has all words of Tigrinya
        found.append("ti")
    if scripts["Latn"]:
        found += ["de", "en"]
        counts = _small_words(words, function_words, IN_LATIN)
        enough = max(2.0, scripts["Latn"] / 12)
        found += [code for code, n in counts.most_common(4) if n >= enough * _WHOLE]
    if not SOUTH_SLAVIC.isdisjoint(found):
        found += ["bs", "hr", "sr"]
    return tuple(dict.fromkeys(code for code in found if code in function_words))


_WHOLE = 720_720  # what a word counts for its only owner: up to 16 languages can share it without a remainder


@lru_cache(maxsize=8)
def _owners(
    function_words: tuple[tuple[str, frozenset[str]], ...], codes: tuple[str, ...]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Which languages have a small word, and what it counts for each: _WHOLE for the only owner. Bosnian, Croatian and
    Serbian are one owner."""
    owners: dict[str, list[str]] = {}
    for code, words in function_words:
        if code in codes:
            for word in words:
                owners.setdefault(word, []).append(code)
    return {
        word: tuple((code, _WHOLE // len({"hr" if c in SOUTH_SLAVIC else c for c in have})) for code in have)
        for word, have in owners.items()
    }


def _small_words(words: Written, function_words: Mapping[str, frozenset[str]], codes: tuple[str, ...]) -> Counter[str]:
    """What the small words count for each language, in parts of _WHOLE."""
    owners = _owners(tuple(function_words.items()), codes)
    counts: Counter[str] = Counter()
    for word, number in Counter(filter(owners.__contains__, words.folded)).items():
        for code, weight in owners[word]:
            counts[code] += number * weight
    return counts


Owners = Callable[[str, Sequence[str]], Sequence[str]]


def letter_language(
    letter: Letter, words: Words, function_words: Mapping[str, frozenset[str]], owners: Owners | None = None
) -> Found[str]:
    """The language of the writer's own words; of the subject or the quoted mail where there are too few. Sorani is
    Kurdish ("ku"), as in ISO 639-1. `owners`: which of some languages have a word in their phrases, asked where a few
    words have no other sign."""
    found = _letter_language(letter, words, function_words, owners)
    return replace(found, value="ku") if found.value == "ckb" else found


def _letter_language(
    letter: Letter, words: Words, function_words: Mapping[str, frozenset[str]], owners: Owners | None
) -> Found[str]:
    own = words.own
    first = _before_the_closing(own, function_words) or language_of(own, function_words)
    if first.confidence >= 0.6:
        return first
    whole = language_of(words.subject.and_then(own), function_words)
    if whole.confidence >= 0.5:
        return whole
    if owners is not None and (told := _by_phrases(own, owners)):
        return told
    if first.confidence >= 0.3:
        return first
    thread = language_of(words.body.first(ENOUGH), function_words)
    if thread.confidence >= 0.5:
        return Found(thread.value, 0.4)
    if letter.content_language and letter.content_language[:2] in function_words:
        return Found(letter.content_language[:2], 0.4)
    return Found(whole.value if whole.confidence else DEFAULT, 0.3)


def _by_phrases(own: Written, owners: Owners) -> Found[str] | None:
    """The language of a few words without small ones, "Maalesef gelemiyorum", by the phrases that they are part of;
    each counts in part for every language that has it. None where that does not tell."""
    words = [
        word
        for n, (shown, word) in enumerate(zip(own.shown, own.folded, strict=True))
        if len(word) >= _LEAST_LETTERS and script_of(shown[0]) == "Latn" and (not n or shown[0].islower())
    ]  # what has a capital may be a name
    if not words or len(own.folded) > _FEW:
        return None
    counts: Counter[str] = Counter()
    for word in dict.fromkeys(words):
        have = owners(word, LATIN)
        for code in have:
            counts[code] += _WHOLE // len({"hr" if c in SOUTH_SLAVIC else c for c in have})
    if not counts:
        return None
    best, most, lead = _leader(counts)
    if most < _WHOLE or lead < _TELLS:
        return None
    return Found(_south_slavic(own) if best in SOUTH_SLAVIC else best, 0.4)


def _before_the_closing(words: Written, function_words: Mapping[str, frozenset[str]]) -> Found[str] | None:
    """The language of what stands before "Viele Grüße": a signature is German where its writer works, whatever they
    write in. None where nothing or little stands there, or it does not tell."""
    if _CLOSINGS.isdisjoint(words.folded):
        return None
    end = next(i for i, word in enumerate(words.folded) if word in _CLOSINGS)
    if end <= _LEAST_BEFORE:
        return None
    found = language_of(words.first(end - 1), function_words)
    return found if found.confidence >= _TELLS else None


def own_words(letter: Letter, words: Sequence[Token]) -> Sequence[Token]:
    """The first words of the writer's own part."""
    if not letter.segments:
        return words[:ENOUGH]
    found: list[Token] = []
    at = 0
    for segment in letter.segments:
        stop = bisect_left(words, segment.end, lo=at, key=_start)
        if segment.kind is SegmentKind.OWN:
            found += words[at:stop]
            if len(found) >= ENOUGH:
                break
        at = stop
    return found[:ENOUGH]


def language_of(words: Written, function_words: Mapping[str, frozenset[str]]) -> Found[str]:
    """The language of some words, with 0 confidence where nothing tells."""
    if not words.shown:
        return Found(DEFAULT, 0.0)
    beyond = _BEYOND_ASCII.findall("".join([shown for shown in words.shown if not shown.isascii()]))
    if not beyond or max(beyond) <= _LAST_LATIN:
        return _latin(words, function_words, beyond, 1.0)
    letters_of: dict[str, int] = {}  # by the first letter of the words
    for shown in words.shown:
        letters_of[shown[0]] = letters_of.get(shown[0], 0) + len(shown)
    scripts: Counter[str] = Counter()
    for first, count in letters_of.items():
        if script := script_of(first):
            scripts[script] += count
    if not scripts:
        return Found(DEFAULT, 0.0)
    script, letters = scripts.most_common(1)[0]
    sure = letters / sum(scripts.values())
    if len(scripts) > 1:
        of_script = [(a, b) for a, b in zip(words.shown, words.folded, strict=True) if script_of(a[0]) == script]
        words = Written([shown for shown, _ in of_script], [folded for _, folded in of_script])
    if script == "Ethi":
        return Found(_ethiopic(words, function_words), sure)
    if script == "Arab":
        return Found(_arabic_script(words, function_words), sure * 0.95)
    if script == "Cyrl":
        return Found(_cyrillic(words, function_words), sure * 0.95)
    return _latin(words, function_words, _BEYOND_ASCII.findall("".join(words.shown)), sure)


def _latin(
    words: Written, function_words: Mapping[str, frozenset[str]], beyond: Sequence[str], sure: float
) -> Found[str]:
    """`beyond`: the letters of these words that are not among a to z."""
    counts = _small_words(words, function_words, IN_LATIN)
    for letter, number in Counter("".join(beyond).lower()).items():
        owners = _OF_LETTER.get(letter) or (("vi",) if "\u1ea0" <= letter <= "\u1eff" else ())
        for code in owners:
            counts[code] += number * _WHOLE // 2 // len(owners)
    if not counts:
        return Found(DEFAULT, 0.0)
    best, most, lead = _leader(counts)
    if lead < _CLEAR:
        text = " ".join(words.shown).lower()
        for code, ngrams in _NGRAMS.items():
            counts[code] += _WHOLE // 5 * len(ngrams.findall(text))
        best, most, lead = _leader(counts)
    if best in SOUTH_SLAVIC:
        best = _south_slavic(words)
    signs = most / _WHOLE
    return Found(best, round(min(1.0, 0.35 + 0.65 * lead) * min(1.0, signs / 2.5) * sure, 3))


def _leader(counts: Mapping[str, int]) -> tuple[str, int, float]:
    """The language with most signs, how many, and by what part it leads the next one that is no sister of it."""
    best, most = max(counts.items(), key=lambda item: item[1])
    sisters = SOUTH_SLAVIC if best in SOUTH_SLAVIC else {best}
    second = max((n for code, n in counts.items() if code not in sisters), default=0)
    return best, most, (most - second) / most


def _arabic_script(words: Written, function_words: Mapping[str, frozenset[str]]) -> str:
    text = " ".join(words.shown)
    counts = _small_words(words, function_words, OF_SCRIPT["Arab"])
    counts["ckb"] += 2 * _WHOLE * len(_SORANI.findall(text))
    counts["ps"] += 3 * _WHOLE * len(_PASHTO.findall(text))
    own = len(_URDU.findall(text))  # no Urdu sentence is without them; its small words are Persian, too
    counts["ur"] = counts["ur"] + 2 * _WHOLE * own if own else 0
    counts["fa"] += _WHOLE * (len(_PERSIAN.findall(text)) // 2)
    counts["ar"] += _WHOLE * len(_ARABIC.findall(text))
    best = max(OF_SCRIPT["Arab"], key=lambda code: counts[code])
    return best if counts[best] else "ar"


def _ethiopic(words: Written, function_words: Mapping[str, frozenset[str]]) -> str:
    text = " ".join(words.shown)
    counts = _small_words(words, function_words, OF_SCRIPT["Ethi"])
    counts["am"] += _WHOLE * len(_AMHARIC.findall(text))
    counts["ti"] += _WHOLE * len(_TIGRINYA.findall(text))
    return "am" if counts["am"] > counts["ti"] else "ti"


def _cyrillic(words: Written, function_words: Mapping[str, frozenset[str]]) -> str:
    text = " ".join(words.shown)
    counts = _small_words(words, function_words, OF_SCRIPT["Cyrl"])
    long = len(text) > _A_LINE  # hardly a line of Ukrainian or Serbian is without their letters
    for code, letters, weight in (("uk", _UKRAINIAN, 2), ("ru", _RUSSIAN, 2), ("sr", _SERBIAN, 3)):
        own = weight * len(letters.findall(text))
        counts[code] += _WHOLE * (own if own or code == "ru" or not long else -1)
    best = max(OF_SCRIPT["Cyrl"], key=lambda code: counts[code])
    return best if counts[best] else "ru"


def _south_slavic(words: Written) -> str:
    """Bosnian, Croatian or Serbian: only some words differ."""
    have = set(words.folded)
    croatian, ekavian = len(have & _CROATIAN), len(have & _EKAVIAN)
    if ekavian > croatian:
        return "sr"
    return "hr" if croatian else "bs"
