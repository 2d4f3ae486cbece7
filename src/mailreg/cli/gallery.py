"""Sample mails as files to open, and a page that shows them side by side."""

from __future__ import annotations

import email
import email.policy
import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mailreg.cli.outbox import PURPOSES
from mailreg.model.errors import OperationError
from mailreg.model.reasons import reason

if TYPE_CHECKING:
    from mailreg.compose.templates import Templates
    from mailreg.model.outgoing import Purpose

PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>mailreg: die Vorlagen</title><style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ margin: 0; display: grid; grid-template-columns: minmax(17rem, 24rem) 1fr; height: 100vh; }}
nav {{ overflow: auto; padding: 1rem; border-inline-end: 1px solid #8884; }}
nav h1 {{ font-size: 1.1rem; }}
nav h2 {{ font-size: .95rem; margin: 1rem 0 .2rem; }}
nav a {{ display: inline-block; padding: .2rem .5rem; border-radius: .4rem; color: inherit; }}
nav a:hover, nav a:focus {{ background: #8883; }}
iframe {{ width: 100%; height: 100%; border: 0; }}
@media (max-width: 50rem) {{ body {{ display: block; }} iframe {{ height: 80vh; }} }}
</style></head><body><nav><h1>{count} E-Mails mit erfundenen Angaben</h1>{links}</nav>
<iframe name="mail" title="Die gewählte E-Mail" src="{first}"></iframe></body></html>
"""


def write_gallery(folder: Path, templates: Templates, kinds: Mapping[Purpose, Sequence[str]]) -> Path:
    """Write KIND.LANGUAGE.eml, .txt and .html each (.html where there is one) in the languages that are wanted of each
    kind; the path of the page that lists them.
    Raises OperationError where the folder cannot be written, TemplateError where a mail cannot."""
    from mailreg.compose.shown import write_shown

    sections, pages = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, languages in kinds.items():
            links = []
            for language in languages:
                content = write_shown(kind, language, templates)
                shown = _write(folder, f"{kind}.{language}", content)
                pages.append(shown)
                subject = html.escape(str(email.message_from_bytes(content, policy=email.policy.default)["Subject"]))
                links.append(f'<a href="{shown}" target="mail" title="{subject}">{language}</a>')
            if not links:
                continue
            sections.append(f"<h2>{html.escape(PURPOSES.get(kind, kind))}</h2>{' '.join(links)}")
        index = folder / "index.html"
        page = PAGE.format(count=len(pages), links="".join(sections), first=pages[0])
        index.write_text(page, encoding="utf-8")
    except OSError as error:
        raise OperationError(f"In den Ordner {folder} lässt sich nicht schreiben: {reason(error)}.") from error
    return index


def _write(folder: Path, stem: str, content: bytes) -> str:
    message = email.message_from_bytes(content, policy=email.policy.default)
    (folder / f"{stem}.eml").write_bytes(content)
    shown = ""
    for kind, ending in (("plain", "txt"), ("html", "html")):
        part = message.get_body((kind,))
        if part is not None:
            text = str(part.get_content()).replace("\r\n", "\n")
            (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
            shown = f"{stem}.{ending}"
    return shown
