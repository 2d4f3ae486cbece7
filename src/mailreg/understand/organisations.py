"""Which organisation somebody comes for: from the words of the mail, never from a domain.

An organisation in a sentence begins behind "vom", "for the", "im Namen von" …, or holds a word that only organisations
have ("e. V.", "Stiftung", "Beratungsstelle"), and goes on over capitals, quotation marks and small joining words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailreg.lexicon.match import Match
from mailreg.lexicon.towns import is_town
from mailreg.model.mail import Span
from mailreg.understand import names
from mailreg.understand.scene import Scene

_OPEN, _CLOSE = "„“\"«»‚‘’”'", "“”\"»«’‘'"
_LINKS = frozenset(
    """gegen against contre contra für fuer der des im in am an und u & of the de du des la el los las und von zu zur
    y e et i a w d l we і та и в на do d' und’ and for + - @""".split()
)
_ARABIC_ENDS = frozenset("في بتاريخ يوم الى إلى على من مع عن و أن در از به با برای است هستم هستیم که".split())
_SMALL_TAILS = frozenset("hr bs sr cs pl ru uk ro es fr pt it".split())
_DETERMINERS = frozenset(
    """dem der den die das des einem einer eines unserem unserer unser unsere ihrem ihrer the a an
    la le les l el los las our my de da do""".split()
)
_LEGAL = re.compile(
    r"^\s*(?:e\.\s?V\.|e\.\s?G\.|i\.\s?[A-Z]\w*\.?|a\.\s?d\.\s?\w\.?|gGmbH|GmbH|gUG|UG|e\.?V\.?|eG|AG|KG|Inc\.?|Ltd\.?|z\.\s?s\.|a\.\s?s\.|z\.\s?ú\.)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """`strong`: a word in it says that it is an organisation; `shared`: the sentence says it of all ("we both")."""

    name: str
    start: int
    end: int
    span: Span
    strong: bool = False
    shared: bool = False
    own: bool = True  # said of the writer, not of somebody else
    first: int = -1
    last: int = -1


def clean(raw: str) -> str | None:
    """The name as it stands, without quotation marks around it, brackets behind it or markup."""
    name = " ".join(raw.split()).strip(" ,;:!?|·•*_–-/")
    name = re.sub(r"\s*\([^)]*\)?\s*$", "", name)
    if "<" in name and re.search(r"<\s*/?\w+[^>]*>?", name) and not re.search(r"<\s?\d", name):
        return None
    if len(name) > 1 and name[0] in _OPEN and name[-1] in _CLOSE and not any(c in _OPEN + _CLOSE for c in name[1:-1]):
        name = name[1:-1]
    if re.search(r"(?<![.\s]\w)\.$", name) and not re.search(r"\w\.\s?\w\.$", name):
        name = name[:-1]
    letters = sum(c.isalpha() for c in name)
    return name.strip() if letters >= 3 and len(name) <= 120 else None


LEGAL_INSIDE = re.compile(r"(?:^|[\s\w])(?:e\.\s?V\.|e\.\s?G\.|gGmbH|GmbH|gUG|eV|z\.\s?s\.)(?!\w)")


def has_kind(scene: Scene, indices: list[int]) -> bool:
    """Is there a word or a legal form in it that only organisations have?"""
    if not indices:
        return False
    stretch = scene.text.text[scene.tokens[indices[0]].start : scene.tokens[indices[-1]].end + 1]
    return LEGAL_INSIDE.search(stretch) is not None or any(scene.has(i, "organisation") for i in indices)


def find_organisations(scene: Scene, people: frozenset[int]) -> list[Organisation]:
    """The organisations that the message names, in its order. `people`: tokens of the persons' names."""
    found: list[Organisation] = []
    done = -1
    cues = {m.last: m for m in scene.text.of("from_organisation") if m.first in scene.own_set}
    for index in scene.own_tokens:
        if index <= done:
            continue
        start = None
        sure = False
        if index in cues and not _hearsay(scene, index):
            start = _behind(scene, index)
            sure = start is not None and any(scene.has(i, "organisation") for i in range(cues[index].first, start))
            if start is not None and _generic(scene, start) and _capital(scene, start + 1):
                start, sure = start + 1, True
        elif scene.has(index, "called") and any(scene.has(b, "organisation") for b in scene.words_before(index, 2)):
            start, sure = _behind(scene, index), True  # "unsere Organisation heißt …"
        elif (
            scene.tokens[index].text in _OPEN
            and scene.tokens[index].text not in "'’‘"
            and any(scene.has(b, "organisation") for b in scene.words_before(index, 4))
        ):
            start, sure = index + 1, True  # a quoted name behind "die Gruppe …"
        if start is not None and start < len(scene.tokens) and start not in people:
            run = _extent(scene, start, people, sure=sure)
            if (
                run is not None
                and _acceptable(scene, run, cued=True, sure=sure)
                and (index not in cues or not _loose(scene, cues[index], run))
            ):
                done = run[1]
                _add(found, scene, run, sure=sure)
                continue
        if scene.has(index, "organisation") and index not in people and _shown(scene, index):
            run = _extent(scene, _leftmost(scene, index, people), people)
            if run is not None and run[1] >= index and _acceptable(scene, run, cued=False):
                done = run[1]
                if not _hearsay(scene, run[0]):
                    _add(found, scene, run)
    return found


def _hearsay(scene: Scene, index: int) -> bool:
    """ "Ihre Einladung kam über die Stadt Leipzig", "vom Flüchtlingsrat erfahren": where the writer heard of it."""
    clause = scene.clause_at(index)
    return clause is not None and any(scene.has(i, "source") for i in range(clause.first, clause.last + 1))


def _loose(scene: Scene, cue: Match, run: tuple[int, int]) -> bool:
    """In scripts without capitals a preposition alone ("from") is followed by anything: there must be an organisation's
    word behind it, and the writer in the sentence."""
    if cue.first != cue.last or not names.is_caseless(scene.tokens[run[0]].text):
        return False
    if not has_kind(scene, list(range(run[0], run[1] + 1))):
        return True
    clause = scene.clause_at(run[0])
    return clause is not None and not any(
        scene.has(i, "self_i", "self_we", "self_me", "introduces", "register", "enrol")
        for c in scene.sentences[clause.sentence]
        for i in range(c.first, c.last + 1)
    )


def _add(found: list[Organisation], scene: Scene, run: tuple[int, int], *, sure: bool = False) -> None:
    first, last = run
    kind = has_kind(scene, list(range(first, last + 1)))
    while first < last and _generic(scene, first) and not scene.tokens[first + 1].text.islower():
        first += 1  # the quotation mark, or the name itself
        if scene.tokens[first].text in _OPEN:
            first, last = _inside_quotes(scene, first, last)
    start, end = scene.tokens[first].start, scene.tokens[last].end
    legal = _LEGAL.match(scene.text.text[end : end + 12])
    if legal:
        end += legal.end()
    name = clean(scene.text.text[start:end])
    if name is None:
        return
    ahead = first - 1
    quoted = ahead >= 0 and scene.tokens[ahead].text in _OPEN
    ahead -= quoted
    if (
        len(name) < 8
        and " " not in name
        and ahead >= 0
        and scene.has(ahead, "organisation")
        and not _generic(scene, ahead)
    ):
        start = scene.tokens[ahead].start  # "клуб «Родник»", "جمعية نور": a short name with its kind
        end += quoted and end < len(scene.text.text)
        name = clean(scene.text.text[start:end]) or name
    if any(scene.has(b, "negative") for b in scene.words_before(first, 2)):
        return  # "nicht …": the wrong name that is corrected
    sentence = next((c.sentence for c in scene.text.clauses if c.first <= first <= c.last), None)
    inside = [c for c in scene.text.clauses if c.sentence == sentence]
    tokens = range(inside[0].first, inside[-1].last + 1) if inside else range(first, last + 1)
    shared = any(scene.has(i, "self_we", "self_us", "both") for i in tokens)
    strong = sure or kind or bool(legal)
    found.append(Organisation(name, start, end, scene.text.span(start, end), strong, shared, True, first, last))


def _inside_quotes(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """The tokens between the quotation mark `first` and the one that closes it."""
    closing = next((i for i in range(first + 2, last + 1) if scene.tokens[i].text in _CLOSE), last + 1)
    return first + 1, max(closing - 1, first + 1)


def _generic(scene: Scene, index: int) -> bool:
    """ "общество «Мосты»", "udruga Zajedno": a small word for any organisation is no part of the name."""
    token = scene.tokens[index]
    return token.text.islower() and not names.is_caseless(token.text) and scene.has(index, "label_organisation")


def _behind(scene: Scene, cue: int) -> int | None:
    """The first token of what follows the cue, determiners and quotation marks stepped over."""
    at = cue + 1
    steps = 0
    while at < len(scene.tokens) and steps < 5:
        token = scene.tokens[at]
        small = token.kind == "word" and token.text.islower()
        if (
            token.kind == "newline"
            or (token.kind == "punct" and token.text in _OPEN + "'’:")
            or (small and (token.folded in _DETERMINERS or scene.has(at, "from_organisation")))
        ):
            at += 1
        else:
            return at if token.kind in {"word", "number"} else None
        steps += 1
    return None


def _shown(scene: Scene, index: int) -> bool:
    """Written as names are: with a capital, or in small letters by those who write everything so."""
    token = scene.tokens[index]
    return (
        token.text[0].isupper()
        or names.is_caseless(token.text)
        or _quoted(scene, index + 1)
        or (
            scene.small_letters
            and scene.text.languages[:1] == ("de",)
            and scene.tags[index] <= {"organisation", "label_organisation", "role"}
        )
    )


def _quoted(scene: Scene, index: int) -> bool:
    return index < len(scene.tokens) and scene.tokens[index].text in _OPEN


def _leftmost(scene: Scene, index: int, people: frozenset[int]) -> int:
    """Capital words directly before an organisation's word belong to it: "Evangelische Jugend", "Lotus Verein"."""
    at = index
    while at > 0:
        before = scene.tokens[at - 1]
        if before.kind == "punct" and before.text in "-‐&":
            at -= 1
            continue
        if before.kind != "word" or (at - 1) in people or not before.text[0].isupper():
            break
        if scene.has(
            at - 1,
            "self_i",
            "greeting",
            "introduces",
            "joins",
            "title",
            "from_organisation",
            "closing",
            "my",
            "role",
            "register",
            "enrol",
        ) and not scene.has(at - 1, "organisation"):
            break
        if scene.has(at - 1, "no_name", "event_noun") and not scene.has(at - 1, "organisation"):
            town = is_town(before.text) and scene.text.languages[:1] != ("de",)
            if not town:  # "Leipzig University"
                break
        at -= 1
    while at < index and scene.tokens[at].kind != "word":
        at += 1
    return at


def _begins_sentence(scene: Scene, index: int) -> bool:
    return index == 0 or scene.tokens[index - 1].kind == "newline" or scene.tokens[index - 1].text in ".!?"


def _extent(scene: Scene, first: int, people: frozenset[int], *, sure: bool = False) -> tuple[int, int] | None:
    """From its first token to the end of its name."""
    tokens = scene.tokens
    if tokens[first].kind == "number" and not (first + 1 < len(tokens) and tokens[first + 1].text[0].isupper()):
        return None
    caseless = names.is_caseless(tokens[first].text)
    quote_before = first > 0 and tokens[first - 1].text in _OPEN
    if quote_before:
        closing = next(
            (
                i
                for i in range(first, min(first + 12, len(tokens)))
                if tokens[i].kind == "punct" and tokens[i].text in _CLOSE and tokens[i].text not in "'’"
            ),
            None,
        )
        if closing is not None:
            return first, closing - 1
    last = first
    at = first
    legal = _legal_form(scene, first, people)
    if legal is not None:
        return first, legal
    if not (tokens[first].text[0].isupper() or caseless or scene.has(first, "organisation")):
        return None
    if sure and not caseless and scene.text.languages[0] in _SMALL_TAILS and tokens[first].text[0].isupper():
        last = _small_tail(scene, first, people)
        if last > first:
            return first, last
    if scene.small_letters and tokens[first].text.islower():
        return first, _small_extent(scene, first, people)
    words = 1
    vietnamese = scene.text.languages[:1] == ("vi",)  # "Hội Phụ nữ Việt Nam": small syllables inside
    while at + 1 < len(tokens) and words < 9:
        nxt = at + 1
        token = tokens[nxt]
        if nxt in people:
            break
        if token.kind == "newline":
            if _long_line(scene, nxt) and nxt + 1 < len(tokens) and tokens[nxt + 1].kind == "word":
                at = nxt
                continue
            break
        if token.kind == "punct":
            if token.text in _OPEN and token.text not in "'’‘":  # a quoted proper name: „Absage an Rassismus“
                closing = next(
                    (i for i in range(nxt + 1, min(nxt + 10, len(tokens))) if tokens[i].text in _CLOSE), None
                )
                if closing is not None:
                    at = last = closing
                    words += 2
                    continue
                break
            if token.text in "-‐&+'’/" and nxt + 1 < len(tokens) and tokens[nxt + 1].kind in {"word", "number"}:
                after = tokens[nxt + 1]
                glued = after.start == token.end
                if token.text in "'’" and token.start == tokens[at].end and tokens[at].folded[-1:] == "s":
                    glued = glued or after.text[0].isupper()  # "Students' Council"
                if glued or token.text in "&+" or after.folded in {"und", "u"}:
                    at = nxt
                    continue
                break
            if (
                token.text == "."
                and token.start == tokens[at].end
                and len(tokens[at].text) <= 2
                and tokens[at].kind == "word"
            ):
                at = last = nxt
                continue
            if (
                token.text == "."
                and token.start == tokens[at].end
                and nxt + 1 < len(tokens)
                and tokens[nxt + 1].kind == "word"
                and tokens[nxt + 1].folded in {"v", "ev"}
            ):
                at = nxt
                continue
            break
        if token.kind in {"email", "url"}:
            break
        if token.kind == "number":
            if (
                tokens[at].kind == "word"
                and tokens[at].text[0].isupper()
                and len(token.text) <= 2
                and not _units(scene, nxt)
            ):
                at = last = nxt
                continue
            break
        if caseless:
            if not names.is_caseless(token.text) or token.text in _ARABIC_ENDS:
                break
            if (
                scene.has(
                    nxt,
                    "self_i",
                    "self_we",
                    "joins",
                    "come",
                    "enrol",
                    "place",
                    "negative",
                    "register",
                    "attend",
                    "introduces",
                    "my",
                )
                or words >= 4
            ):
                break
            at = last = nxt
            words += 1
            continue
        if token.text[0].isupper() or (
            token.text in {"e", "i"} and nxt + 1 < len(tokens) and tokens[nxt + 1].text == "."
        ):
            if scene.has(nxt, "self_i", "self_we", "title") and not scene.has(nxt, "organisation"):
                break
            at = last = nxt
            words += 1
            continue
        if token.text in {"gGmbH", "gUG", "eV", "ev"}:
            at = last = nxt
            break
        if vietnamese and _capital(scene, nxt + 1):
            at = nxt
            words += 1
            continue
        if token.folded in _LINKS or token.text in _LINKS:
            ahead = nxt + 1
            while (
                ahead < len(tokens)
                and ahead <= nxt + 2
                and (tokens[ahead].text in _LINKS or tokens[ahead].text in "'’")
            ):
                ahead += 1
            if (
                ahead < len(tokens)
                and ahead not in people
                and tokens[ahead].kind == "word"
                and tokens[ahead].text[0].isupper()
                and not scene.has(ahead, "title", "self_i")
                and _link_fits(scene, nxt, ahead, at)
            ):
                at = nxt
                words += 1
                continue
            break
        break
    return (first, last) if last >= first else None


def _small_tail(scene: Scene, first: int, people: frozenset[int]) -> int:
    """ "udruženje Most prijateljstva", "organizace Člověk v tísni": where only the first word of a name has a capital,
    up to two small words belong to it, if something ends them that cannot. The last token of the name."""
    last = first
    words = 0
    for at in range(first + 1, len(scene.tokens)):
        token = scene.tokens[at]
        small = token.kind == "word" and token.text.islower() and at not in people
        if small and scene.everyday(at) and not scene.has(at, "joins") and words == 0:
            continue  # "v", "bez"
        if not small or scene.tags.get(at) or scene.everyday(at):
            ended = token.kind != "word" or bool(scene.tags.get(at))
            return last if ended or last == first else first
        last = at
        words += 1
        if words > 2:
            return first
    return last


def _small_extent(scene: Scene, first: int, people: frozenset[int]) -> int:
    """ "jugendklub bahnsteig 2 in glauchau", all in small letters: words that mean nothing else belong to the name."""
    last = first
    for at in range(first + 1, min(first + 5, len(scene.tokens))):
        token = scene.tokens[at]
        if at in people or token.kind not in {"word", "number"} or scene.everyday(at):
            break
        if scene.tags.get(at, set()) - {"organisation", "role", "child", "no_name"}:
            break
        last = at
    return last


def _capital(scene: Scene, index: int) -> bool:
    return index < len(scene.tokens) and scene.tokens[index].text[0].isupper()


def _legal_form(scene: Scene, first: int, people: frozenset[int]) -> int | None:
    """ "Neiße grenzenlos e. V.": up to the legal form small words belong to the name, too. The last token before it."""
    if not scene.tokens[first].text[0].isupper():
        return None
    for at in range(first, min(first + 7, len(scene.tokens) - 1)):
        token = scene.tokens[at]
        if (
            at in people
            or (token.kind == "punct" and token.text not in "-‐&.„“”\"'’«»<+")
            or (scene.has(at, "self_i", "self_we", "from_organisation") and at > first and token.text.islower())
        ):
            return None
        if _LEGAL.match(scene.text.text[token.end : token.end + 8].replace("\n", " ")):
            return at
    return None


def _link_fits(scene: Scene, link: int, ahead: int, at: int) -> bool:
    """ "Netzwerk für Kinder", "Club am Park"; "Caritas und Anna" and "Caritas in Bautzen" end before the link."""
    word = scene.tokens[link].folded
    if word in {"und", "u", "and", "et", "y", "e", "i", "a"}:
        return (
            scene.tokens[at].text.endswith("-")
            or scene.tokens[at].kind == "punct"
            or scene.has(ahead, "organisation")
            or (
                not scene.has(ahead, "no_name")
                and scene.tokens[ahead].folded not in scene.given
                and scene.has(at, "joins") is False
                and _later_kind(scene, ahead)
            )
        )
    return True


def _later_kind(scene: Scene, ahead: int) -> bool:
    return any(scene.has(i, "organisation") for i in range(ahead, min(ahead + 3, len(scene.tokens))))


def _units(scene: Scene, index: int) -> bool:
    after = index + 1
    return after < len(scene.tokens) and (scene.tokens[after].text == "." or scene.has(after, "month", "seat"))


def _long_line(scene: Scene, newline: int) -> bool:
    at = scene.tokens[newline].start
    return at - (scene.text.text.rfind("\n", 0, at) + 1) >= 52


def _acceptable(scene: Scene, run: tuple[int, int], *, cued: bool, sure: bool = False) -> bool:
    """No event, no place, no person, no everyday noun alone."""
    first, last = run
    words = [i for i in range(first, last + 1) if scene.tokens[i].kind == "word"]
    if not words:
        return False
    folded = [scene.tokens[i].folded for i in words]
    if " ".join(folded) in scene.phrases or scene.has(words[0], "instead", "in_their_place", "instead_of_me"):
        return False
    if all(
        w in scene.avoid
        or scene.has(
            i,
            "no_name",
            "event_noun",
            "month",
            "weekday",
            "language_name",
            "greeting",
            "title",
            "place",
            "registration",
            "interpreting",
            "travel_costs",
        )
        for w, i in zip(folded, words, strict=True)
    ):
        return False
    dated = scene.has(words[0], "month", "weekday") and not (len(words) > 1 and has_kind(scene, words[1:]))
    if dated or (
        scene.has(
            words[0],
            "event_noun",
            "interpreting",
            "travel_costs",
            "registration",
            "title",
            "negative",
            "childcare",
            "diet",
        )
        and not scene.has(words[0], "organisation")
    ):
        return False
    kind = has_kind(scene, words)
    if cued and not kind and (scene.has(words[0], "language_name") or is_town(scene.span_text(first, last))):
        return False
    if _LEGAL.match(scene.text.text[scene.tokens[last].end : scene.tokens[last].end + 8].replace("\n", " ")):
        return True
    quoted = first > 0 and scene.tokens[first - 1].text in _OPEN
    if sure and not kind:
        ordinary = scene.tags.get(words[0], set()) & {
            "no_name",
            "place",
            "self_i",
            "self_we",
            "come",
            "enrol",
            "joins",
            "negative",
        }
        return quoted or not (ordinary and len(words) == 1)
    if kind:
        # "unser Verein", "die Gruppe" alone names none
        proper = [i for i in words if not scene.has(i, "no_name", "my") and scene.tokens[i].folded not in scene.avoid]
        alone = len(words) == 1 and not quoted
        if alone and not cued:
            return False
        return bool(proper) and not (alone and _everyday(scene, words[0]))
    if not cued:
        return False
    if scene.tokens[words[0]].folded in scene.given and len(words) <= 3:
        return False
    if len(words) == 1:
        return quoted or (scene.tokens[words[0]].text.isupper() and len(scene.tokens[words[0]].text) > 2)
    return (
        quoted
        or names.is_caseless(scene.tokens[first].text)
        or not scene.tags.get(words[0], set()) & {"no_name", "colleague", "friend", "child", "seat"}
        or (len(words) > 2 and is_town(scene.tokens[words[0]].text))
    )


def _everyday(scene: Scene, index: int) -> bool:
    """An organisation's word that alone is no name ("Verein", "Gruppe", "Schule"); "Caritas", "AWO" are."""
    text = scene.tokens[index].text
    return not (
        text.isupper() or text.casefold() in {"caritas", "diakonie", "malteser", "johanniter", "volkssolidarität"}
    )
