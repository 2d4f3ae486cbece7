"""How patterns fit words: the small language of the lexicon files."""

from __future__ import annotations

import pytest

from mailreg.lexicon.fold import MARKED
from mailreg.lexicon.match import Vocabulary
from mailreg.lexicon.patterns import compile_patterns
from mailreg.model.errors import LexiconError
from mailreg.understand.tokens import tokenise


def _found(pattern: str, text: str, language: str = "de") -> list[str]:
    vocabulary = Vocabulary(
        language, compile_patterns(language, [("probe", None, [pattern])], with_marks=language in MARKED)
    )
    return [text[m.start : m.end] for m in vocabulary.match(tokenise(text))]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param("anmelden", "Ich will mich ANMELDEN.", ["ANMELDEN"], id="case"),
        pytest.param("fahrtkost*", "Die Fahrtkostenerstattung bitte", ["Fahrtkostenerstattung"], id="beginning"),
        pytest.param("*anmeldung", "meine Voranmeldung", ["Voranmeldung"], id="ending"),
        pytest.param("*mittl*", "Sprachmittler*innen", ["Sprachmittler*innen"], id="inside, gender-inclusive"),
        pytest.param("(ja|gern) bitte", "Gern, ja bitte!", ["ja bitte"], id="alternatives"),
        pytest.param("melde ... an", "Ich melde mich und Frau Kuhn an.", ["melde mich und Frau Kuhn an"], id="gap"),
        pytest.param("melde ...2 an", "Ich melde mich und meine Frau an.", [], id="gap too long"),
        pytest.param("melde ... an", "Ich melde mich. An Bord ist Platz.", [], id="a gap ends with the sentence"),
        pytest.param("sage gern? zu", "Ich sage zu, ich sage gern zu", ["sage zu", "sage gern zu"], id="optional"),
        pytest.param("übersetzung", "Uebersetzung, ubersetzung", ["Uebersetzung", "ubersetzung"], id="umlauts"),
        pytest.param("kann nicht", "Ich kann\nnicht kommen", ["kann\nnicht"], id="one line break"),
        pytest.param("kann nicht", "Ich kann\n\nnicht kommen", [], id="no empty line"),
        pytest.param("# plätze", "Bitte 3 Plätze", ["3 Plätze"], id="number"),
        pytest.param("(70|80) prozent", "zu 80 Prozent, 60 Prozent", ["80 Prozent"], id="some numbers first"),
        pytest.param("zu (70|80)", "zu 80, zu 60", ["zu 80"], id="some numbers last"),
        pytest.param("get together", "das get-together", ["get-together"], id="hyphen"),
    ],
)  # fmt: skip
def test_a_pattern_fits(pattern: str, text: str, expected: list[str]) -> None:
    assert _found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "language"),
    [
        pytest.param("ترجمه", "والترجمة", "ar", id="Arabic particles and article"),
        pytest.param("تسجيل", "للتسجيل", "ar", id="Arabic with li-"),
        pytest.param("می خواهم", "می‌خواهم", "fa", id="Persian with a joiner"),
        pytest.param("میخواهم", "می خواهم", "fa", id="Persian with a blank"),
        pytest.param("ilginç", "İLGİNÇ", "tr", id="Turkish dotted capital I"),
        pytest.param("đăng ký", "dang ky", "vi", id="Vietnamese without diacritics"),
        pytest.param("приём", "прием", "ru", id="Russian yo"),
        pytest.param("can't come", "I can’t come", "en", id="typographic apostrophe"),
    ],
)
def test_spellings_of_one_word_fit(pattern: str, text: str, language: str) -> None:
    assert len(_found(pattern, text, language)) == 1


@pytest.mark.parametrize(
    "pattern",
    ["... an", "an ...", "(ja|nein", "ja)", "...x an", "ja?", "()"],
)
def test_a_wrong_pattern_names_language_concept_and_pattern(pattern: str) -> None:
    with pytest.raises(LexiconError) as error:
        Vocabulary("de", compile_patterns("de", [("accept", None, [pattern])], with_marks=False)).check()
    assert "de" in str(error.value)
    assert "accept" in str(error.value)
    assert pattern in str(error.value)


def test_offsets_count_in_the_original_text() -> None:
    text = "Grüße – ich möchte mich anmelden"
    assert _found("anmelden", text) == ["anmelden"]


@pytest.mark.parametrize(
    ("pattern", "spellings"),
    [
        ("пожалуйста", "pozhaluysta pozhalujsta pojaluysta pozhaluista"),
        ("хочу", "hochu khochu xochu"),
        ("приехать", "priehat priyehat prijehat"),
        ("регистраци*", "registracija registratsiya registratsiyu"),
        ("ещё", "eshche esche"),
        ("жовтня", "zhovtnya zhovtnia"),
        ("я", "ya ja"),
    ],
)
def test_russian_and_ukrainian_are_found_in_latin_letters(pattern: str, spellings: str) -> None:
    language = "uk" if pattern == "жовтня" else "ru"
    assert _found(pattern, spellings, language) == spellings.split()


def test_letters_that_sound_alike_do_not_make_one_word_of_two() -> None:
    assert _found("а", "ya ja", "ru") == []
    assert _found("зал", "na zhal", "uk") == []
    assert _found("нет", "в Bischofswerda нет, net", "ru") == ["нет"]  # Latin words among Cyrillic ones are names
