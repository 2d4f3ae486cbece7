"""Delivery reports of all families: which address, for good or for now, why, and which mail of ours."""

from __future__ import annotations

from datetime import datetime

import pytest

from mailreg.decode import decode
from mailreg.decode.report import read_report
from mailreg.model.mail import MachineKind
from tests.decode.reports import COPY, FIELDS, MTA, OURS, WORDS, A, plain, report, status

ALL = FIELDS | WORDS


@pytest.mark.parametrize("name", ALL)
def test_recipients(name: str) -> None:
    content, expected = ALL[name]
    found = read_report(content)
    assert found is not None
    assert [(r.address, "hard" if r.hard else "soft", r.fate, r.reason) for r in found.recipients] == expected


@pytest.mark.parametrize("name", [name for name, (content, _) in ALL.items() if OURS.encode() in content])
def test_our_message_id(name: str) -> None:
    found = read_report(ALL[name][0])
    assert found is not None
    assert found.message_ids[0] == OURS


def test_our_message_id_in_the_thread_alone() -> None:
    found = read_report(
        plain(f"<{A}>: unknown user\n", more=f"In-Reply-To: {OURS}\nReferences: <x@y.example> {OURS}\n")
    )
    assert found is not None
    assert (found.message_ids, set(found.thread)) == ((), {OURS, "<x@y.example>"})


def test_a_mail_of_hers_in_our_thread_is_not_ours() -> None:
    """Who replies to our answer by hand carries our Message-ID in References; her mail came back, not ours."""
    copy = COPY.replace(f"Message-ID: {OURS}", f"Message-ID: <hers@example.org>\nReferences: {OURS}")
    found = read_report(report("", MTA + status(A, "5.1.1"), returned=copy))
    assert found is not None
    assert found.message_ids == ("<hers@example.org>",)


def test_message_id_among_the_words() -> None:
    text = f"This report relates to a message you sent:\n\n  Message-id: {OURS}\n  To: {A}\n\nUnknown user: {A}\n"
    found = read_report(plain(text))
    assert found is not None
    assert found.message_ids == (OURS,)


def test_an_absence_note_without_a_sender_in_its_envelope_names_nobody() -> None:
    text = "Guten Tag,\nich bin bis zum 10.10. im Urlaub. In dringenden Fällen: vertretung@nirgendwo.example\n"
    note = plain(text, sender=A, subject="Re: Ihre Anmeldung", more=f"In-Reply-To: {OURS}\n")
    found = read_report(note)
    assert found is not None
    assert (found.recipients, found.unnamed) == ((), None)


def test_arrival() -> None:
    found = read_report(FIELDS["postfix"][0])
    assert found is not None
    assert found.arrived == datetime.fromisoformat("2022-10-03T09:00:01+02:00")


def test_the_words_are_kept_in_one_line() -> None:
    said = "550-5.1.1 The account does\n not exist.\n 550 5.1.1 Learn more"
    found = read_report(report("", MTA + status(A, "5.1.1", diagnostic=said)))
    assert found is not None
    assert found.recipients[0].diagnostic == "550-5.1.1 The account does not exist. 550 5.1.1 Learn more"
    assert found.recipients[0].status == "5.1.1"


def test_forwarded_address_and_the_one_we_wrote_to() -> None:
    fields = f"Original-Recipient: rfc822;{A}\n{status('amira@anderswo.example', '5.1.1')}"
    found = read_report(report("", MTA + fields))
    assert found is not None
    assert found.recipients[0].addresses == {"amira@anderswo.example", A}


NONE = {
    "feedback-report": f"Feedback-Type: abuse\nOriginal-Rcpt-To: {A}",
    "disposition-notification": "Disposition: manual-action/MDN-sent-manually; displayed",
}


@pytest.mark.parametrize("kind", NONE)
def test_abuse_reports_and_read_receipts_are_none(kind: str) -> None:
    head = f"From: a@b.example\nContent-Type: multipart/report; report-type={kind}; boundary=b\n\n--b\n\nText {A}\n"
    content = f"{head}--b\nContent-Type: message/{kind}\n\n{NONE[kind]}\n--b--\n"
    assert read_report(content.encode()) is None


OTHERS = {"forwarded by a person", "Amazon SNS", "quota of a delivery agent, as a read receipt"}


@pytest.mark.parametrize("name", sorted(ALL.keys() - OTHERS))
def test_each_is_known_as_a_report(name: str) -> None:
    machine = decode(ALL[name][0]).machine
    assert machine is not None
    assert (machine.kind, machine.certain) == (MachineKind.BOUNCE, True)


def test_nobody_is_named() -> None:
    found = read_report(plain("Ihre Nachricht konnte nicht zugestellt werden.\n"))
    assert found is not None
    assert found.recipients == ()
    assert found.unnamed is not None
    assert (found.unnamed.address, found.unnamed.fate, found.unnamed.hard) == ("", "final", True)


@pytest.mark.parametrize("cut", range(0, 3000, 211))
def test_torn_reports_never_raise(cut: int) -> None:
    for content, _ in ALL.values():
        read_report(content[:cut])
        read_report(content[cut:])
        read_report(content[:cut] + b"\xff\x00" + content[cut:])


def test_long_reports_take_linear_time() -> None:
    import time

    def seconds(times: int) -> float:
        text = "".join(f"<a{n}@nirgendwo.example>: host mx said: 550 5.1.1 unknown user\n" for n in range(times))
        start = time.process_time()
        read_report(plain(text + COPY * times))
        return time.process_time() - start

    seconds(10)
    assert seconds(4000) < 16 * seconds(500) + 0.5
