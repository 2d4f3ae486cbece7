"""What the system says is said in German."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from mailreg.model.reasons import reason
from tests.cli.shell import Shell

SOURCE = Path(__file__).parents[1] / "src" / "mailreg"


def test_what_is_common_has_german_words() -> None:
    for number in (errno.ENOENT, errno.EEXIST, errno.EACCES, errno.ENOTDIR, errno.EISDIR, errno.ENOSPC, errno.EROFS):
        said = reason(OSError(number, os.strerror(number)))
        assert os.strerror(number) not in said
        assert "Systemfehler" not in said


def test_what_is_rare_can_be_looked_up() -> None:
    assert reason(OSError(errno.EXFULL, os.strerror(errno.EXFULL))) == "Systemfehler EXFULL"
    assert reason(OSError("no number")) == "Systemfehler OSError"


def test_nothing_else_shows_the_system_s_words() -> None:
    shown = re.compile(r"\{[^{}]*strerror[^{}]*\}")
    assert not [path for path in SOURCE.rglob("*.py") if shown.search(path.read_text("utf-8"))]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read", "--events", "missing.toml", "mails"), "Datei oder Ordner gibt es nicht"),
        (("template", "preview", "thanks", "--out", "a-file"), "dort liegt schon etwas dieses Namens"),
        (("digest", "--preview", "/proc/nothing"), "Datei oder Ordner gibt es nicht"),
        (("demo", "--out", "a-file/below"), "ein Teil des Pfads ist kein Ordner"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_commands_say_it(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "a-file").touch()
    settings = {
        "MAILREG_ADDRESS": "a@b.example",
        "MAILREG_IMAP_HOST": "b.example",
        "MAILREG_IMAP_PASSWORD": "x",
        "MAILREG_SMTP_HOST": "b.example",
    }
    done = Shell(tmp_path, settings).run(*arguments)
    assert done.code in {1, 2}
    assert words in done.err
