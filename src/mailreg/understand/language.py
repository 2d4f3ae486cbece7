"""The language of a mail: first its script, then the small words that only one language has.

A second opinion (py3langid, restricted to our languages) is asked only where the small words don't decide. Without
any sign it is German.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from mailreg.model.mail import Letter, SegmentKind
from mailreg.model.reading import Found

DEFAULT = "de"
_SORANI = re.compile("[ێۆڵڕڤە]")
_PASHTO = re.compile("[ټډړښږځڅڼۍې]")
_PERSIAN = re.compile("[پچژگی]")
_URDU = re.compile("[ٹڈڑے]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэёъ]", re.IGNORECASE)
_SCRIPTS = (
    ("Arab", "\u0600", "\u06ff"),
    ("Cyrl", "\u0400", "\u04ff"),
    ("Ethi", "\u1200", "\u139f"),
    ("Latn", "A", "\u024f"),
    ("Latn", "\u1e00", "\u1eff"),
)
LATIN = ("de", "en", "tr", "fr", "es", "pl", "vi", "ku", "so", "pt", "ro", "bs", "hr", "sr", "cs")
OF_SCRIPT = {"Arab": ("ar", "fa", "ckb", "ps"), "Cyrl": ("uk", "ru", "sr"), "Ethi": ("ti",), "Latn": LATIN}


class Token(Protocol):
    @property
    def folded(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


def script_of(letter: str) -> str | None:
    return next((name for name, low, high in _SCRIPTS if low <= letter <= high), None)


def plausible_languages(
    language: Found[str], tokens: Sequence[Token], function_words: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """The languages whose lexicons are asked: the mail's own, German, English, and those that have a word of
    their script or at least two small words in it."""
    scripts: Counter[str] = Counter()
    for token in tokens:
        if token.kind == "word" and (script := script_of(token.text[0])):
            scripts[script] += 1
    found = [language.value]
    if scripts["Arab"]:
        found += ["ar", "fa"]
        text = "".join(t.text for t in tokens if t.kind == "word")
        found += ["ckb"] * bool(_SORANI.search(text)) + ["ps"] * bool(_PASHTO.search(text))
    if scripts["Cyrl"]:
        found += ["uk", "ru"]
    if scripts["Ethi"]:
        found.append("ti")
    if scripts["Latn"]:
        found += ["de", "en"]
        counts = _small_words(tokens, function_words, LATIN)
        total = sum(1 for t in tokens if t.kind == "word")
        found += [code for code, n in counts.most_common(4) if n >= max(2, total // 12)]
    if language.value in {"bs", "hr", "sr"}:
        found += ["bs", "hr", "sr"]
    return tuple(dict.fromkeys(code for code in found if code in function_words))


def _small_words(
    tokens: Sequence[Token], function_words: Mapping[str, frozenset[str]], codes: Sequence[str]
) -> Counter[str]:
    words = Counter(token.folded for token in tokens if token.kind == "word")
    counts: Counter[str] = Counter()
    for code in codes:
        common = function_words.get(code, frozenset()) & words.keys()
        if common:
            counts[code] = sum(words[word] for word in common)
    return counts


def letter_language(
    letter: Letter,
    body_tokens: Sequence[Token],
    subject_tokens: Sequence[Token],
    function_words: Mapping[str, frozenset[str]],
) -> Found[str]:
    """The language of the writer's own words; of the quoted mail or the subject where there are too few."""
    own = [s for s in letter.segments if s.kind is SegmentKind.OWN][:60]
    own_tokens = [t for t in body_tokens if t.kind == "word" and any(s.start <= t.start < s.end for s in own)]
    if not letter.segments:
        own_tokens = [t for t in body_tokens if t.kind == "word"]
    first = language_of(own_tokens, function_words)
    if first.confidence >= 0.6:
        return first
    whole = language_of([*(t for t in subject_tokens if t.kind == "word"), *own_tokens], function_words)
    if whole.confidence >= 0.5:
        return whole
    if sum(len(t.text) for t in own_tokens) >= 40 and (second := _second_opinion(own_tokens)):
        return Found(second, 0.5)
    if first.confidence >= 0.3:
        return first
    thread = language_of([t for t in body_tokens if t.kind == "word"], function_words)
    if thread.confidence >= 0.5:
        return Found(thread.value, 0.4)
    if letter.content_language and letter.content_language[:2] in function_words:
        return Found(letter.content_language[:2], 0.4)
    return Found(whole.value if whole.confidence else DEFAULT, 0.3)


def language_of(words: Sequence[Token], function_words: Mapping[str, frozenset[str]]) -> Found[str]:
    """The language of some words, with 0 confidence where nothing tells."""
    scripts: Counter[str] = Counter()
    for token in words:
        if script := script_of(token.text[0]):
            scripts[script] += len(token.text)
    if not scripts:
        return Found(DEFAULT, 0.0)
    script, letters = scripts.most_common(1)[0]
    sure = letters / sum(scripts.values())
    of_script = [t for t in words if script_of(t.text[0]) == script]
    text = " ".join(t.text for t in of_script)
    if script == "Ethi":
        return Found("ti", sure)
    if script == "Arab":
        return Found(_arabic_script(text, of_script, function_words), sure * 0.95)
    if script == "Cyrl":
        return Found(_cyrillic(text, of_script, function_words), sure * 0.95)
    counts = _small_words(of_script, function_words, LATIN)
    if not counts:
        return Found(DEFAULT, 0.0)
    (best, most), *rest = counts.most_common(2) + [("", 0)] * (len(counts) < 2)
    second = rest[0][1] if rest else 0
    if best in {"bs", "hr", "sr"} and rest and rest[0][0] in {"bs", "hr", "sr"}:
        second = 0
        best = _south_slavic(of_script)
    lead = (most - second) / most
    return Found(best, round(min(1.0, 0.35 + 0.65 * lead) * min(1.0, most / 3) * sure, 3))


def _arabic_script(text: str, words: Sequence[Token], function_words: Mapping[str, frozenset[str]]) -> str:
    counts = _small_words(words, function_words, OF_SCRIPT["Arab"])
    counts["ckb"] += 2 * len(_SORANI.findall(text))
    counts["ps"] += 3 * len(re.findall("[ټډړښږځڅڼۍ]", text))
    counts["fa"] += len(re.findall("[پچژگ]", text)) // 2
    counts["ar"] += len(re.findall("[ةىإأ]", text))
    best = max(OF_SCRIPT["Arab"], key=lambda code: counts[code])
    return best if counts[best] else "ar"


def _cyrillic(text: str, words: Sequence[Token], function_words: Mapping[str, frozenset[str]]) -> str:
    counts = _small_words(words, function_words, OF_SCRIPT["Cyrl"])
    counts["uk"] += 2 * len(_UKRAINIAN.findall(text))
    counts["ru"] += 2 * len(_RUSSIAN.findall(text))
    counts["sr"] += 3 * len(re.findall("[ђјљњћџ]", text, re.IGNORECASE))
    best = max(OF_SCRIPT["Cyrl"], key=lambda code: counts[code])
    return best if counts[best] else "ru"


def _south_slavic(words: Sequence[Token]) -> str:
    """Bosnian, Croatian or Serbian: only some words differ."""
    have = {t.folded for t in words}
    if have & {"sta", "ovde", "lepo", "sreda", "hteo", "vreme", "izvinite", "gde", "dete", "hvala lepo", "sastanku"} - {
        "sastanku"
    } and have & {"lepo", "ovde", "vreme", "hteo", "gde", "dete"}:
        return "sr"
    if have & {"tko", "sto", "tijekom", "sudjelovati", "vlak", "vlakom", "tjedan", "tjedna", "obitelj", "listopada"}:
        return "hr"
    return "bs"


@lru_cache(maxsize=1)
def _identifier() -> object:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in LATIN if code in set(identifier.labels)])
    return identifier


def _second_opinion(words: Sequence[Token]) -> str | None:
    """py3langid's guess, if it is sure. It takes 0.6 s to load, so it is asked only where needed."""
    code, probability = _identifier().classify(" ".join(t.text for t in words))  # type: ignore[attr-defined]
    return str(code) if probability > 0.9 else None
