"""Mails as many different people say it: the kind, the handling and whether something is asked.

Each block of said_otherwise.txt: the kind, then "asks" (an open question), "review" (a person must look), "on DAY"
(when it is written, else 27 September 2022) and "below invitation | confirmation | reminder" (what it answers);
the subject; the text.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailreg.decode import decode
from mailreg.model.decision import Situation
from mailreg.policy.decide import decide
from mailreg.understand.read import read
from tests.understand.letters import known_events

_BERLIN = ZoneInfo("Europe/Berlin")
_DAY = "2022-09-27T10:15"
_ANSWERED = {
    "invitation": """Am Mo., 12. Sept. 2022 um 10:04 Uhr schrieb Claudia Stoye <stoye@agjf-sachsen.de>:
> Liebe Kolleg*innen,
>
> wir laden herzlich zum Netzwerktreffen "get together" am 11. Oktober 2022, 15 - 18 Uhr, nach Bischofswerda ein.
> Auf Anfrage können Fahrtkosten übernommen und Sprachmittlung bereitgestellt werden.
> Anmeldung per E-Mail an stoye@agjf-sachsen.de
>
> Claudia Stoye""",
    "confirmation": """Am 20.09.2022 um 15:02 schrieb Claudia Stoye:
> Guten Tag,
>
> Ihre Anmeldung zum get together am 11.10.2022 (15 - 18 Uhr, Lutherstraße 13, Bischofswerda) ist bei uns eingegangen.
> Wenn Sie verhindert sind, sagen Sie bitte kurz ab.
>
> Claudia Stoye""",
    "reminder": """Von: Claudia Stoye <stoye@agjf-sachsen.de>
Gesendet: Dienstag, 4. Oktober 2022 09:12
An: Jana Wolters
Betreff: Erinnerung: get together am 11.10.

Guten Tag,
in einer Woche ist es so weit: Am 11. Oktober um 15 Uhr treffen wir uns in Bischofswerda, Lutherstraße 13.
Sie sind angemeldet. Falls Sie doch nicht kommen können, sagen Sie bitte Bescheid.
Claudia Stoye""",
}
_HANDLING = {"register": "automatic", "cancel": "automatic", "change": "automatic", "question": "review"}
SAID = tuple(
    tuple(block.strip().split("\n", 2))
    for block in (Path(__file__).parent / "said_otherwise.txt").read_text("utf-8").split("\n====\n")
    if block.strip()
)


def test_there_are_enough() -> None:
    assert len(SAID) >= 300
    assert len(set(SAID)) == len(SAID)


@pytest.mark.parametrize(
    ("head", "subject", "text"), SAID, ids=[f"{n}-{row[0].split()[0]}" for n, row in enumerate(SAID)]
)
def test_what_is_said(head: str, subject: str, text: str) -> None:
    kind, *marks = head.split()
    day = marks[marks.index("on") + 1] if "on" in marks else _DAY
    moment = datetime.fromisoformat(day if "T" in day else day + "T10:15").replace(tzinfo=_BERLIN)
    message = EmailMessage()
    message["From"] = "Jana Wolters <jana.wolters@verein.example>"
    message["To"] = "stoye@agjf-sachsen.de"
    message["Subject"] = subject
    message["Date"] = moment
    message["Message-ID"] = "<one@verein.example>"
    if "below" in marks:
        message["In-Reply-To"] = "<two@agjf-sachsen.de>"
        text += "\n\n" + _ANSWERED[marks[marks.index("below") + 1]]
    message.set_content(text + "\n")
    letter = decode(message.as_bytes())
    reading = read(letter, known_events(), moment)
    decision = decide(letter, reading, Situation(now=moment, received_at=moment, events=known_events()))
    assert reading.kind.value == kind, reading.why
    expected = "review" if "review" in marks else _HANDLING.get(kind, "ignore")
    assert decision.handling == expected, (decision.rule, reading.why, [d.code for d in reading.doubts])
    assert reading.question.value == ("asks" in marks)
