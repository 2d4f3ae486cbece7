"""A change that sends the whole list as it is now: "Jetzt stimmt sie so: Anna Weber, Tom Roth, Marlen Kubitz (neu)".

Whoever stands in it beside the writer has a seat already; only those take one who are marked as new, or of whom the
sentences say that they come in somebody's place.
"""

from __future__ import annotations

from mailreg.lexicon.small_words import small_words
from mailreg.understand import names
from mailreg.understand.findings import Facts, is_sender
from mailreg.understand.mention import Mention
from mailreg.understand.withdrawn import Says

_NEW = small_words("new") - frozenset("ab jetzt nun now".split())  # "ab 16 Uhr"
_LEAST = 2  # rows


def is_current(facts: Facts) -> bool:
    """Is it a list of people in which the writer stands, too?"""
    rows = facts.listed_mentions
    return len(rows) >= _LEAST and any(is_sender(facts.sender, m) for m in rows)


def newcomers(facts: Facts, fresh: frozenset[int]) -> list[Mention] | None:
    """The rows of those who take a seat; None where neither the list nor a sentence tells of anybody new. `fresh`: the
    first tokens of the names of those who come in others' place."""
    told = [m for m in facts.mentions if m.first in fresh or (m.says is Says.COMING and not m.told)]
    new = [
        row
        for row in facts.listed_mentions
        if not is_sender(facts.sender, row)
        and (_marked(facts, row) or any(names.same_person(m.name, row.name) for m in told))
    ]
    return new if new or any(m.first in fresh for m in facts.mentions) else None


def _marked(facts: Facts, row: Mention) -> bool:
    """ "Marlen Kubitz (neu)", "neu: Marlen Kubitz"."""
    line = next((ln for ln in facts.body.lines if ln.start <= row.start < ln.end), None)
    if line is None:
        return False
    inside = [i for i in range(line.first, line.last) if not row.start <= facts.body.tokens[i].start < row.end]
    return any(facts.body.tokens[i].folded in _NEW for i in inside)
