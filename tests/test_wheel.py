"""The wheel carries all that the program needs, and works in another environment, away from the source tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
pytestmark = pytest.mark.e2e


def build(kind: str, into: Path) -> Path:
    """Build from a copy-free source tree; nothing is downloaded."""
    subprocess.run(
        [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(into), str(ROOT)],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    (made,) = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with the wheel; the libraries are those of this one."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=False)
    library = sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)})
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile",
         "--disable-pip-version-check", "--prefix", str(home), "--ignore-installed", str(wheel)],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    # A plain path: the .pth files in there, and with them this editable checkout, don't count.
    (Path(library) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


def mailreg(installed: Path, folder: Path, *arguments: str, **settings: str) -> str:
    """Run the installed program in this folder."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAILREG_", "PYTHON"))}
    done = subprocess.run(
        [str(installed / "python"), "-I", "-W", "error", "-m", "mailreg", *arguments], cwd=folder,
        env=environment | settings, capture_output=True, text=True, timeout=110, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_the_wheel_carries(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src" / "mailreg"
    expected = {f"mailreg/{p.relative_to(source)}" for p in source.rglob("*") if p.is_file()}
    expected = {name for name in expected if "__pycache__" not in name}
    for folder in ("templates", "migrations"):
        files = (p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        expected |= {f"mailreg/_data/{p.relative_to(ROOT)}" for p in files}
    assert expected - names == set()
    for name in (
        "mailreg/py.typed", "mailreg/_data/config.example.env", "mailreg/_data/templates/words/de.toml",
        "mailreg/_data/migrations/env.py", "mailreg/lexicon/data/de.toml", "mailreg/intake/providers.toml",
    ):  # fmt: skip
        assert name in names
    assert any(name.startswith("mailreg/demo/mails/") for name in names)
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in names)
    assert not any(name.startswith(("tests/", "bench/", "data/")) for name in names)


def test_the_source_archive_holds_what_the_wheel_is_made_of(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("pyproject.toml", "README.md", "LICENSE", "config.example.env", "templates/answer.txt.j2",
                 "migrations/env.py", "src/mailreg/py.typed", "systemd/mailreg.service"):  # fmt: skip
        assert name in names
    assert not any(name.startswith((".venv", "data/")) or name.endswith(".sqlite3") for name in names)


def test_it_runs_away_from_the_source_tree(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [str(installed / "python"), "-I", "-c", "import mailreg; print(mailreg.__file__)"], cwd=tmp_path,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(installed.parent)
    assert (installed / "mailreg").exists()
    assert "Anmeldestelle" in mailreg(installed, tmp_path, "--help")


def test_read(installed: Path, tmp_path: Path) -> None:
    mail = sorted((CORPUS / "dev").glob("*.eml"))[0]
    out = mailreg(installed, tmp_path, "read", "--events", str(CORPUS / "events.toml"), "--json", str(mail))
    assert json.loads(out)["file"] == str(mail)


def test_the_demo(installed: Path, tmp_path: Path) -> None:
    mailreg(installed, tmp_path, "demo", "--fast", "--out", "answers")
    assert list((tmp_path / "answers").rglob("*.eml"))


def test_the_database_is_made_by_the_packaged_migrations(installed: Path, tmp_path: Path) -> None:
    settings = {
        "MAILREG_ADDRESS": "anmeldung@verein.example", "MAILREG_IMAP_HOST": "imap.verein.example",
        "MAILREG_IMAP_PASSWORD": "x", "MAILREG_SMTP_HOST": "smtp.verein.example",
    }  # fmt: skip
    events = str(CORPUS / "events.toml")
    mailreg(installed, tmp_path, "event", "import", events, "--yes", **settings)
    assert (tmp_path / "data" / "mailreg.sqlite3").is_file()
    assert "get-together-2022" in mailreg(installed, tmp_path, "event", "list", **settings)
    assert mailreg(installed, tmp_path, "registrations", "--json", **settings) == ""
