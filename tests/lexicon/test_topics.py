"""What words are about: the form of the lists, and how a word finds its topics."""

from __future__ import annotations

from importlib.resources import files

import pytest

from mailreg.lexicon.fold import fold
from mailreg.lexicon.topics import Topics, topics_of

FILES = sorted((files("mailreg.lexicon") / "topics").iterdir(), key=lambda f: f.name)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_each_line_is_a_topic_with_words(file: object) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]  # type: ignore[attr-defined]
    assert lines
    names = [line.partition(":")[0] for line in lines]
    assert len(names) == len(set(names))
    for line in lines:
        name, colon, words = line.partition(":")
        assert colon
        assert name.isidentifier()
        assert words.split()
        for word in words.split():
            bare = word.strip("*")
            assert len(bare) >= 2, f"{name}: {word} would be every word"
            assert "*" not in bare


@pytest.mark.parametrize(
    ("word", "topic"),
    [
        ("Scharlach", "ill"),
        ("krankgeschrieben", "ill"),
        ("Zugausfall", "transport_trouble"),
        ("Fahrtkostenerstattung", "travel_money"),
        ("Geschäftsführerin", "boss"),
        ("glutenfreies", "diet"),
    ],
)
def test_words_have_their_topics(word: str, topic: str) -> None:
    assert topic in topics_of(fold(word))


def test_the_longest_beginning_and_end_count() -> None:
    topics = Topics(["a: kind* x", "b: kinder*", "c: *wagen"])
    assert topics.of("kinderwagen") == ("b", "c")
    assert topics.of("kind") == ("a",)
    assert topics.of("x") == ("a",)
    assert topics.of("wag") == ()
