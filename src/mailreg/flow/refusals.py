"""Why a mail of ours has failed, as a code: from the German line that is stored with it, so that old ones are
understood, too."""

from __future__ import annotations

import re

from mailreg.decode.reportcodes import enhanced, judge
from mailreg.flow.bounces import WORDS
from mailreg.model.report import Fate, Reason

REFUSED = "refused"  # the server names no clear reason
_SAID = re.compile(r"(?<![\d.])([45]\d\d)(?: ([45]\.\d{1,3}\.\d{1,3}))?(?![\d.])")


def reason_of(error: str) -> tuple[str, str]:
    """The reason (model.report.Reason, or REFUSED) and the server's code ("550 5.1.1", or "")."""
    match = _SAID.search(error)
    code = match[0] if match else ""
    told = next((reason for reason, words in WORDS.items() if words in error), None)
    if told is None and ("Empfängeradresse" in error):
        told = Reason.UNKNOWN_USER
    if told is None and code:
        told = judge(enhanced(error), code, "", Fate.FINAL).reason
    return (REFUSED if told in {None, Reason.OTHER} else str(told)), code
