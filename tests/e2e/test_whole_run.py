"""All labelled mails in a shuffled order between 200 others, one round: the list, the answers and the holds are right,
and the mailbox is as it was."""

from __future__ import annotations

import email
import email.policy
import json
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailreg.decode import decode
from tests.corpus.accuracy import read_all
from tests.corpus.score import decisive_differences, fold
from tests.e2e.desk import CORPUS, NOW, Desk, letter

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
TOPICS = ("Protokoll der Teamsitzung", "Rechnung 4711", "Re: Förderantrag", "Mittagessen?", "Newsletter Oktober")


def others(count: int) -> list[tuple[bytes, datetime]]:
    """Mail that is none of our business."""
    chance = random.Random(7)
    return [
        (
            letter(
                f"Hallo Claudia,\n\nanbei wie besprochen die Unterlagen Nr. {number}. Melde dich gern, wenn etwas\n"
                "fehlt.\nViele Grüße\nTom\n",
                sender=f"Tom Beispiel <tom{number}@buero.example>",
                subject=chance.choice(TOPICS),
            ),
            NOW - timedelta(hours=chance.randrange(1, 600)),
        )
        for number in range(count)
    ]


def corpus() -> list[tuple[str, bytes, datetime]]:
    mails = []
    for path in sorted((CORPUS / "dev").glob("*.eml")):
        raw = path.read_bytes()
        mails.append((path.stem, raw, decode(raw).date or NOW))
    return mails


def addresses(raw: bytes) -> set[str]:
    message = email.message_from_bytes(raw)
    found = set()
    for name in ("From", "Reply-To"):
        for value in message.get_all(name, []):
            found |= {a.lower() for a in email.utils.getaddresses([str(value)])[0][1:]}
    return found


def test_everything_at_once(desk: Desk, tmp_path: Path) -> None:
    labels = {p.stem: json.loads(p.read_text()) for p in (CORPUS / "dev").glob("*.json")}
    readings, _ = read_all([CORPUS / "dev"])
    mails = [(raw, at) for _, raw, at in corpus()] + others(200)
    random.Random(3).shuffle(mails)
    desk.dovecot.deliver_all([(raw, at) for raw, at in mails])
    before = desk.dovecot.snapshot()
    desk.once()

    # The mailbox is as it was: flags, UIDs, numbers, in every folder but Sent, which holds one copy of each answer.
    after = desk.dovecot.snapshot()
    sent = after.pop("Sent", {})
    before.pop("Sent", None)
    assert after == before
    assert len(sent) == len(desk.smtp.accepted)

    # Never an answer to what is no registration; nobody but a writer gets one. (Those whom a writer has registered hear
    # of it, too, but not in answer to anything.)
    writers = {name: addresses(raw) for name, raw, _ in corpus()}
    silent = {a for name, label in labels.items() if label["handling"] == "ignore" for a in writers[name]}
    answered = {a.recipient for a in desk.smtp.accepted if b"auto-replied" in a.content}
    wanted = {a for name, label in labels.items() if label["handling"] != "ignore" for a in writers[name]}
    assert not answered & (silent - wanted)
    assert answered <= wanted

    # Never lost: each person of a registration is on the list, or their mail waits for a person.
    listed = {fold(r["name"]) for r in desk.registrations() if r["name"]}
    for name, label in labels.items():
        if label["kind"] == "register" and readings[name]["handling"] == "automatic":
            for person in readings[name]["participants"]:
                assert fold(person["name"]) in listed, f"{name}: somebody is missing"

    # What is read rightly and is automatic has been answered, in the writer's thread.
    threads = Counter(str(m["In-Reply-To"]) for m in desk.answers() if m["Auto-Submitted"] == "auto-replied")
    unsent = {o["recipient"] for o in desk.outbox() if o["state"] != "sent"}
    for name, raw, at in corpus():
        right = not decisive_differences(labels[name], readings[name])
        if labels[name]["handling"] == readings[name]["handling"] == "automatic" and right and at < NOW:
            message_id = str(email.message_from_bytes(raw)["Message-ID"])
            assert threads[message_id] <= 1
            assert threads[message_id] == 1 or writers[name] & unsent, f"{name} was not answered"

    # A second round does nothing.
    accepted, snapshot, outbox = len(desk.smtp.accepted), desk.dovecot.snapshot(), desk.outbox()
    assert "0 neue Mails, 0 gelesen, 0 Antworten" in desk.once()
    assert (len(desk.smtp.accepted), desk.dovecot.snapshot(), desk.outbox()) == (accepted, snapshot, outbox)


def test_private_mail_leaves_nothing_but_uid_and_verdict(desk: Desk) -> None:
    """Its bytes go in the transaction that judges it: no file of the data folder holds them."""
    secret = "Geheimwort-4f81c"
    desk.deliver(
        letter(f"Hallo Claudia, das {secret} für den Schrank liegt bereit.\nTom", "Tom <tom@buero.example>", "Schrank")
    )
    desk.once()
    for path in (desk.folder / "data").rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path.name


def test_a_first_run_registers_and_holds_its_answers(desk: Desk, tmp_path: Path) -> None:
    from tests.e2e.desk import REGISTRATION

    desk.changes["MAILREG_DATA_DIR"] = str(tmp_path / "other")
    desk.deliver(letter(REGISTRATION))
    desk.mailreg("event", "import", str(desk.events_file), "--yes")
    desk.once()
    assert [r["status"] for r in desk.registrations()] == ["confirmed"]
    assert desk.smtp.accepted == []
    assert [(o["state"], o["reason"]) for o in desk.outbox()] == [("held", "first_sight")]
    desk.mailreg("outbox", "approve", "--all")
    desk.once()
    assert [a.recipient for a in desk.smtp.accepted] == ["amira@msov.example"]
