"""Every language has words for every concept, and every pattern of every file compiles."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from mailreg.lexicon import load
from mailreg.lexicon.concepts import CONCEPTS, VALUES
from mailreg.lexicon.load import check_lexicons, load_lexicons, read_language
from mailreg.model.errors import LexiconError

LANGUAGES = load_lexicons().languages
WANTED = frozenset("de en ar uk ru fa tr fr es pl vi ku ckb ti ps so pt ro bs hr sr cs it am ur".split())


def test_all_languages_are_there() -> None:
    assert set(LANGUAGES) == WANTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_covers_every_concept(language: str) -> None:
    have = set(load_lexicons().concepts(language))
    assert [name for name in (*CONCEPTS, *VALUES) if name not in have] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_can_be_told_by_its_small_words(language: str) -> None:
    assert len(load_lexicons().function_words[language]) >= 20


def test_every_pattern_compiles_and_no_language_lacks_a_concept() -> None:
    assert check_lexicons() == []


def test_the_quick_way_reads_each_file_as_tomllib_does() -> None:
    texts = {e.name: e.read_text("utf-8") for e in (files("mailreg.lexicon") / "data").iterdir()}
    texts = {name: text for name, text in texts.items() if name.endswith(".toml")}
    assert len(texts) > len(LANGUAGES)
    assert [name for name, text in texts.items() if load._quickly_parsed(text) != tomllib.loads(text)] == []


@pytest.mark.parametrize(
    "odd", ['a = "x\\ty"\n', "a = 'x'\n", 'a = "x"\na = "y"\n', "a = 1\n", "[t]\n[t]\n", 'a = "x\n']
)
def test_what_is_unusual_is_left_to_tomllib(odd: str) -> None:
    assert load._quickly_parsed(odd) is None


def test_an_unknown_concept_is_named() -> None:
    with pytest.raises(LexiconError, match="winken"):
        read_language("de", [("de.toml", '[concepts]\nwinken = "tschüss"\n')])


def test_a_file_that_is_no_toml_is_named() -> None:
    with pytest.raises(LexiconError, match=r"xx\.toml"):
        read_language("xx", [("xx.toml", "[concepts\n")])


def test_shared_words_stand_for_each_of_their_alternatives() -> None:
    text = '[words]\nfood = "fish, nut*"\n\n[concepts]\ndiet = "no @food, (bread|@food) is out"\n'
    _, written = read_language("en", [("en.toml", text)])
    assert written["diet"] == ("no (fish|nut*)", "(bread|fish|nut*) is out")


def test_an_unknown_shared_word_is_named() -> None:
    with pytest.raises(LexiconError, match="@drink"):
        read_language("en", [("en.toml", '[concepts]\ndiet = "no @drink"\n')])
