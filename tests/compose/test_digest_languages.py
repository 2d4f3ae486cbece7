"""The organisers' digest in every language: compared with the files in golden_digest/, complete, the same in text and
HTML, turned the right way, legible. Renew the files with `make golden`, and read the difference."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest

from mailreg.compose import digestwords
from mailreg.compose.digest import write_digest, write_refusal
from mailreg.compose.digestevents import seats_line
from mailreg.compose.digestsample import sample
from mailreg.compose.digestvoice import DigestVoice
from mailreg.compose.letters import Desk, Thread
from mailreg.compose.templates import Templates, load_templates
from mailreg.compose.words import placeholders, plural_categories
from mailreg.model.command import Command, Verb
from mailreg.model.decision import Handling
from mailreg.model.digest import Digest, EventState, NewsKind
from mailreg.model.errors import NotPossible, UsageError
from mailreg.model.mail import Address
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.report import Reason
from mailreg.policy.guards import GATES
from mailreg.policy.table import RULES
from mailreg.registrations.remarks import REMARKS, remarks_in
from tests.compose.digestfull import DIGESTS, FULL, MEETING, NOW
from tests.compose.html import contrast, read

LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "pl", "ru", "tr", "uk", "vi")
RIGHT_TO_LEFT = ("ar", "fa")
GOLDEN = Path(__file__).parent / "golden_digest"
TEMPLATES = load_templates()
NAMES = (*DIGESTS, "refused")
PICTURE_AND_LISTS = {"h3", "span", "img"}


def desk(language: str) -> Desk:
    return Desk(Address("anmeldung@verein.example", "Jana Müller"), b"a secret for tests", "Europe/Berlin", language)


def written(name: str | Digest, language: str) -> EmailMessage:
    """One of NAMES, or a digest, as a mail."""
    if name == "refused":
        made = write_refusal(
            Command(Verb.DISCARD, "17"), NotPossible("answer_sent", "Die Antwort Nr. 17 ist schon gesendet."),
            to="claudia@verein.example", thread=Thread(None, (), "", None), desk=desk(language), key="k",
            templates=TEMPLATES, now=NOW,
        )  # fmt: skip
    else:
        digest = name if isinstance(name, Digest) else DIGESTS[name]
        made = write_digest(
            digest, to="claudia@verein.example", desk=desk(language), key="k", templates=TEMPLATES,
            pictures={"treffen": b""} if not digest.empty else {}, sheets=(),
        )  # fmt: skip
    message = message_from_bytes(made.content, policy=policy.default)
    assert not message.defects
    return cast("EmailMessage", message)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""


def golden(message: EmailMessage) -> str:
    return f"Subject: {message['Subject']}\n\n{part(message, 'plain')}"


def words(text: str) -> Counter[str]:
    """The words, without links, marks of direction and punctuation."""
    bare = re.sub(r"<(?:mailto|tel):[^>]*>", " ", text)
    return Counter(re.sub(r"[^\w\s]|_", " ", re.sub("[\u2066-\u2069\u200f]", " ", bare)).split())


def renew() -> int:
    """Write all files anew; how many."""
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for name in NAMES:
        for language in LANGUAGES:
            (GOLDEN / f"{name}.{language}.txt").write_text(golden(written(name, language)), encoding="utf-8")
    return len(NAMES) * len(LANGUAGES)


def test_every_digest_and_language_has_its_file() -> None:
    assert TEMPLATES.digest_languages == LANGUAGES
    assert {p.name for p in GOLDEN.iterdir()} == {f"{name}.{code}.txt" for name in NAMES for code in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_as_in_the_file(name: str, language: str) -> None:
    message = written(name, language)
    assert golden(message) == (GOLDEN / f"{name}.{language}.txt").read_text("utf-8")
    assert message["Content-Language"] == language
    assert "{" not in golden(message)
    assert not re.search("[\u2066-\u2069\u200f]", message["Subject"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("digest", [*DIGESTS.values(), sample(), sample("أميرة <b> x@y.example")])
def test_text_and_html_say_the_same_and_can_be_read(digest: Digest, language: str) -> None:
    message = written(digest, language)
    html, text = part(message, "html"), part(message, "plain")
    page = read(html, PICTURE_AND_LISTS)
    shown, spoken = words(" ".join(piece for piece, _ in page.text)), words(text)
    if language == "ar":  # "and" is written together with the next word, but not across an element's edge
        shown, spoken = (Counter("".join(found.elements())) for found in (shown, spoken))
    assert shown == spoken
    # Legible in light and in dark, all of it (WCAG 2.1 AA: 4.5).
    for piece, look in page.text:
        assert contrast(look.ink, look.ground) >= 4.5, (piece, look)
        assert contrast(look.dark_ink, look.dark_ground) >= 4.5, (piece, look)
    assert len(html.encode()) < 60_000
    assert text.count("\u2068") == text.count("\u2069")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_says_its_direction(language: str) -> None:
    message = written(FULL, language)
    html, text = part(message, "html"), part(message, "plain")
    direction, begin, end = ("rtl", "right", "left") if language in RIGHT_TO_LEFT else ("ltr", "left", "right")
    assert f'<html lang="{language}" dir="{direction}"' in html
    assert f"text-align:{end}" not in html
    assert f'align="{end}"' not in html
    assert f'dir="{"ltr" if direction == "rtl" else "rtl"}"' not in html
    assert f"border-{begin}:3px" in html
    assert f"border-{end}:3px" not in html
    marked = [line for line in text.splitlines() if line.startswith("\u200f")]
    assert bool(marked) == (direction == "rtl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_word_for_everything(language: str) -> None:
    """Counted from the program's own lists, not from another language's file."""
    phrases = TEMPLATES.digest_words(language).phrases
    wanted = {f"purpose.{p}" for p in Purpose} | {f"did.{v}" for v in Verb} | {f"effect.{v}" for v in Verb}
    wanted |= {f"note.{code}" for code in REMARKS}
    wanted |= {f"reason.{reason}" for reason in Reason if reason is not Reason.OTHER}
    told = {"first_sight", "flood", "ceiling_address_hour", "ceiling_address_day"}
    assert told <= {gate.name for gate in GATES}
    wanted |= {f"reason.{name}" for name in (*told, "refused", "absent", "undeliverable", "maybe_sent")}
    wanted |= {f"problem.answer_{state}" for state in DeliveryState if state is not DeliveryState.CLAIMED}
    if language != "de":
        wanted |= {f"why.{rule.name}" for rule in RULES if rule.handling is Handling.REVIEW}
    assert wanted <= phrases.keys()
    categories = plural_categories(TEMPLATES.digest_words(language), 0)
    for table in (*digestwords.PLURALS, *NewsKind):
        assert {key.partition(".")[2] for key in phrases if key.startswith(f"{table}.")} == categories, table


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_words_and_placeholders_as_in_english(language: str) -> None:
    english, phrases = (TEMPLATES.digest_words(code).phrases for code in ("en", language))

    def plain(found: dict[str, str]) -> dict[str, frozenset[str]]:
        mine = {k: v for k, v in found.items() if k.partition(".")[0] not in digestwords.PLURALS}
        only_others = digestwords.NOT_IN_GERMAN if language == "de" else ()
        return {k: placeholders(v) for k, v in mine.items() if not k.startswith(tuple(only_others) or ("\0",))}

    assert plain(dict(phrases)) == plain(dict(english))
    edges = {"page.comma", "page.colon"}
    assert all(phrase.strip() == phrase != "" for key, phrase in phrases.items() if key not in edges)
    # Nothing is left in another language's letters.
    scripts = {"ar": "\u0600-\u06ff", "fa": "\u0600-\u06ff", "uk": "\u0400-\u04ff", "ru": "\u0400-\u04ff"}
    if language in scripts:
        bare = {"page.comma", "page.colon", "page.quote", "page.since_day", "news.line", "news.of_event", "event.told",
                "event.language", "event.travel_named", "event.euros", "task.on_day"}  # fmt: skip
        assert [k for k, v in phrases.items() if k not in bare and not re.search(f"[{scripts[language]}]", v)] == []
    german = re.compile(r"\b(?:der|die|das|und|nicht|ist|mit|Sie|wird|Nr)\b")
    assert language == "de" or [k for k, v in phrases.items() if german.search(v)] == []


def test_a_plural_form_that_several_numbers_take_holds_the_number() -> None:
    """ "1 місце", but "21 місце", too."""
    for language in LANGUAGES:
        found = TEMPLATES.digest_words(language)
        for table in digestwords.PLURALS:
            for category in plural_categories(found, 0):
                numbers = [n for n in range(201) if found.locale.plural_form(n) == category]
                if len(numbers) > 2:
                    assert "{count}" in found[f"{table}.{category}"], (language, table, category)


@pytest.mark.parametrize(
    ("language", "number", "seats", "of"),
    [
        ("de", 1, "1 Platz", "0 von 1 Platz"),
        ("en", 40, "40 seats", "0 of 40 seats"),
        ("uk", 21, "21 місце", "0 з 21 місця"),
        ("uk", 3, "3 місця", "0 з 3 місць"),
        ("uk", 11, "11 місць", "0 з 11 місць"),
        ("ru", 22, "22 места", "0 из 22 мест"),
        ("ru", 112, "112 мест", "0 из 112 мест"),
        ("ar", 1, "مقعد واحد", "0 من مقعد واحد"),
        ("ar", 2, "مقعدان", "0 من مقعدين"),
        ("ar", 3, "3 مقاعد", "0 من 3 مقاعد"),
        ("ar", 11, "11 مقعدًا", "0 من 11 مقعدًا"),
        ("ar", 100, "100 مقعد", "0 من 100 مقعد"),
        ("ar", 103, "103 مقاعد", "0 من 103 مقاعد"),
        ("fa", 5, "5 جا", "0 از 5 جا"),
        ("tr", 5, "5 yer", "5 yerden 0 dolu"),
        ("fr", 1, "1 place", "0 sur 1 place"),
        ("fr", 2, "2 places", "0 sur 2 places"),
        ("es", 1, "1 plaza", "0 de 1 plaza"),
        ("es", 21, "21 plazas", "0 de 21 plazas"),
        ("pl", 1, "1 miejsce", "0 z 1 miejsca"),
        ("pl", 3, "3 miejsca", "0 z 3 miejsc"),
        ("pl", 12, "12 miejsc", "0 z 12 miejsc"),
        ("pl", 21, "21 miejsc", "0 z 21 miejsc"),
        ("pl", 22, "22 miejsca", "0 z 22 miejsc"),
        ("vi", 1, "1 chỗ", "0 trên 1 chỗ"),
        ("vi", 5, "5 chỗ", "0 trên 5 chỗ"),
    ],
)
def test_plurals(language: str, number: int, seats: str, of: str) -> None:
    from dataclasses import replace

    voice = DigestVoice(TEMPLATES.digest_words(language), html=False)
    state = EventState(replace(MEETING, capacity=number), 0, 0, 0)
    bare = [re.sub("[\u2066-\u2069]", "", said) for said in (voice.count("seats", number), seats_line(voice, state))]
    assert bare == [seats, of]


def test_times_are_those_of_the_event() -> None:
    """Half past midnight on Thursday in Kyiv is still Wednesday in Berlin."""
    text = part(written(FULL, "de"), "plain")
    assert "Онлайн-зустріч (Donnerstag, 27. Oktober, 00:30 · in 22 Tagen)" in re.sub("[\u2066-\u2069]", "", text)


def test_what_became_of_a_registration_is_found_in_stored_texts() -> None:
    why = "Es ist unklar, wer nicht kommt. " + " ".join(s.format("Dr. A. Beispiel, B") for s in REMARKS.values())
    assert remarks_in(why) == tuple((code, "Dr. A. Beispiel, B" if "{" in s else "") for code, s in REMARKS.items())
    assert remarks_in("Eine Frage, die ein Mensch beantwortet.") == ()


def test_what_has_no_words_yet_is_shown_as_it_was_stored() -> None:
    from dataclasses import replace

    old = replace(FULL.held[0], rule="a rule of an older version", why="So stand es damals da.")
    text = part(written(Digest(NOW, None, held=(old,)), "tr"), "plain")
    assert "So stand es damals da." in text
    made = write_refusal(
        Command(Verb.DONE, "1"), UsageError("Etwas anderes."), to="claudia@verein.example", desk=desk("uk"), key="k",
        thread=Thread(None, (), "", None), templates=TEMPLATES, now=NOW,
    )  # fmt: skip
    shown = part(cast("EmailMessage", message_from_bytes(made.content, policy=policy.default)), "plain")
    assert "Etwas anderes." in shown
    assert shown.startswith("mailreg не зміг виконати")


def test_a_language_of_ones_own_is_used_when_it_is_complete(tmp_path: Path) -> None:
    source = (TEMPLATES.folders[-1] / "digest" / "en.toml").read_text("utf-8")
    own = tmp_path / "digest" / "sv.toml"
    own.parent.mkdir()
    own.write_text(source.replace('nothing = "Nothing to do"', ""), "utf-8")
    lacking = Templates([tmp_path, *TEMPLATES.folders])
    assert not lacking.digest_speaks("sv")
    assert lacking.digest_words("sv").language == "en"
    assert any(p.startswith("digest/sv.toml: Es fehlen 1") and "page.nothing" in p for p in lacking.digest_problems())
    (tmp_path / "digest" / "nl.toml").write_text(source, "utf-8")
    assert Templates([tmp_path, *TEMPLATES.folders]).digest_speaks("nl-BE")


if __name__ == "__main__":
    print(f"{renew()} files in {GOLDEN}")
