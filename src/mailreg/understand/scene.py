"""A letter's text laid out for reading people: which lines are the message and which the signature, what each token
means, and where names may stand.

Everything below works on token indices of one Text; a Scene is made once for a letter's body and once for its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from mailreg.lexicon.common_words import is_common
from mailreg.lexicon.concepts import CONCEPTS
from mailreg.lexicon.declined import LANGUAGES, is_declined_name
from mailreg.lexicon.given_names import given_names
from mailreg.lexicon.kept import once
from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import SegmentKind
from mailreg.understand import caseless, names
from mailreg.understand.layout import BULLET, RULE, Line, lay_out
from mailreg.understand.text import Clause, Text
from mailreg.understand.tokens import Token, abbreviates

RELATIONS = ("colleague", "friend", "assistant", "child")
_ARABIC_LETTERS = frozenset({"ar", "fa", "ckb", "ps"})
SIGN = frozenset({"self_i", "self_me", "self_we", "self_us"})
_ON_BEHALF = frozenset("behalf namen auftrag nom imieniu имени імені nombre adına nome نيابة طرف".split())
# A name may not hold these, whatever stands before it.
HARD = SIGN | {"joins", "negative", "my", "their", "greeting", "accompanied", "subject"}


@lru_cache(maxsize=64)
def _given(languages: tuple[str, ...]) -> frozenset[str]:
    """The given names that are no small words of the language (German "haben", Turkish "ben")."""
    known = load_lexicons().function_words
    if languages == ("vi",):  # syllables are names and words at once
        return given_names()
    return given_names() - {w for code in languages for w in known.get(code, ())}


@lru_cache(maxsize=64)
def _small_words(languages: tuple[str, ...]) -> frozenset[str]:
    known = load_lexicons().function_words
    return frozenset(w for code in languages for w in known.get(code, ()))


def _declined(token: Token) -> bool:
    """ "Галину", "Terezu": with a capital, and a given name in its first case."""
    return token.kind == "word" and token.text[0].isupper() and is_declined_name(token.folded)


class Scene:
    """`avoid`: folded words of places and titles of the events, which are no names of people."""

    def __init__(
        self,
        text: Text,
        own: tuple[tuple[int, int, SegmentKind], ...],
        avoid: frozenset[str] = frozenset(),
        writer: str | None = None,
        signer: str | None = None,
    ) -> None:
        self.text = text
        self.tokens = text.tokens
        self.phrases = frozenset(a for a in avoid if " " in a)
        self.avoid = avoid - self.phrases
        self.tags: dict[int, set[str]] = {}
        main = text.languages[0] if text.languages else ""
        owned: set[int] = set()  # words of the main language: "also" is German here, not English
        self._clauses = {i: c for c in text.clauses for i in range(c.first, c.last + 1)}
        clause_at = self._clauses
        for concept, language, _, _, first, last, _ in text.matches:
            if language == main and concept not in CONCEPTS:
                owned.update(range(first, last + 1))
        places: Iterable[int]
        for concept, language, _, _, first, last, _ in text.matches:
            if (
                language == "de"
                and concept == "organisation"
                and first == last
                and self.tokens[first].text.islower()
                and self._capitals
            ):
                continue  # "hört", "bringt": German nouns have capitals
            theirs = concept in CONCEPTS
            if not theirs and language != main:
                if concept in RELATIONS and {main, language} <= _ARABIC_LETTERS:
                    continue  # Arabic "my friend" is a Persian family name
                if first in owned or (concept == "no_name" and language != "de"):
                    continue
            if concept == "from_organisation" and last - first > 2:
                places = (first, last)  # "studiere Soziale Arbeit an der"
            elif not theirs or last - first < 2:
                places = range(first, last + 1)
            elif clause_at.get(first) == clause_at.get(last):
                places = (first, last)  # a pattern with a gap: what lies between is not part of it
            else:
                places = (last,)
            for index in places:
                if index in self.tags:
                    self.tags[index].add(concept)
                else:
                    self.tags[index] = {concept}
        for index, tags in self.tags.items():  # "она хотела бы": the verb is hers; "i. V.": for somebody else
            if "self_i" in tags and ("third" in self.tags.get(index - 1, ()) or abbreviates(self.tokens, index)):
                tags.discard("self_i")
        self.given = _given(text.languages[:1])
        if not LANGUAGES.isdisjoint(text.languages[:1]):
            declined = {t.folded for i, t in enumerate(self.tokens) if i not in self.tags and _declined(t)}
            declined -= _small_words(text.languages[:1])
            self.given = self.given | declined if declined - self.given else self.given
        if "ar" in text.languages:
            for index, token in enumerate(self.tokens):
                if (
                    token.text[0] == "و"
                    and len(token.text) > 3
                    and (index in self.tags or (token.folded[1:] in self.given and token.folded not in self.given))
                ):
                    self.tags.setdefault(index, set()).add("and_prefix")
                    if caseless.and_a_name(self, index):
                        self.tags[index] = {"and_prefix"}
        if "ti" in text.languages:  # "and" is written behind the word: "ኣነን ሰብኣየይን"
            for index, token in enumerate(self.tokens):
                if token.text.endswith("ን") and len(token.text) > 2 and index in self.tags:
                    self.tags[index].add("and_prefix")
        self._pieces = own
        self._mine: frozenset[str] = frozenset()  # words of the writer's own name
        self.verdicts: dict[tuple[int, int], str] = {}  # what each clause says of coming, read once (withdrawn.py)
        self.writer = writer  # the address that the mail comes from
        self.signer = signer  # the From name, by which the signature is found

    def clear(self, known: Iterable[str | None]) -> None:
        """Words of the writer's own name mean nothing else where the name stands: "Tamara Kinder", "Ole Winter"."""
        for name in known:
            words = names.parts(name or "")
            self._mine |= set(words)
            if len(words) < 2:
                continue
            for index, token in enumerate(self.tokens):
                if token.folded in words and token.text[0].isupper() and index in self.tags:
                    around = {self.tokens[i].folded for i in (index - 1, index + 1) if 0 <= i < len(self.tokens)}
                    if around & set(words):
                        del self.tags[index]

    def has(self, index: int, *concepts: str) -> bool:
        tags = self.tags.get(index)
        return tags is not None and not tags.isdisjoint(concepts)

    def any(self, indices: Iterable[int], *concepts: str) -> bool:
        """Has one of these tokens one of these concepts?"""
        tags = self.tags
        for index in indices:
            found = tags.get(index)
            if found is not None and not found.isdisjoint(concepts):
                return True
        return False

    @once
    def undone(self) -> frozenset[int]:
        """The tokens of the words of an earlier cancellation that is taken back (resumed.py): they say of nobody that
        they stay away."""
        told = [m for m in self.text.of("taken_back", "cancelled_before") if m.first in self.own_set]
        if not any(m.concept == "taken_back" for m in told) and not any(
            m.first in self.own_set for m in self.text.of("after_all")
        ):
            return frozenset()
        return frozenset(i for m in told for i in range(m.first, m.last + 1))

    @once
    def _capitals(self) -> bool:
        """Do many words begin with one?"""
        return sum(t.text[0].isupper() for t in self.tokens if t.kind == "word") * 8 > len(self.tokens)

    @once
    def small_letters(self) -> bool:
        """Does the writer know no capitals? (In scripts that have them.)"""
        words = [self.tokens[i].text for i in self.own_tokens if self.tokens[i].kind == "word"]
        words = [w for w in words if not names.is_caseless(w)]
        return len(words) >= 4 and sum(w[0].isupper() for w in words) * 12 <= len(words)

    @once
    def _function_words(self) -> frozenset[str]:
        return _small_words(tuple(dict.fromkeys(("de", *self.text.languages[:2]))))

    def everyday(self, index: int) -> bool:
        """A small word of the writer's language, whatever the concepts say of it."""
        return self.tokens[index].folded in self._function_words

    def behalf(self, index: int) -> bool:
        """ "On behalf of", "im Namen von"."""
        return self.tokens[index].folded in _ON_BEHALF

    def clause_at(self, index: int) -> Clause | None:
        return self._clauses.get(index)

    @once
    def sentences(self) -> dict[int, list[Clause]]:
        """The clauses of each sentence, by its number."""
        found: dict[int, list[Clause]] = {}
        for clause in self.text.clauses:
            found.setdefault(clause.sentence, []).append(clause)
        return found

    @once
    def lines(self) -> tuple[Line, ...]:
        """All lines of own words and signatures, in order; quotes, footers and forwarded mail are left out."""
        return lay_out(self.text, self._pieces, self.signer)

    @once
    def own_tokens(self) -> tuple[int, ...]:
        """The tokens of the message, signature and quotes left out."""
        return tuple(i for line in self.lines if line.own for i in range(line.first, line.last))

    @once
    def own_set(self) -> frozenset[int]:
        return frozenset(self.own_tokens)

    @once
    def signature(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.signature and line.text.strip())

    # --- words ---

    def common(self, index: int) -> bool:
        """A word that is no name, whatever stands before it: "Steht", "Seit", "Lust"."""
        folded = self.tokens[index].folded
        return folded not in self.given and folded not in self._mine and is_common(folded)

    def ordinary(self, index: int) -> bool:
        """A word that the lexicons know as something else, or a word of the event."""
        tags = self.tags.get(index)
        token = self.tokens[index]
        if token.folded in self.given and not (tags and tags & (HARD | {"instead_of_me", "in_their_place"})):
            return False
        return bool(tags and tags != {"and_prefix"}) or token.folded in self.avoid or self.common(index)

    def span_text(self, first: int, last: int) -> str:
        return self.text.words(self.tokens[first].start, self.tokens[last].end)

    # --- moving about ---

    def before(self, index: int) -> int | None:
        """The word or number before, in the same stretch: commas, brackets and one line break are stepped over."""
        if index > len(self.tokens):
            return None
        for at in range(index - 1, max(index - 5, -1), -1):
            token = self.tokens[at]
            if token.kind in {"word", "number"}:
                return at
            if token.kind == "punct" and token.text in ".!?;:":
                if token.text == "." and at and self.has(at - 1, "title") and self.tokens[at - 1].end == token.start:
                    continue  # "Mr. Saleh"
                return None
        return None

    def after(self, index: int) -> int | None:
        for at in range(index + 1, min(index + 5, len(self.tokens))):
            token = self.tokens[at]
            if token.kind in {"word", "number"}:
                return at
            if token.kind == "punct" and token.text in ".!?;":
                return None
        return None

    def words_before(self, index: int, count: int) -> Iterator[int]:
        """Up to `count` words before, nearest first, within the sentence."""
        at: int | None = index
        for _ in range(count):
            at = self.before(at) if at is not None else None
            if at is None:
                return
            yield at

    def token_text(self, index: int) -> Token:
        return self.tokens[index]

    @staticmethod
    def bullet(line: str) -> int:
        """The length of a line's bullet or number, 0 if it has none."""
        found = BULLET.match(line)
        return found.end() if found else 0

    @staticmethod
    def is_rule(line: str) -> bool:
        return bool(RULE.match(line))
