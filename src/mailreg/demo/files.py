"""The answers of the demonstration as files to open: each as .eml and .html, and a page that lists them."""

from __future__ import annotations

import email
import email.policy
import html
import os
import shutil
import tempfile
from pathlib import Path

from mailreg.model.errors import OperationError, UsageError
from mailreg.model.reasons import reason

MARK = ".mailreg-demo"
PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>mailreg: die Antworten der Demo</title><style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ margin: 0; display: grid; grid-template-columns: minmax(16rem, 24rem) 1fr; height: 100vh; }}
nav {{ overflow: auto; padding: 1rem; border-right: 1px solid #8884; }}
nav h1 {{ font-size: 1.1rem; }}
nav a {{ display: block; padding: .5rem .6rem; border-radius: .4rem; color: inherit; text-decoration: none; }}
nav a:hover, nav a:focus {{ background: #8883; }}
nav small {{ display: block; opacity: .7; }}
iframe {{ width: 100%; height: 100%; border: 0; background: #fff; }}
@media (max-width: 50rem) {{ body {{ display: block; }} iframe {{ height: 80vh; }} }}
</style></head><body><nav><h1>{count} Antworten</h1>{links}</nav>
<iframe name="answer" title="Die gewählte Antwort" src="{first}"></iframe></body></html>
"""


def prepare(out: Path | None) -> Path:
    """An empty folder for the answers: what an earlier demonstration left there goes, nothing else."""
    here = Path.cwd()
    folder = out or (here if os.access(here, os.W_OK) else Path(tempfile.gettempdir())) / "mailreg-demo"
    try:
        if folder.is_dir() and any(folder.iterdir()):
            if not (folder / MARK).exists():
                raise UsageError(f"Der Ordner {folder} ist nicht leer; bitte mit --out einen anderen nennen.")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise OperationError(f"Der Ordner {folder} lässt sich nicht anlegen: {reason(error)}.") from error
    return folder


def write_answers(folder: Path, answers: list[tuple[str, bytes]]) -> Path:
    """Write (recipient, bytes) each; the path of the page that lists them."""
    links = []
    for number, (recipient, content) in enumerate(answers, 1):
        message = email.message_from_bytes(content, policy=email.policy.default)
        stem = f"{number:02}-{''.join(c if c.isalnum() else '-' for c in recipient.split('@')[0])}"
        (folder / f"{stem}.eml").write_bytes(content)
        body = message.get_body(("html", "plain"))
        (folder / f"{stem}.html").write_text(str(body.get_content()) if body else "", encoding="utf-8")
        subject = html.escape(str(message["Subject"]))
        name = html.escape(str(message["To"]).split("<")[0].strip(' "') or recipient)
        links.append(f'<a href="{stem}.html" target="answer">{name}<small dir="auto">{subject}</small></a>')
    first = next((str(p.name) for p in sorted(folder.glob("*.html"))), "")
    index = folder / "index.html"
    index.write_text(PAGE.format(count=len(answers), links="".join(links), first=first), encoding="utf-8")
    return index
