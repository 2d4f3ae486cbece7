"""What stands before and inside a word and says that it is a name: a title, a relation, "heißt", "ich bin"."""

from __future__ import annotations

from mailreg.understand import names
from mailreg.understand.mention import Cue
from mailreg.understand.scene import RELATIONS, Scene

_HYPHENS = frozenset("-‐‑")
_ARTICLES = frozenset({"der", "die", "den", "dem"})


def cues_before(scene: Scene, index: int) -> tuple[frozenset[Cue], str | None, int | None]:
    """What stands before a word and says that a name follows."""
    cues: set[Cue] = set()
    relation: str | None = None
    at: int | None = None
    before = scene.before(index)
    steps = 0
    if before is None and index > 1 and scene.tokens[index - 1].text == ":":
        further = scene.before(index - 1)  # "meine Frau: Larissa …"
        if further is not None and scene.has(further, *RELATIONS) and not scene.has(further, "title"):
            before = further
    if before is not None and scene.tokens[before].text in _ARTICLES:
        relative = scene.before(before)  # "mein Mann der Emmanuel", but not "als Pfarrer der Michaeliskirche"
        if relative is not None and relative + 1 == before and scene.has(relative, "friend"):
            before = relative if _is_relation(scene, relative) else before
    if _i_myself(scene, before):
        cues.add(Cue.SELF)
    while before is not None and steps < 4:
        tags = scene.tags.get(before, set())
        gap = scene.text.text[scene.tokens[before].end : scene.tokens[index].start] if steps == 0 else ""
        if "\n\n" in gap:
            break
        if "title" in tags and "\n" not in gap.strip(" "):
            word = scene.tokens[before]
            wife = "friend" in tags and _is_relation(scene, before)
            if not wife:
                cues.add(Cue.TITLE)
            if word.folded in {"kollege", "kollegin", "kollegen"}:
                relation, at = "colleague", before
            if wife:
                relation, at = "friend", before
                cues.add(Cue.RELATION)
            before, steps = scene.before(before), steps + 1
            continue
        kind = next((r for r in RELATIONS if r in tags), None)
        if kind is not None and relation is None:
            if steps == 0 and (gap[:1] in _HYPHENS or not _person_may_follow(scene, index, kind)):
                break  # "Azubi-Ticket", "jemand Albanisch"
            if steps == 0 and _of_a_proper_name(scene, before):
                break
            relation, at = kind, before
            cues.add(Cue.RELATION)
        elif "introduces" in tags and steps == 0 and not cues & {Cue.RELATION} and _says_my_name(scene, before):
            if _person_may_follow(scene, index, "self"):
                # "ihr Name ist …", "د خور نوم مې …"
                theirs = any(scene.has(b, "their", *RELATIONS) for b in scene.words_before(before, 2))
                cues.add(Cue.CALLED if theirs else Cue.INTRODUCED)
        elif "called" in tags and steps == 0:
            if any(scene.has(b, "organisation") for b in scene.words_before(before, 2)):
                break  # "der Verein heißt …"
            if _person_may_follow(scene, index, "called"):
                cues.add(Cue.CALLED)
        elif (
            "introduces" in tags
            and steps <= 1
            and not cues & {Cue.RELATION}
            and _person_may_follow(scene, index, "self")
        ):
            cues.add(Cue.INTRODUCED)
        break
    return frozenset(cues), relation, at


def _i_myself(scene: Scene, before: int | None) -> bool:
    """ "I, Fiona …", "ich (Dr. Gerald Ecke)": a comma or bracket between the pronoun and the name."""
    while before is not None and scene.has(before, "title") and not scene.has(before, "self_i", "self_me"):
        before = scene.before(before)
    if before is None or not scene.has(before, "self_i", "self_me"):
        return False
    return scene.tokens[before + 1].text in ",(،"


def _says_my_name(scene: Scene, at: int) -> bool:
    """ "mein Name ist", "меня зовут": the same last word as in "her name is", so the phrase decides."""
    return any(m.last == at and m.first < at for m in scene.text.of("introduces"))


def _person_may_follow(scene: Scene, index: int, kind: str) -> bool:
    """Behind a relation stands a name, or a noun of everyday life."""
    if scene.tokens[index].folded in scene.given:
        return True
    tags = scene.tags.get(index, set())
    if not tags <= {"title", "month", "weekday"}:
        return False
    if kind in RELATIONS and not _looks_like_a_name(scene, index):
        return False
    if kind == "assistant":
        after = index + 1
        return (
            after < len(scene.tokens) and scene.tokens[after].kind == "word" and scene.tokens[after].text[0].isupper()
        )
    return True


def _of_a_proper_name(scene: Scene, relation: int) -> bool:
    """ "bei den Neuen Nachbarn Löbau": a capital adjective before it makes it part of an organisation's name."""
    before = relation - 1
    if before < 1 or not scene.tokens[relation].text[0].isupper() or names.is_caseless(scene.tokens[relation].text):
        return False
    token = scene.tokens[before]
    return (
        token.kind == "word"
        and token.text[0].isupper()
        and len(token.text) > 2
        and token.text[-1:] in "en"
        and not scene.tags.get(before)
        and token.folded not in scene.given
        and scene.tokens[before - 1].kind == "word"
    )


def _looks_like_a_name(scene: Scene, index: int) -> bool:
    """Behind a relation: two words that may be a name, or one behind "my" ("meine Kollegin Schmidt"). In scripts
    without capitals any word may follow ("زوجي يكون"), so a word that is no known given name needs a second one."""
    after = index + 1
    token = scene.tokens[index]
    two = after < len(scene.tokens) and scene.tokens[after].kind == "word" and not scene.everyday(after)
    if names.is_caseless(token.text):
        behind = after + 1
        ends = (
            behind >= len(scene.tokens)
            or scene.tokens[behind].kind in {"punct", "newline", "number"}
            or scene.ordinary(behind)
            or scene.everyday(behind)
        )
        return two and not scene.everyday(index) and not scene.tags.get(after) and ends
    if scene.everyday(index):
        return False
    if two and scene.tokens[after].text[0].isupper() and not scene.tags.get(after):
        return True
    glued = after < len(scene.tokens) and scene.tokens[after].text in "-‐’'."
    introduces = {"my", "title", "joins", "self_we"}
    if scene.text.languages[:1] != ("de",):  # "mit Geflüchteten Fahrräder": German nouns have capitals, too
        introduces.add("accompanied")
    return glued or any(scene.has(b, *introduces) for b in scene.words_before(index, 3))


def _is_relation(scene: Scene, index: int) -> bool:
    """ "meine Frau" is a wife, "Frau Weber" is not."""
    before = scene.before(index)
    return before is not None and scene.has(before, "my")


def cues_inside(scene: Scene, first: int, last: int, name: str, known: tuple[str, ...]) -> frozenset[Cue]:
    cues: set[Cue] = set()
    for other in known:
        if "@" in other:
            if last > first and names.resembles(name, other) and not scene.ordinary(first):
                cues.add(Cue.ADDRESS)
        elif names.same_person(name, other) and (last > first or len(names.parts(other)) == 1 or len(name) > 2):
            cues.add(Cue.ADDRESS)
    word = scene.tokens[first]
    syllable = scene.text.languages[:1] == ("vi",) and first == last and bool(scene.tags.get(first))
    means_else = syllable or scene.has(first, "language_name")  # "Tiếng Việt", "Tiền vé"
    given = word.folded in scene.given or (scene.has(first, "and_prefix") and word.folded[1:] in scene.given)
    if given and (last > first or not names.is_caseless(word.text)) and not means_else:
        cues.add(Cue.GIVEN)
    after = scene.tokens[last + 1] if last + 1 < len(scene.tokens) else None
    if (
        last > first
        and after is not None
        and after.text in "(<,"
        and last + 2 < len(scene.tokens)
        and scene.tokens[last + 2].kind == "email"
    ):
        cues.add(Cue.ADDRESS)
    return frozenset(cues)
