"""Makes the pictures in this folder from a real run of the demonstration: `.venv/bin/python docs/pictures/make.py`.

Needs Chromium, and fonts for all the scripts (Debian: fonts-dejavu-core, fonts-noto-core).
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from mailreg.demo import show

HERE = Path(__file__).resolve().parent
COLUMNS = 116
LINE = 20  # pixels
ANSWERS = ("kurdi", "rania")  # parts of the recipients' addresses: one written from left to right, one the other way
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 16px 20px; background: #1b1d23; color: #d8dbe2; }}
pre {{ margin: 0; font: 14px/20px "DejaVu Sans Mono", "Noto Sans Mono", monospace; }}
span {{ unicode-bidi: isolate; }}
</style><pre>{code}</pre>"""
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb50-\ufefc]+(?: [\u0590-\u08ff\ufb50-\ufefc]+)*")
SECONDS = re.compile(r"<span[^>]*> *\(\d+\.\d s\)</span>")
LETTERS = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 16px; background: #d9dce3; display: flex; gap: 16px; }}
iframe {{ flex: 1; height: {height}px; border: 0; border-radius: 8px; background: #fff; }}
</style>{frames}"""


def main() -> None:
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        lines = run()
        # The list begins behind the last mail, with a blank line between.
        split = max(i for i, line in enumerate(lines) if "→" in line or "·" in line[:40]) + 1
        for picture, part in (("demo", lines[:split]), ("list", lines[split:])):
            page = folder / f"{picture}.html"
            code = "\n".join(part).strip("\n")
            page.write_text(TERMINAL.format(code=code), encoding="utf-8")
            shoot(chromium, page, HERE / f"{picture}.png", 1020, 32 + LINE * (code.count("\n") + 1))
        # The first mail to each: the confirmation.
        found = [min(Path("mailreg-demo").glob(f"*{part}*.html")) for part in ANSWERS]
        page = folder / "answers.html"
        frames = "".join(f'<iframe src="{path}"></iframe>' for path in found)
        page.write_text(LETTERS.format(height=920, frames=frames), encoding="utf-8")
        shoot(chromium, page, HERE / "answers.png", 1180, 952)


def run() -> list[str]:
    """What the demonstration prints, as lines of HTML; its answers are in `mailreg-demo` below the working folder."""
    console = Console(
        record=True, width=COLUMNS, force_terminal=True, color_system="truecolor", file=io.StringIO(),
        highlight=False, markup=False, emoji=False,
    )  # fmt: skip
    show.Console = lambda **_: console  # type: ignore[assignment,misc]
    show.show(Path("mailreg-demo"), fast=True)
    code = console.export_html(theme=MONOKAI, inline_styles=True, code_format="{code}")
    lines = code.split("\n")
    assert all(line.count("<span") == line.count("</span>") for line in lines), "a style goes over a line's end"
    # Each name keeps its place in the line, as in a terminal.
    lines = [RIGHT_TO_LEFT.sub(r"<bdi>\g<0></bdi>", line) for line in lines]
    # How long it took tells of this machine.
    return [SECONDS.sub("", line) for line in lines]


def shoot(chromium: str, page: Path, picture: Path, width: int, height: int) -> None:
    """The page as a picture, without network."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
                f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={picture}",
                page.as_uri(),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    print(f"{picture.name}: {picture.stat().st_size // 1024} kB")  # noqa: T201


if __name__ == "__main__":
    main()
