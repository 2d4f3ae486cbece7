"""The settings file: what is written is read back, what others wrote stays, and half a file never exists."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.cli import envfile
from mailreg.model.errors import OperationError, UsageError
from mailreg.settings import read_values
from mailreg.settings.values import NAMES

AWKWARD = st.text(st.sampled_from("aÄ1 '\"#$\\{}=`!;\u00a0\u200f€|&<>(~%^"), max_size=12)
ANYTHING = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@given(value=AWKWARD | ANYTHING, following=AWKWARD)
def test_a_value_is_read_back_exactly_whatever_follows(value: str, following: str) -> None:
    text = envfile.merged("", {"MAILREG_IMAP_PASSWORD": value, "MAILREG_NAME": following})
    read = envfile.values(text)
    assert read.get("MAILREG_IMAP_PASSWORD", "") == value
    assert read.get("MAILREG_NAME", "") == following


@pytest.mark.parametrize(
    "value",
    ["geheim", "it's", 'say "x"', "a#b", "a #b", "$HOME ${X}", "c:\\n\\", " vorn und hinten ", "Kürbis & Möhre 7"],
)
def test_the_settings_read_a_password_as_it_was_typed(value: str, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    envfile.write(file, envfile.merged(envfile.example(), {"MAILREG_IMAP_PASSWORD": value}))
    assert read_values({}, file)["MAILREG_IMAP_PASSWORD"] == value


@pytest.mark.parametrize("value", ["zwei\nZeilen", "tab\t", "\x1b[31m", "null\0"])
def test_control_characters_are_refused(value: str) -> None:
    with pytest.raises(UsageError):
        envfile.quoted(value)


def test_foreign_lines_stay_and_ours_are_replaced_in_their_place() -> None:
    old = (
        "# Notiz der IT\nPROXY='x y'\n\nexport MAILREG_NAME=alt\nMAILREG_MODE=observe\n"
        "kaputte zeile\nMAILREG_MODE=approve # später\nMAILREG_IMAP_PASSWORD_FILE=/x\n#MAILREG_TIMEZONE=Europe/Berlin"
    )
    new = envfile.merged(
        old,
        {
            "MAILREG_NAME": "Neu & Söhne",
            "MAILREG_MODE": "automatic",
            "MAILREG_IMAP_PASSWORD_FILE": None,
            "MAILREG_TIMEZONE": "Europe/Vienna",
            "MAILREG_ADDRESS": "a@verein.example",
        },
    )
    assert new == (
        "# Notiz der IT\nPROXY='x y'\n\nMAILREG_NAME='Neu & Söhne'\n"
        "kaputte zeile\nMAILREG_MODE=automatic\nMAILREG_TIMEZONE=Europe/Vienna\nMAILREG_ADDRESS=a@verein.example\n"
    )


def test_a_value_of_several_lines_stays_whole() -> None:
    old = "KEY='one\n#MAILREG_NAME=not a comment\ntwo'\n"
    assert envfile.merged(old, {"MAILREG_NAME": "x"}) == old + "MAILREG_NAME=x\n"


def test_a_new_file_keeps_the_explanations_of_the_example() -> None:
    text = envfile.merged(envfile.example(), {"MAILREG_MODE": "observe", "MAILREG_IMAP_PASSWORD": None})
    assert "\nMAILREG_MODE=observe\n" in text
    assert "MAILREG_IMAP_PASSWORD=" not in text
    assert text.count("MAILREG_MODE=") == 1
    assert text.count("\n# ──") == envfile.example().count("\n# ──")


def test_the_file_is_private_and_replaced_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("alt\n")
    file.chmod(0o644)
    envfile.write(file, "neu\n")
    assert file.read_text() == "neu\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [".env"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    goal, link = tmp_path / "etc" / "mailreg.env", tmp_path / ".env"
    goal.write_text("alt\n")
    link.symlink_to(goal)
    envfile.write(link, "neu\n")
    assert link.is_symlink()
    assert goal.read_text() == "neu\n"


def test_where_nothing_can_be_written_it_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperationError, match=r"lässt sich nicht schreiben"):
        envfile.write(tmp_path / "file" / ".env", "x\n")


def test_the_example_shows_every_setting_and_no_other() -> None:
    shown = {
        line.lstrip("#").partition("=")[0]
        for line in envfile.example().splitlines()
        if line.lstrip("#").startswith("MAILREG_")
    }
    assert shown == set(NAMES)
