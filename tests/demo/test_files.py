"""The folder of the demonstration's answers: nothing stays of a demonstration that was broken off."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.demo.files import MARK, place, write_answers
from mailreg.model.errors import UsageError

MAIL = b"To: a@example.org\r\nSubject: x\r\n\r\nHallo\r\n"


def broken_off(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt), place(folder) as given:  # noqa: PT012 - it is broken off within
        (given / "01-a.eml").write_bytes(MAIL)
        raise KeyboardInterrupt


def test_what_was_made_goes(tmp_path: Path) -> None:
    broken_off(tmp_path / "new" / "below")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_s_stays(tmp_path: Path) -> None:
    broken_off(tmp_path)
    assert tmp_path.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_demonstration_s_answers_stay_until_there_are_new_ones(tmp_path: Path) -> None:
    with place(tmp_path) as folder:
        write_answers(folder, [("old@example.org", MAIL)])
    with pytest.raises(KeyboardInterrupt), place(tmp_path):
        raise KeyboardInterrupt
    assert (tmp_path / "01-old.eml").exists()
    with place(tmp_path) as folder:
        write_answers(folder, [("new@example.org", MAIL)])
    assert {path.name for path in tmp_path.iterdir()} == {MARK, "01-new.eml", "01-new.html", "index.html"}


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(UsageError, match="nicht leer"), place(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_names_sort_as_numbers_do(tmp_path: Path) -> None:
    with place(tmp_path) as folder:
        write_answers(folder, [(f"p{n}@example.org", MAIL) for n in range(1, 102)])
    assert [path.name.split("-")[1] for path in sorted(tmp_path.glob("*.eml"))] == [f"p{n}.eml" for n in range(1, 102)]
