"""Message-IDs that name the outbox row and can't be forged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.compose.marks import key_of, message_id_for

SECRET = b"a secret"
OURS = message_id_for("confirm:17:v3", SECRET, "desk.example")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_key_comes_back(key: str) -> None:
    message_id = message_id_for(key, SECRET, "desk.example")
    assert message_id == message_id_for(key, SECRET, "desk.example")
    assert key == "" or key_of(message_id, SECRET) == key


def test_it_is_a_message_id() -> None:
    assert OURS.startswith("<mailreg.")
    assert OURS.endswith("@desk.example>")
    assert OURS.isascii()
    assert OURS.lower() == OURS


def test_different_rows_have_different_ids() -> None:
    assert message_id_for("confirm:17:v4", SECRET, "desk.example") != OURS


@pytest.mark.parametrize(
    "message_id",
    [
        pytest.param(OURS.upper(), id="a server wrote it in capitals"),
        pytest.param(OURS.strip("<>"), id="without brackets"),
        pytest.param(f" {OURS}\r\n", id="white space around it"),
        pytest.param(OURS.replace("desk.example", "relay.example"), id="a relay changed the domain"),
    ],
)
def test_ours_in_other_clothes(message_id: str) -> None:
    assert key_of(message_id, SECRET) == "confirm:17:v3"


OTHER_KEY = message_id_for("confirm:18:v1", SECRET, "desk.example").split(".")[1]


@pytest.mark.parametrize(
    "message_id",
    [
        pytest.param("", id="nothing"),
        pytest.param("<m1@msov.example>", id="somebody else's"),
        pytest.param(message_id_for("confirm:17:v3", b"another", "desk.example"), id="another secret"),
        pytest.param(OURS.replace(OURS.split(".")[1], OTHER_KEY), id="our token, another key"),
        pytest.param(OURS.replace(OURS.split(".")[2][:16], "a" * 16), id="invented token"),
        pytest.param("<mailreg.a." + "a" * 16 + "@desk.example>", id="no base32"),
        pytest.param(OURS + OURS, id="two of them"),
    ],
)
def test_not_ours_or_forged(message_id: str) -> None:
    assert key_of(message_id, SECRET) is None
