"""The whole demonstration, piped, in a window of 80 columns, where nobody has set a language."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from mailreg.demo.show import sample
from tests.cli.shell import COMMAND, Shell

# The whole takes ten seconds, on a busy machine minutes.
pytestmark = pytest.mark.timeout(600)
BARE = {"COLUMNS": "80", "PYTHONIOENCODING": "ascii"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What it leaves behind: the folder of the answers, and the screen in `screen.txt`."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [*COMMAND, "demo", "--fast"], cwd=folder, env=Shell(folder, BARE).full_environment(), capture_output=True,
        timeout=500, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    (folder / "screen.txt").write_bytes(done.stdout)
    return folder


def test_every_mail_and_what_became_of_it_can_be_read(folder: Path) -> None:
    lines = (folder / "screen.txt").read_text("utf-8").splitlines()
    begin = next(i for i, line in enumerate(lines) if "Mails treffen ein" in line)
    mails = lines[begin + 1 : lines.index("", begin)]
    assert max(map(cell_len, mails)) <= 80
    marks = [line[:3].strip() for line in mails]
    assert len([mark for mark in marks if mark]) == len(sample())
    shown = "\n".join(mails)
    assert len(re.findall(r"→ Antwort \(\w\w\)", shown)) == marks.count("✓") > 10
    said = [line[29:] for line in mails]  # behind the sender, who may be shortened
    assert not [line for line in said if "…" in line]
    reasons = re.findall(r"→ (?!Antwort)([^→]*?\.)", re.sub(r"\n +", " ", shown))
    assert len(reasons) == marks.count("?") > 2


def test_the_figures_at_the_end(folder: Path) -> None:
    last = (folder / "screen.txt").read_text("utf-8").splitlines()[-4:]
    assert re.fullmatch(r"\d+ Antworten gesendet, .* Tagesübersichten", last[0])
    assert re.fullmatch(r"\d+ Mails für eine Person zurückgelegt, .* \(\d+\.\d s\)", last[1])
    assert last[2].endswith(str(folder / "mailreg-demo" / "index.html"))


def test_the_answers_sort_as_their_numbers_do(folder: Path) -> None:
    names = sorted(path.name for path in (folder / "mailreg-demo").glob("*.eml"))
    numbers = [int(name.split("-")[0]) for name in names]
    assert numbers == list(range(1, len(names) + 1))
