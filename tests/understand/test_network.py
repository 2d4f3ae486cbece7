"""The network that reads a mail whole: what it hears, and what that changes."""

from __future__ import annotations

import builtins
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.model.reading import Found, Kind, Need, NeedKind, Reading
from mailreg.understand import agreement as ag
from mailreg.understand import handling, heads
from mailreg.understand.handling import LOOK, weigh_handling
from mailreg.understand.network import hear
from mailreg.understand.network.hear import Network, load_network
from mailreg.understand.network.letters import as_read
from mailreg.understand.read import judge, reading_of
from mailreg.understand.text import analyse
from tests.understand.letters import MOMENT, judged, known_events, mail

SECOND_OPINION = True
ONE = "Hallo Frau Stoye,\nich komme gern am 11. Oktober zum get together nach Bischofswerda.\nViele Grüße\nJana Wolters"


@pytest.fixture
def network() -> Network:
    found = load_network()
    assert found is not None
    return found


def read_by_itself(text: str, subject: str = "get together") -> tuple[Reading, str, Any]:
    """The reading before anybody is asked whether an answer may go out, what the network reads, and the opinion."""
    letter = decode(mail(subject, text))
    analysis = analyse(letter, load_lexicons())
    facts, verdict, opinion = judge(analysis, known_events(), MOMENT)
    reading = reading_of(analysis, facts, verdict, facts.event, known_events(), opinion, analysis.language)
    return reading, as_read(letter, facts).text, opinion


@pytest.mark.parametrize(
    ("text", "kind", "seats", "travel"),
    [
        (ONE, "register", 1, False),
        ("Hallo,\nmein Mann und ich kommen am 11. Oktober beide zum get together.\nSalma Haddad", "register", 2, False),
        (
            "Guten Tag, ich melde mich zum get together an. Bitte erstatten Sie mir die Fahrkarte.\nOla",
            "register",
            1,
            True,
        ),
        ("Liebe Frau Stoye, leider muss ich für den 11.10. absagen, ich bin krank.\nJens Böhm", "cancel", 0, False),
        (
            "Dear Ms Stoye, I would like to sign up for the get together, with my sister.\nGrace Osei",
            "register",
            2,
            False,
        ),
        ("مرحبا، أود أن أسجل في اللقاء يوم 11 أكتوبر. أحتاج إلى تعويض تكاليف السفر.\nسمير حداد", "register", 1, True),
        ("Добрий день, на жаль, я не зможу приїхати 11 жовтня.\nОлена Бондар", "cancel", 0, False),
    ],
)
def test_it_hears_what_a_mail_says(network: Network, text: str, kind: str, seats: int, travel: bool) -> None:
    heard = network.hear(read_by_itself(text)[1])
    assert max(heard.kinds, key=lambda k: heard.kinds[k]) == kind
    assert int(np.argmax(heard.seats)) == seats
    assert (heard.travel > 0.5) is travel
    for whole in (heard.kinds.values(), heard.handlings.values(), heard.seats, heard.gone, *heard.roles):
        assert sum(whole) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"headcount": Found(3, 0.9)},
        {"needs": (Found(Need(NeedKind.TRAVEL_COSTS), 0.9),)},
        {"withdrawn": (Found("Tom Roth"),)},
    ],
)
def test_what_it_all_but_rules_out_waits(wrong: dict[str, Any]) -> None:
    reading, _, opinion = read_by_itself(ONE)
    assert opinion.listener.weigh(reading, 0.8)[0] > LOOK
    assert opinion.listener.weigh(replace(reading, **wrong), 0.8)[0] < LOOK


def test_what_it_does_not_hear_is_the_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "ASKED", (0.0, 1.01))
    reading, _, opinion = read_by_itself(ONE)
    assert weigh_handling(opinion, reading).doubts == ()
    three = replace(reading, headcount=Found(3, 0.9))
    assert [d.code for d in weigh_handling(opinion, three).doubts] == ["unclear_count"]


def test_what_all_are_unsure_of_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, _, opinion = read_by_itself(ONE)
    unsure = replace(reading, headcount=replace(reading.headcount, confidence=0.5))
    somebody = replace(reading, remarks=(replace(reading.remarks[0], sure=0.4),))
    for ask in ((0.0, 1.01), (1.01, 1.01)):
        monkeypatch.setattr(handling, "ASKED", ask)
        assert weigh_handling(opinion, reading).doubts == ()
        assert [d.code for d in weigh_handling(opinion, somebody).doubts] == ["unclear_who"]
    monkeypatch.setattr(handling, "ASKED", (0.0, 1.01))
    assert [d.code for d in weigh_handling(opinion, unsure).doubts] == ["unclear_count"]


class Deaf(ag.Listener):
    """Must not be asked."""

    def hear(self) -> hear.Heard | None:
        raise AssertionError("asked")


def test_whoever_is_sure_does_not_ask() -> None:
    _, _, opinion = read_by_itself(ONE)
    deaf = Deaf(decode(mail("get together", ONE)), opinion.listener._facts)
    sure = {"register": 0.98, "cancel": 0.02}
    assert deaf.kinds(sure) == sure
    assert deaf.need(NeedKind.TRAVEL_COSTS, 0.01) == 0.01
    assert deaf.need(NeedKind.TRAVEL_COSTS, 0.99) == 0.99
    assert deaf.need(NeedKind.INTERPRETING, 0.5) == 0.5  # of languages it says too little
    assert deaf.seats({1: 0.95, 2: 0.02}, {}.__getitem__) == {1: 0.95, 2: 0.02}
    assert deaf.role([(0, 5)], {"comes": 0.99, "withdrawn": 0.0, "other": 0.01})["comes"] == 0.99


def test_of_few_people_it_is_believed_against_the_sure() -> None:
    reading, _, opinion = read_by_itself(ONE)
    three, eight = (replace(reading, headcount=Found(n, 0.9)) for n in (3, 8))
    assert opinion.listener.weigh(three, 0.94) == (pytest.approx(0.3), "unclear_count")
    assert opinion.listener.weigh(eight, 0.94)[0] > 0.3


def test_where_it_finds_no_answer_due_a_person_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, _, opinion = read_by_itself(ONE)
    heard = opinion.listener.hear()
    for automatic, looked_at in ((0.7, set()), (0.62, {0.8}), (0.4, {0.8}), (0.2, {0.8}), (0.1, {0.8, 0.94})):
        doubting = replace(heard, handlings={"automatic": automatic, "review": 1 - automatic, "ignore": 0.0})
        monkeypatch.setattr(opinion.listener, "hear", lambda doubting=doubting: doubting)
        assert {p for p in (0.8, 0.94) if opinion.listener.weigh(reading, p)[0] < LOOK} == looked_at


@pytest.mark.parametrize(("gone", "waits"), [(0.3, True), (0.5, False)])
def test_of_few_who_stay_away_it_is_believed(monkeypatch: pytest.MonkeyPatch, gone: float, waits: bool) -> None:
    reading, _, opinion = read_by_itself("Leider kann ich am 11. Oktober nicht kommen.\nJana Wolters")
    assert len(reading.withdrawn) == 1
    heard = replace(opinion.listener.hear(), gone=[1 - gone, gone, 0.0, 0.0])
    monkeypatch.setattr(opinion.listener, "hear", lambda: heard)
    chance, doubt = opinion.listener.weigh(reading, 0.94)
    assert ((chance, doubt) == (pytest.approx(ag.LEFT), "unclear_who")) is waits


@pytest.mark.parametrize(
    ("register", "nothing", "shown"), [(0.46, 0.1, True), (0.46, 0.3, False), (0.1, 0.1, False), (0.1, 0.9, False)]
)
def test_what_may_be_ours_is_shown(
    monkeypatch: pytest.MonkeyPatch, register: float, nothing: float, shown: bool
) -> None:
    reading, _, opinion = read_by_itself(ONE)
    heard = replace(opinion.listener.hear(), handlings={"automatic": 0.0, "review": 1 - nothing, "ignore": nothing})
    monkeypatch.setattr(opinion.listener, "hear", lambda: heard)
    monkeypatch.setattr(handling, "chances", lambda *_: {"automatic": 0.0, "ignore": 0.8, "review": 0.2})
    aside = replace(reading, kind=Found(Kind.UNRELATED, 0.8), why="other_event", doubts=())
    unsure = replace(opinion, kinds={"register": register, "unrelated": 1 - register})
    assert (weigh_handling(unsure, aside).kind.confidence <= 0.5) is shown


def test_a_box_says_more_of_travel_costs_than_it() -> None:
    form = "Anmeldung zum get together am 11.10.\nName: Jana Wolters\nFahrtkosten benötigt? Nein"
    reading, _, opinion = read_by_itself(form)
    assert opinion.listener.travel_is_ticked
    assert not read_by_itself(ONE)[2].listener.travel_is_ticked
    asked = replace(reading, needs=(Found(Need(NeedKind.TRAVEL_COSTS), 0.9),))
    assert opinion.listener.weigh(asked, 0.8) == opinion.listener.weigh(reading, 0.8)


def test_where_the_others_are_unsure_it_decides() -> None:
    listener = read_by_itself(ONE)[2].listener
    assert listener.kinds({"register": 0.5, "cancel": 0.5})["register"] > 0.8
    assert listener.need(NeedKind.TRAVEL_COSTS, 0.5) < 0.3
    seats = listener.seats({1: 0.5, 2: 0.5}, {}.__getitem__)
    assert seats[1] > 0.7 > 0.3 > seats[2]
    assert listener.seats({2: 0.5, 3: 0.5}, {1: 0.6}.__getitem__)[1] > 0.8  # a number that nobody had thought of
    at = decode(mail("get together", ONE)).body.index("Jana")
    role = listener.role([(at, at + len("Jana Wolters"))], {"comes": 0.4, "withdrawn": 0.2, "other": 0.4})
    assert role["comes"] > 0.7


def test_without_it_the_others_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ag, "load_network", lambda: None)
    listener = read_by_itself(ONE)[2].listener
    unsure = {"register": 0.5, "cancel": 0.5}
    assert listener.kinds(unsure) == unsure
    assert listener.need(NeedKind.TRAVEL_COSTS, 0.5) == 0.5
    assert listener.seats({1: 0.5, 2: 0.4}, {}.__getitem__) == {1: 0.5, 2: 0.4}
    assert listener.weigh(read_by_itself(ONE)[0], 0.7) == (0.7, "competing")


@pytest.fixture
def without_onnxruntime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = builtins.__import__

    def refused(name: str, *rest: Any, **named: Any) -> ModuleType:
        if name == "onnxruntime":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refused)
    load_network.cache_clear()
    yield
    load_network.cache_clear()


@pytest.mark.usefixtures("without_onnxruntime")
def test_where_onnxruntime_is_missing_it_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert load_network() is None
        assert load_network() is None
    assert [r.message for r in caplog.records] == ["onnxruntime is not installed: mails are read without the network"]


def test_a_hidden_processor_is_no_crash(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (tmp_path / "empty").touch()
    monkeypatch.setattr(hear, "_PROCESSOR", (tmp_path / "empty", tmp_path / "none"))
    load_network.cache_clear()
    try:
        assert load_network() is None
    finally:
        load_network.cache_clear()
    assert "tells the processor" in caplog.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [("network.onnx", 100_000), ("network.onnx", None), ("words.bin", 216 * 1_000), ("words.bin", 1_000_003),
     ("words.bin", None), ("network.json", 1), ("pieces.txt", None)],
)  # fmt: skip
def test_a_damaged_network_is_told_and_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path, name: str, kept: int | None
) -> None:
    """`kept`: bytes of the file; None: it is gone."""
    whole = Path(str(hear.files("mailreg.understand"))) / "model" / "network"
    folder = tmp_path / "model" / "network"
    folder.mkdir(parents=True)
    for file in whole.iterdir():
        if file.name != name:
            (folder / file.name).symlink_to(file)
        elif kept is not None:
            (folder / name).write_bytes(file.read_bytes()[:kept])
    monkeypatch.setattr(hear, "files", lambda _: tmp_path)
    load_network.cache_clear()
    try:
        assert load_network() is None
    finally:
        load_network.cache_clear()
    assert "install mailreg anew" in caplog.text


def test_a_long_text_is_heard_from_both_ends(network: Network) -> None:
    heard = network.hear("Anfang " + "Wort " * 2_000 + "Ende")
    assert len(heard.pieces) == len(heard.roles) < 300
    assert heard.pieces[0].start == 0
    assert heard.pieces[-1].end == len("Anfang " + "Wort " * 2_000 + "Ende")


@pytest.mark.parametrize("text", ["", "\n\n", "\u200b", "𝔘𝔫𝔦", "\x00\ufffd", "x" * 5_000])
def test_it_takes_any_text(network: Network, text: str) -> None:
    heard = network.hear(text)
    assert heard == network.hear(text)
    assert 0 <= heard.travel <= 1


def test_a_block_of_four_bit_weights_is_unpacked() -> None:
    """The lower half of byte 0 is weight 0, its upper half weight 16; eight is nought; the scale comes first."""
    block = np.zeros(hear.BLOCK_BYTES, dtype=np.uint8)
    block[:2] = np.array([0.5], dtype="<f2").view(np.uint8)
    block[2:] = 0x88
    block[2], block[17] = 0xF0, 0x79
    found = hear.unpacked(block)
    assert (found[0], found[16], found[15], found[31]) == (-4.0, 3.5, 0.5, -0.5)
    assert not found[1:15].any()
    assert not found[17:31].any()


def test_it_stays_small() -> None:
    """The whole package with its models is to stay below 60 MB."""
    folder = hear.files("mailreg.understand") / "model"
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]  # type: ignore[attr-defined]
    assert sum(sizes) < 50_000_000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Steffi und ich kommen zum get together, also Stefanie Berger und Tim Roth.", {"Stefanie Berger", "Tim Roth"}),
        ("Am 11.10. sind Franzi und ich dabei. Franziska Lenz isst vegan.\nTim Roth", {"Franziska Lenz", "Tim Roth"}),
        ("Uli und ich kommen beide am 11.10. zum get together.\nUlrike Böhm", {"Uli", "Ulrike Böhm"}),
    ],
)
def test_a_nickname_is_nobody_else_where_the_network_counts_so(text: str, names: set[str]) -> None:
    reading, _ = judged("get together", text, "Tim Roth <tim.roth@verein.example>")
    assert {p.name for p in reading.people} == names
    assert reading.headcount.value == 2


def test_alike_are_names_that_begin_alike() -> None:
    assert heads._short_for("Jule", "Juliane Kaltofen")
    assert heads._short_for("Алекс", "Александра Бойко")
    assert not heads._short_for("Jo", "Johanna Kaltofen")
    assert not heads._short_for("Anna", "Berta Anna")
    assert not heads._short_for("Jule", "Juliane")
