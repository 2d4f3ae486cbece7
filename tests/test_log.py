"""The log holds no personal data, not even where a library writes it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from mailreg.log import MaskingFormatter, start_logging


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root, mine = logging.getLogger(), logging.getLogger("mailreg")
    kept = root.handlers[:], root.level, mine.level
    yield
    root.handlers[:], level, my_level = kept
    root.setLevel(level)
    mine.setLevel(my_level)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("refused amira.haddad@msov.example", "amira"),
        ("to <amira@msov.example>, (fritz@verein.example)", "fritz"),
        ("user='amira+x@msov.example'", "amira"),
        ("Möhre@möhre.example", "Möhre"),
        ("mailto:amira@msov.example;x", "amira"),
        ("amira@localhost", "amira"),
    ],
)
def test_addresses_are_masked(written: str, address: str) -> None:
    record = logging.LogRecord("mailreg.x", logging.INFO, "", 0, "%s", (written,), None)
    line = MaskingFormatter("%(message)s").format(record)
    assert address not in line
    assert "…@…" in line


def test_tracebacks_are_masked_too(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("info")
    try:
        int("Amira <amira@msov.example>")
    except ValueError:
        logging.getLogger("mailreg.flow").exception("a mail failed")
    err = capsys.readouterr().err
    assert "ValueError" in err
    assert "amira@" not in err


def test_what_is_no_address_stays() -> None:
    record = logging.LogRecord("mailreg.x", logging.INFO, "", 0, "uid 17, 3 @ once, a@", (), None)
    assert MaskingFormatter("%(message)s").format(record) == "uid 17, 3 @ once, a@"


@pytest.mark.parametrize(("level", "shown"), [("debug", "diw"), ("info", "iw"), ("warning", "w")])
def test_levels_count_for_our_own_lines(level: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(level)
    log, other = logging.getLogger("mailreg.x"), logging.getLogger("somelibrary")
    log.debug("(d)")
    log.info("(i)")
    log.warning("(w)")
    other.info("(o)")
    err = capsys.readouterr().err
    assert [c for c in "diwo" if f"({c})" in err] == list(shown)


def test_started_twice_it_still_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("info")
    start_logging("info")
    logging.getLogger("mailreg.x").info("once")
    assert capsys.readouterr().err.count("once") == 1
