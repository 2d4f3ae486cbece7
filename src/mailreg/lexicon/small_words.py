"""Small words and endings that rules look for by themselves, by lists of their own in `lexicon/people/small_words.txt`:
what names hang on ("für", "by", "عبد"), how family names end, what stands behind an hour.

The file is read and checked when the first list is asked for: each list of LISTS once, none empty, none unknown.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import fold
from mailreg.model.errors import LexiconError

FILE = "small_words.txt"
LISTS: dict[str, str] = {
    "new": "beside an arrow from one name to the next: neu",
    "by": "between who goes and who comes instead: durch",
    "for": "before who is replaced: für",
    "opens": "begins a name in a script without capitals and belongs to the next word: عبد",
    "closes": "ends a name there: الله",
    "binds": "stands between two words of a name there: بن",
    "family_endings": "endings of family names there: زاده",
    "acts": "shapes of verbs that stand behind a name there, with a star for the middle: ي*ان",
    "joined_am": "Persian and Sorani 'am, are, is', behind a name and a joiner of no width",
    "joined_and": "Ethiopic 'and', written behind a name",
    "signs_off": "what somebody does with another's registration: abmelden",
    "or": "between two of which one holds: oder",
    "articles": "mean nothing between 'and' and a number of people: die",
    "from": "directly behind a number of people, before where they are from: aus",
    "as": "before what somebody is or does: als",
    "comes_from": "directly before the town that somebody comes from: aus",
    "agreed": "before 'with' and who has been asked: Absprache",
    "hours": "behind an hour, with a star where the word may go on: uhr*",
    "afternoon_hours": "behind an hour after noon: pm",
    "unreal": "in a clause of coming that did not become true: wollte, would have",
    "which_one": "begins a clause that leaves open who it is: wer",
    "later": "who it is will be told then: noch",
    "otherwise": "begins a clause that is about everything else: sonst",
    "years": "behind the number of somebody's age: Jahre",
    "is_aged": "before that number: ist",
    "a_little": "beside a language that somebody speaks a little: bisschen",
    "likewise": "in a line of a list, for what the line above asks for: ebenso",
    "hearing": "how words for people begin who hear badly: schwerhörig",
    "chapters": "behind a comma, part of an association's name: Ortsgruppe",
    "being": "what somebody is or is not: ist",
    "rest": "the rest of a group: übrigen",
    "yes": "alone behind a name: ja",
    "no": "alone behind a name: nein",
    "nobody": "who comes besides, in a form: keine, niemand",
    "courtesy": "behind a form's yes or no: danke",
    "leaves": "beside who goes: raus",
    "enters": "beside who comes instead: rein",
    "perhaps": "before a number that is open: vielleicht",
    "even": "between that or 'or' and the number: auch, doch",
    "into": "between a day and the town where one goes: nach",
    "within": "directly before the town where something is: in",
    "if_verb": "begins a clause that is a condition without 'if': bleibt, sollte; should",
    "if_i": "the same where 'I' or 'we' follows: bekomme",
    "then_subject": "behind the verb that begins what hangs on it: ich",
    "then_tells": "begins a clause that only promises word: melde",
    "it_will": "begins a clause that is a condition where what comes is in the future: будет, дадут, dostanę",
    "then": "may stand before what hangs on it: то, to, tak",
    "it": "the whole of a condition beside its verb: klappt das",
    "not_if": "behind the verb where the condition is harmless: Sie",
    "either": "before two of whom one comes: entweder",
    "each": "before 'a place', which everybody who follows gets: je",
    "who": "begins a clause that leaves open who it is, and asks of nothing but people: wer",
    "one": "before 'of us': einer",
    "us": "behind it: uns",
    "one_of_us": "'one of us' in a word: birimiz",
    "spelled": "beside a language it is how a name is written: schreiben, Schreibweise",
    "vehicles": "what one comes in, between 'with' and whose it is: Auto",
    "meals": "what is eaten, where the word names a meeting, too: Mittagessen, lunch",
    "deaf": "how words for people begin who do not hear: gehörlos",
    "verb_or_noun": "verbs of eating that are nouns where they have a capital: vertrage, Verträge",
    "as_behind": "behind what somebody is: olarak",
    "some": "before somebody who is not told: einer, a",
    "more": "behind a number of people: mehr",
    "fewer": "behind a number of people: weniger",
    "that_is": "between somebody described and the writer: also ich, das bin ich, und ich sowieso",
    "clerks": "first in a line with a colon that names who has dealt with a registration: Bearbeitet von:, Genehmigt:",
    "by_oneself": "without company: er kommt allein",
    "including": "behind a form's 'number of people', the writer is among them: inkl., mitgezählt, yourself",
    "besides": "the same where the writer is not among them: ohne, außer",
    "deciding": "somebody decides, later, who comes: entscheidet, auslosen",
}


def parse_lists(text: str) -> dict[str, tuple[str, ...]]:
    """The words of each list, as they are written. Raises LexiconError naming file and list."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, words = line.partition(":")
            if name not in LISTS:
                raise LexiconError(f"{FILE}: die Liste „{name}“ gibt es nicht (siehe lexicon/small_words.py).")
            if name in found:
                raise LexiconError(f"{FILE}: die Liste „{name}“ steht zweimal da.")
            found[name] = tuple(words.split())
    for name in LISTS:
        if not found.get(name):
            raise LexiconError(f"{FILE}: in der Liste „{name}“ steht kein Wort.")
    return found


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    return parse_lists((files("mailreg.lexicon") / "people" / FILE).read_text(encoding="utf-8"))


def small_words(name: str) -> frozenset[str]:
    """The folded words of one list. Raises KeyError for a list that there is not."""
    return frozenset(map(fold, _lists()[name]))


def as_written(name: str) -> tuple[str, ...]:
    """The words or endings of one list, in order, not folded. Raises KeyError for a list that there is not."""
    return _lists()[name]
