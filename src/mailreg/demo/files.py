"""The answers of the demonstration as files to open: each as .eml and .html, and a page that lists them."""

from __future__ import annotations

import email
import email.policy
import html
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
</style></head><body><nav><h1>{count} E-Mails</h1>{links}</nav>
<iframe name="answer" title="Die gewählte Antwort" src="{first}"></iframe></body></html>
"""


@contextmanager
def place(out: Path | None) -> Iterator[Path]:
    """The folder for the answers. If the demonstration does not come to its end, what was made for it goes again; what
    an earlier one has left there stays until `write_answers`."""
    here = Path.cwd()
    folder = out or (here if os.access(here, os.W_OK) else Path(tempfile.gettempdir())) / "mailreg-demo"
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        ours = (folder / MARK).exists()
        if folder.is_dir() and any(folder.iterdir()) and not ours:
            raise UsageError(f"Der Ordner {folder} ist nicht leer; bitte mit --out einen anderen nennen.")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise OperationError(f"Der Ordner {folder} lässt sich nicht anlegen: {reason(error)}.") from error
    try:
        yield folder
    except BaseException:
        if not ours:
            _empty(folder)
            (folder / MARK).unlink(missing_ok=True)
            for path in made:
                with suppress(OSError):  # something of somebody else's lies there by now
                    path.rmdir()
        raise


def _empty(folder: Path) -> None:
    """Remove the answers; the mark stays."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()


def write_answers(folder: Path, answers: list[tuple[str, bytes]]) -> Path:
    """Write (recipient, bytes) each instead of what lies there; the path of the page that lists them."""
    _empty(folder)
    links = []
    digits = max(2, len(str(len(answers))))  # so that names sort as numbers do
    for number, (recipient, content) in enumerate(answers, 1):
        message = email.message_from_bytes(content, policy=email.policy.default)
        stem = f"{number:0{digits}}-{''.join(c if c.isalnum() else '-' for c in recipient.split('@')[0])}"
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
