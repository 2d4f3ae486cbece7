"""Makes digest-phone.png, digest-desk.png and digest-phone-ar.png from an invented day:
`PYTHONPATH=src:. .venv/bin/python docs/pictures/digest.py`.

Needs Chromium, and fonts (Debian: fonts-noto-core).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from docs.pictures.make import shoot
from mailreg.cli.digest import save
from mailreg.flow import digest as flow
from mailreg.store.engine import open_store
from tests.flow.digestday import BERLIN, DeskOfDay, a_busy_night, a_day

HERE = Path(__file__).resolve().parent
NOW = datetime(2022, 10, 5, 7, 0, tzinfo=BERLIN)
PHONE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 16px; background: #d9dce3; display: flex; gap: 16px; }}
iframe {{ width: 340px; height: {height}px; border: 0; border-radius: 18px; background: #fff; }}
</style><iframe src="digest.html" style="color-scheme:light"></iframe>
<iframe src="dark.html" style="color-scheme:dark"></iframe>"""


def main() -> None:
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = DeskOfDay(open_store(f"sqlite:///{folder / 'desk.db'}"))
        a_day(desk, NOW - timedelta(days=1))
        desk.morning(NOW - timedelta(days=1))
        a_busy_night(desk, NOW)
        for language, pictures in (("de", "digest-phone"), ("ar", "digest-phone-ar")):
            desk.language = language
            save(flow.preview(desk.office, NOW), folder)
            page = (folder / "digest.html").read_text("utf-8")
            # A frame takes its colours from the page around it; here each one has its own.
            for file, media in (("dark", "all"), ("digest", "not all")):
                (folder / f"{file}.html").write_text(page.replace("(prefers-color-scheme: dark)", media), "utf-8")
            (folder / "phone.html").write_text(PHONE.format(height=1000), encoding="utf-8")
            shoot(chromium, folder / "phone.html", HERE / f"{pictures}.png", 728, 1032)
            if language == "de":
                shoot(chromium, folder / "digest.html", HERE / "digest-desk.png", 700, 2480)
        desk.store.dispose()


if __name__ == "__main__":
    main()
