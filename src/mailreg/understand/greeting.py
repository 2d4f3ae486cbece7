"""The salutation, whose people are no participants."""

from __future__ import annotations

import re

from mailreg.understand import names
from mailreg.understand.scene import RELATIONS, Scene


def greeted(scene: Scene, organisers: tuple[str, ...] = ()) -> frozenset[int]:
    """The tokens of the salutation, whose people are not participants: "Liebe Frau Stoye, lieber Herr Beese,"."""
    tokens: set[int] = _calls_the_organiser(scene, organisers)
    seen = 0
    for line in scene.lines:
        if not line.own or not line.text.strip():
            continue
        seen += 1
        if seen > 4:
            break
        first_word = next((i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"), None)
        if first_word is None:
            continue
        letters = [i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"]
        if (
            seen == 1
            and len(letters) <= 6
            and line.text.rstrip().endswith((",", "!", "،", ":"))
            and scene.any(letters, "greeting")
            and not scene.any(letters, "self_i", "self_we", "come", "enrol", "register")
        ):
            tokens.update(range(letters[0], letters[-1] + 1))  # "Salam alaykoum et bonjour,"
            continue
        addressed = (
            seen <= 2
            and scene.any(range(line.first, line.last), "greeting")
            and scene.has(first_word, "title", "greeting")
        )
        if addressed or scene.has(first_word, "greeting") or re.match(r"\W*(?:an|to)\b:", line.text, re.IGNORECASE):
            since = 0  # words since the last word of greeting
            for index in range(line.first, line.last):
                token = scene.tokens[index]
                if token.kind == "word":
                    since = 0 if scene.has(index, "greeting", "title") else since + 1
                    if since > 1 and (
                        since > 5 or scene.has(index, "come", "attend", "accept", "enrol", "my", "self_me", "cancel")
                    ):
                        break
                if token.kind == "punct" and token.text in "!:.;":
                    break
                if token.kind == "punct" and token.text in ",،" and not _greets_again(scene, index, line.last):
                    break
                if token.kind == "word" and index > first_word and scene.has(index, "self_i", "self_we", "introduces"):
                    break
                tokens.add(index)
    return frozenset(tokens)


def _calls_the_organiser(scene: Scene, organisers: tuple[str, ...]) -> set[int]:
    """ "Huhu Claudia,": a short first line with an organiser's name and hardly more, whatever the word of greeting."""
    parts = {w for name in organisers for w in names.parts(name) if len(w) > 2}
    line = next((ln for ln in scene.lines if ln.own and ln.text.strip()), None)
    if line is None:
        return set()
    words: list[int] = []
    for index in range(line.first, line.last):
        if scene.tokens[index].kind == "word":
            words.append(index)
        elif scene.tokens[index].text in ",!،:" or index == line.last - 1:
            break
    at = next((n for n, i in enumerate(words) if scene.tokens[i].folded in parts), None)
    named = [i for i in words if scene.tokens[i].folded in parts or scene.has(i, "greeting", "title", "joins")]
    if at is None or at > 3 or len(words) > 6 or len(words) - len(named) > 2:
        return set()
    if scene.any(words, "self_i", "self_we", "come", "enrol"):
        return set()
    return set(range(words[0], words[-1] + 1))


def _greets_again(scene: Scene, comma: int, end: int) -> bool:
    ahead = range(comma + 1, min(comma + 3, end))
    if scene.any(ahead, "greeting"):
        return True
    titled = any(scene.has(i, "title") and not scene.has(i, *RELATIONS) for i in ahead)
    stop = next((i for i in range(comma + 1, end) if scene.tokens[i].text in ",!.:،"), end)
    return titled and stop - comma <= 5
