"""Training mails put together from single sentences (training/bank/*.txt): who comes along, and who stays away.

Each sentence can stand beside any other one, so that the number of seats is the sum of what they say. What a mail is
made of is drawn by its number: the same number always gives the same mail.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from training import sentences
from training.mails import FOLDER, TrainingMail, parse

BANK = Path(__file__).parent / "bank"
NAME = "bank"  # begins the names of these mails, as a writer's two letters begin those of others
EVENT = "get-together-2022"
SUBJECTS = (
    "Anmeldung get together", "get together", "Anmeldung 11.10.", "11. Oktober", "Bischofswerda", "Netzwerktreffen",
    "Get Together Bischofswerda", "Treffen in Bischofswerda", "11.10.2022", "Teilnahme Netzwerktreffen",
)  # fmt: skip
LATER_SUBJECTS = (
    "get together", "11.10.", "11. Oktober", "Bischofswerda", "Netzwerktreffen", "get together 11.10.2022",
    "Meine Anmeldung zum get together", "wegen 11.10.", "Treffen in Bischofswerda", "Info zum Netzwerktreffen",
)  # fmt: skip
ANSWERS = {
    "invitation": ("Re: Einladung get together", "AW: Einladung", "Re: Einladung"),
    "confirmation": ("Re: Ihre Anmeldung", "AW: Ihre Anmeldung zum get together", "Aw: Bestätigung"),
    "reminder": ("Re: Erinnerung", "AW: Erinnerung: get together"),
}
NAME_LABELS = {
    "de": "Name", "en": "Name", "fr": "Nom", "es": "Nombre", "pt": "Nome", "pl": "Imię i nazwisko", "cs": "Jméno",
    "uk": "Ім'я та прізвище", "ru": "Имя и фамилия", "ar": "الاسم", "fa": "نام", "tr": "Ad Soyad", "vi": "Họ tên",
    "ro": "Nume", "sr": "Ime",
}  # fmt: skip
HOW_MANY = (0, 1, 1, 1, 1, 2, 2, 2, 3)  # sentences behind the opening
FURTHER = ("plus", "plus", "plus", "named", "none", "none", "none", "need")
MOST_ALONG = 2  # sentences by which somebody more comes
LATER = {"c-self": 3, "c-both": 2, "c-other": 2, "a-add": 3, "a-swap": 3}  # how often each
COMES, UNKNOWN = "⟦come⟧", f"⟦{sentences.UNKNOWN}⟧"
SAYS = {"open": COMES, "both": COMES, "plus": COMES, "named": COMES, "none": UNKNOWN, "aside": UNKNOWN, "need": ""}
LATER_SAYS = {"c": "⟦no⟧", "a": "⟦chg⟧⟦come⟧"}
_SPOKEN = {"ckb": "ku"}  # the bank's name of a language, and the label's
_PERSON = re.compile(r"⟦p:([^⟦⟧]+)⟧")
_MARKS = re.compile(r"(?:\s*⟦(?!p:|w:|x:|o:)[^⟦⟧]*⟧)*\s*$")
_INSIDE = re.compile(r"(?<=[.!?…؟۔።])\s+(?=\S)")  # between two sentences of an entry
_NEEDS = {"ac": "accessibility", "ch": "childcare", "di": "diet"}
_ENDS = ".!?…:,;)؟۔።"

Bank = Mapping[tuple[str, str], Sequence[str]]


@lru_cache(maxsize=1)
def bank() -> Bank:
    """The entries, by language and kind."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(BANK.glob("*.txt")):
        key = "", ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("## "):
                language, kind = line[3:].split()
                key = language, kind
            elif line.strip():
                found[key].append(line.strip())
    return found


@lru_cache(maxsize=1)
def _senders() -> Mapping[str, Sequence[tuple[str, str]]]:
    """By language who wrote the training mails by which people register: name and address."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    form = re.compile(r"^### register .*lang=(\w+).*\nFrom: ([^\n<,\"]+?) <([^\n>]+)>$", re.MULTILINE)
    for path in sorted(FOLDER.glob("*.txt")):
        for language, name, address in form.findall(path.read_text("utf-8")):
            if 2 <= len(name.split()) <= 3 and all(word[:1].isalpha() for word in name.split()):
                found[language].add((name, address))
    return {language: sorted(people) for language, people in found.items()}


def composed(numbers: Sequence[int]) -> Iterator[TrainingMail]:
    """One mail a number."""
    for number in numbers:
        yield parse(f"{NAME}-{number:06}", piece(number))


def piece(number: int) -> str:
    """The mail of this number as it would stand in training/mails."""
    return _Draft(random.Random(number)).written()


def _without_marks(entry: str) -> str:
    """The entry without the marks at its end, which do not stand around a name."""
    return _MARKS.sub("", entry, count=1)


class _Draft:
    """One mail in the making. `draw`: decides everything in it."""

    def __init__(self, draw: random.Random) -> None:
        self.draw, self.entries = draw, bank()
        later = draw.random() < 0.35
        has = sorted({language for language, kind in self.entries if kind == ("aside" if later else "plus")})
        weights = [len(self.entries[language, "aside" if later else "plus"]) + 15 for language in has]
        self.language = draw.choices(has, weights)[0]
        self.spoken = _SPOKEN.get(self.language, self.language)
        self.name, self.address = draw.choice(_senders().get(self.spoken) or _senders()["de"])
        self.later = draw.choices(list(LATER), list(LATER.values()))[0] if later else None

    def written(self) -> str:
        draw = self.draw
        if self.later:
            text = self._signed(self._later())
        elif draw.random() < 0.12:
            text = self._letter(self._form(), "")
        else:
            text = self._signed(self._prose())
        thread = "none"
        subject = draw.choice(LATER_SUBJECTS if self.later else SUBJECTS)
        if draw.random() < (0.45 if self.later else 0.25):
            threads = ("confirmation", "reminder") if self.later and self.later != "c-self" else ("invitation",)
            thread = draw.choice((*threads, "confirmation") if self.later == "c-self" else threads)
            subject = draw.choice(ANSWERS[thread])
        day = f"2022-09-{draw.randint(1, 29):02}"
        head = f"{self._head(text, thread)}\nFrom: {self.name} <{self.address}>\nSubject: {subject}\nDate: {day}"
        return f"{head}\n---\n{text}\n"

    def _entry(self, kind: str) -> str:
        return self.draw.choice(self.entries[self.language, kind])

    def _said(self, kind: str) -> str:
        """An entry with what it says; which of several sentences says it is not known."""
        entry = self._entry(kind)
        words = _without_marks(entry)
        several = _INSIDE.sub(f" {UNKNOWN} ", words)
        says = SAYS[kind] if kind in SAYS else LATER_SAYS[kind[0]]
        return f"{several}{entry[len(words) :]} {says if several == words else UNKNOWN}".rstrip()

    def _prose(self) -> str:
        together = self.draw.random() < 0.2
        opening = self._said("both" if together else "open")
        rest: list[str] = []
        # What says how many come in all leaves nobody for another sentence.
        further = tuple(k for k in FURTHER if SAYS[k] != COMES) if together else FURTHER
        along = 0
        for _ in range(self.draw.choice(HOW_MANY)):
            kind = self.draw.choice(further)
            if kind in {"plus", "named"}:
                kind = kind if along < MOST_ALONG else "none"
                along += 1
            entry = self._said(kind)
            if entry not in rest:
                rest.append(entry)
        said = [opening, *rest]
        if rest and self.draw.random() < 0.15:
            said = [rest[0], opening, *rest[1:]]
        return self._joined(said)

    def _later(self) -> str:
        said = [self._said(self.later or "")]
        said += [self._said("aside") for _ in range(self.draw.choice((0, 0, 1, 1, 2)))]
        if len(said) > 1 and self.draw.random() < 0.15:
            said.reverse()
        return self._joined(said)

    def _joined(self, said: Sequence[str]) -> str:
        """The sentences with full stops, or as people write on phones: with none, or each in a line of its own."""
        between = self.draw.choices((". ", "\n", " "), (8, 3, 1))[0]
        if between != ". ":
            return between.join(said)
        ended = []
        for entry in said:
            words = _without_marks(entry)
            stop = "" if words.rstrip("⟧ ")[-1:] in _ENDS else "."
            ended.append(words + stop + entry[len(words) :])
        return " ".join(ended)

    def _form(self) -> str:
        lines = [f"{NAME_LABELS.get(self.language, 'Name')}: ⟦p:{self.name}⟧"]
        lines += [line.strip() for line in self._entry("form").split(" / ")]
        if self.draw.random() < 0.5:
            lines.insert(0, self._said("open"))
        return "\n".join(lines)

    def _signed(self, body: str) -> str:
        """Who writes is marked below the mail, or, where nobody signs, as named by the header alone."""
        mark = {"c-self": "w", "c-both": "w", "c-other": "x", "a-add": "x"}.get(self.later or "", "p")
        if self.later == "a-swap":
            mark = "w" if "⟦wfrom⟧" in body else "p" if "⟦from⟧" in body else "x"
            body = re.sub(r"\s*⟦w?from⟧", "", body)
        by_header = {"w": "⟦wfrom⟧", "p": "⟦from⟧", "x": ""}[mark]
        return self._letter(body, f"⟦{mark}:{self.name}⟧" if self.draw.random() < 0.75 else by_header)

    def _letter(self, body: str, end: str) -> str:
        greeting = self._entry("greeting") if self.draw.random() < 0.8 else ""
        closing = self._entry("closing") if self.draw.random() < 0.75 else ""
        return "\n".join(part for part in (greeting, body, closing, end) if part)

    def _head(self, text: str, thread: str) -> str:
        kind = "register" if not self.later else "cancel" if self.later.startswith("c-") else "change"
        along = sum(map(int, re.findall(r"⟦plus:(\d+)⟧", text)))
        heads = len(set(_PERSON.findall(text))) + text.count("⟦from⟧") + along if kind != "cancel" else 0
        asked = sorted(set(re.findall(r"⟦in\+:(\w+)⟧", text)))
        needs = sorted({_NEEDS[need] for need in re.findall(r"⟦(ac|ch|di)\+⟧", text)})
        return (
            f"{kind} | automatic | {EVENT} | heads={heads} | travel={int('⟦tr+⟧' in text)} | "
            f"interp={','.join(asked) or '-'} | needs={','.join(needs) or '-'} | q=0 | lang={self.spoken} | "
            f"thread={thread}"
        )
