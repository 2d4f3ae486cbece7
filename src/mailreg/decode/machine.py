"""Who or what wrote a mail. Two facts are kept apart: a machine wrote it, and whether it may be answered at all.

The rules stand in one ordered table, RULES; the first that finds a mark wins. `certain` marks end it (tier 1 of
"when not to answer": RFC 3834, 3464, 8098, 5546, 5230, 5965); the others leave it to the reading whether a person's
words are in it. Header values are compared without case. X-Auto-Response-Suppress alone says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailreg.decode import machinefurther
from mailreg.decode import machinetext as says
from mailreg.decode.headers import RawHeaders
from mailreg.decode.parts import Part
from mailreg.model.mail import Letter, Machine, MachineKind

K = MachineKind
_COMMENT = re.compile(r"\((?:\\.|[^()\\])*\)", re.DOTALL)
_SPAM_PREFIX = re.compile(r"^\s*(?:\*{2,6}\s?|\[|\{)\s?spam\b", re.IGNORECASE)
_ROBOT = re.compile(
    r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|no[-_.]?reply|noreply|do[-_.]?not[-_.]?reply|donotreply|nicht[-_.]?antworten|"
    r"keine[-_.]?antwort|ne[-_.]?pas[-_.]?repondre|nepasrepondre|no[-_.]?responder|bounces?|auto[-_.]?reply|autoresponder|"
    r"automailer|automatic|mailerdaemon|non[-_.]?rispondere|nobody|root|daemon|cron)(?:[-_.+=].*|\d*)$"
    r"|(?:^|[-_.+])(?:no[-_.]?reply|noreply|do[-_.]?not[-_.]?reply|donotreply|bounces?)(?:[-_.+=]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at, computed once."""

    letter: Letter
    part: Part
    raw: RawHeaders
    own: frozenset[str]
    subject: str  # lower case
    head: str  # the first characters of the body, lower case

    def value(self, name: str) -> str:
        return (self.raw.get(name) or "").strip().lower()

    def keywords(self, name: str) -> list[str]:
        """The keyword of each field of this name, lower case, without comments, quotes and parameters."""
        return [word for value in self.raw.all(name) if (word := keyword(value))]


def keyword(value: str) -> str:
    """The first word of a header value: no comments (RFC 5322, 3.2.2), no quotes, no parameters."""
    bare = _COMMENT.sub(" ", value[:1000]).replace('"', " ").strip().lower()
    return re.split(r"[;,\s]", bare, maxsplit=1)[0]


def find_machine(letter: Letter, part: Part, own_addresses: frozenset[str]) -> Machine | None:
    """What wrote this letter, or None if nothing says that it was a machine. `part`: the mail's MIME tree."""
    facts = Facts(letter, part, part.headers, own_addresses, letter.subject.lower(), letter.body[:4000].lower())
    for rule in RULES:
        found = rule(facts)
        if found:
            return found
    return None


def _own(facts: Facts) -> Machine | None:
    """Our own mail come back. What the organiser forwards to this very inbox is no such thing: it may be a
    registration that came to another of her addresses."""
    if facts.letter.forwarded is not None:
        return None
    if facts.letter.sender.email and facts.letter.sender.email in facts.own:
        return Machine(K.OWN, f"From: {facts.letter.sender.email}", certain=not _for_a_person(facts))
    return None


def _for_a_person(facts: Facts) -> bool:
    """A form on a website sends as itself, as noreply or even as us, and puts the person into Reply-To: what the
    person typed may be a registration."""
    reply_to, sender = facts.letter.reply_to, facts.letter.sender
    if reply_to is None or "@" not in reply_to.email or reply_to.email in facts.own | {sender.email}:
        return False
    return not _ROBOT.search(reply_to.email.partition("@")[0])


def _report(facts: Facts) -> Machine | None:
    """multipart/report and its kin."""
    part = facts.part
    kind = part.content_type
    report = part.parameters.get("report-type", "").lower()
    if kind == "multipart/report" or report:
        if report == "disposition-notification":
            return Machine(K.RECEIPT, f"report-type={report}", certain=True)
        if report == "feedback-report":
            return Machine(K.ABUSE, f"report-type={report}", certain=True)
        if report or kind == "multipart/report":
            return Machine(K.BOUNCE, f"report-type={report}" if report else kind, certain=True)
    for child in (part, *part.children):
        match child.content_type:
            case "message/delivery-status" | "message/global-delivery-status":
                return Machine(K.BOUNCE, child.content_type, certain=True)
            case "message/disposition-notification":
                return Machine(K.RECEIPT, child.content_type, certain=True)
            case "message/feedback-report":
                return Machine(K.ABUSE, child.content_type, certain=True)
    return None


def _bounce_headers(facts: Facts) -> Machine | None:
    for name in ("x-failed-recipients", "x-delivery-status", "x-bounce"):
        if name in facts.raw:
            return Machine(K.BOUNCE, name.title(), certain=True)
    if "x-ms-exchange-message-is-ndr" in facts.raw or facts.value("x-amazon-bounce"):
        return Machine(K.BOUNCE, "X-MS-Exchange-Message-Is-Ndr", certain=True)
    return None


def _calendar(facts: Facts) -> Machine | None:
    for child in _leaves(facts.part):
        if child.content_type == "text/calendar":
            method = child.parameters.get("method", "").upper()
            if not method and (found := re.search(rb"(?im)^METHOD:([A-Z]{3,20})", child.payload()[:20_000])):
                method = found[1].decode("ascii").upper()
            if method in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"):
                return Machine(K.CALENDAR, f"method={method}", certain=True)
    if facts.value("x-calendar-server") or facts.value("sender").count("calendar-notification@"):
        return Machine(K.CALENDAR, "Sender: calendar-notification", certain=True)
    return None


def _challenge(facts: Facts) -> Machine | None:
    if (
        "x-challenge" in facts.raw
        or "x-boxtrapper" in facts.raw
        or (any(map(facts.head.__contains__, says.CHALLENGE_HINTS)) and says.CHALLENGE.search(facts.head))
    ):
        return Machine(K.CHALLENGE, "challenge-response", certain=True)
    return None


def _bounce_text(facts: Facts) -> Machine | None:
    """qmail, Exim, Postfix, Exchange and the rest, where the structure is missing."""
    null_path = facts.value("return-path") in ("<>", "<mailer-daemon>", "<#@[]>") and "return-path" in facts.raw
    sender = f"{facts.letter.sender.email} {facts.letter.sender.name or ''}".lower()
    daemon = any(map(sender.__contains__, says.DAEMONS))
    subject = bool(says.BOUNCE_SUBJECT.search(facts.subject))
    if daemon or null_path or subject:
        text = says.BOUNCE_TEXT.search(facts.head)
        # A person may forward a bounce ("Undelivered mail: …"): words of one's own and no daemon are not certain
        if text:
            certain = daemon or null_path or (facts.letter.forwarded is None and not _person(facts))
            return Machine(K.BOUNCE, f"“{text[0][:60]}”", certain=certain)
        if subject and (daemon or null_path):
            return Machine(K.BOUNCE, f"Subject: {facts.letter.subject[:60]}", certain=True)
    elif not facts.letter.forwarded and not facts.letter.quoted and _of_a_server(facts.head):
        text = says.BOUNCE_TEXT.search(facts.head)
        if text:
            return Machine(K.BOUNCE, f"“{text[0][:60]}”", certain=not _person(facts))
    if daemon and not says.RECEIPT_SUBJECT.search(facts.subject) and (facts.letter.sender.email or null_path):
        return Machine(K.BOUNCE, f"From: {sender[:60]}", certain=True)
    return None


def _of_a_server(head: str) -> bool:
    """Does a mail server's status code or field stand there?"""
    if says.SMTP_CODE.search(head):
        return True
    return any(map(head.__contains__, says.SMTP_FIELDS)) and says.SMTP_FIELD.search(head) is not None


def _receipt_text(facts: Facts) -> Machine | None:
    if says.RECEIPT_SUBJECT.search(facts.subject) and says.RECEIPT_TEXT.search(facts.head):
        person = says.FIRST_PERSON.search(facts.letter.own_text[:3000].lower())
        return Machine(K.RECEIPT, f"Subject: {facts.letter.subject[:60]}", certain=not person)
    if "disposition-notification-options" not in facts.raw and says.RECEIPT_TEXT_ALONE.search(facts.head[:600]):
        return Machine(K.RECEIPT, "read receipt in words", certain=True)
    return None


def _absence_headers(facts: Facts) -> Machine | None:
    for name in (
        "x-autoreply",
        "x-autorespond",
        "x-auto-reply-from",
        "x-mail-autoreply",
        "x-autoresponse",
        "x-autoreply-from",
    ):
        if name in facts.raw and facts.value(name) not in ("no", "false", "0"):
            return Machine(K.ABSENCE, name.title(), certain=True)
    if facts.value("x-autogenerated") in ("reply", "forward"):
        return Machine(K.ABSENCE, "X-Autogenerated", certain=True)
    if {"auto_reply", "auto-reply", "autoreply"} & set(facts.keywords("precedence")):
        return Machine(K.ABSENCE, "Precedence: auto_reply", certain=True)
    if facts.value("delivered-to").startswith("autoresponder"):
        return Machine(K.ABSENCE, "Delivered-To: autoresponder", certain=True)
    if facts.value("x-autosubmit") or facts.value("x-pos-autoreply") or facts.value("x-cisco-unity"):
        return Machine(K.ABSENCE, "X-Autosubmit", certain=True)
    return None


def _auto_submitted(facts: Facts) -> Machine | None:
    word = next((word for word in facts.keywords("auto-submitted") if word != "no"), None)
    if word is None:
        return None
    absent = word == "auto-replied" and (
        says.ABSENCE_SUBJECT.search(facts.subject) or says.ABSENCE_TEXT.search(facts.head)
    )
    certain = bool(absent) or word != "auto-generated" or not _for_a_person(facts)
    return Machine(K.ABSENCE if absent else K.AUTO, f"Auto-Submitted: {word}", certain)


def _robot(facts: Facts) -> Machine | None:
    local = facts.letter.sender.email.partition("@")[0]
    if local and _ROBOT.search(local):
        return Machine(K.ROBOT, f"From: {facts.letter.sender.email}", certain=not _for_a_person(facts))
    return None


def _null_path(facts: Facts) -> Machine | None:
    path = keyword(facts.raw.get("return-path") or "<?>")
    if path == "<>" or path.strip("<>").partition("@")[0] == "mailer-daemon":
        return Machine(K.BOUNCE, f"Return-Path: {path}", certain=True)
    return None


def _absence_text(facts: Facts) -> Machine | None:
    """No header says it: the subject and the words must both, and where a person's words follow, it is not certain."""
    subject = says.ABSENCE_SUBJECT.search(facts.subject) or says.MACHINE_ABSENCE_SUBJECT.search(facts.subject)
    if not subject and not any(map(facts.head.__contains__, says.ROBOT_HINTS)):
        return None
    own = facts.letter.own_text[:3000].lower()
    text = says.ABSENCE_TEXT.search(own)
    if subject and text:
        robot = says.ROBOT_TEXT.search(own) or says.MACHINE_ABSENCE_SUBJECT.search(facts.subject)
        certain = bool(robot) and not says.PERSON_TEXT.search(own)
        return Machine(K.ABSENCE, f"Subject: {facts.letter.subject[:60]}", certain=certain)
    if subject and says.MACHINE_ABSENCE_SUBJECT.search(facts.subject):
        return Machine(K.ABSENCE, f"Subject: {facts.letter.subject[:60]}", certain=False)
    if text and says.ROBOT_TEXT.search(own):
        return Machine(K.ABSENCE, f"“{text[0][:60]}”", certain=True)
    if itself := says.ANSWERS_ITSELF.search(own):
        return Machine(K.ABSENCE, f"“{itself[0][:60]}”", certain=False)
    return None


def _acknowledgement(facts: Facts) -> Machine | None:
    """Ticket systems that confirm a mail: by their headers, or their words."""
    for name in (
        "x-otrs-loop",
        "x-zammad-article-id",
        "x-zendesk-from-account-id",
        "x-jira-fingerprint",
        "x-freshdesk-ticket-id",
        "x-rt-loop-prevention",
    ):
        if name in facts.raw:
            return Machine(K.AUTO, name.title(), certain=False)
    if any(map(facts.head.__contains__, says.TICKET_HINTS)) and says.TICKET_TEXT.search(facts.head):
        robot = says.TICKET_SUBJECT.search(facts.subject) or says.NO_ANSWER_TEXT.search(
            facts.letter.body.lower()[:20_000]
        )
        return Machine(K.AUTO, "acknowledgement of a ticket system", certain=bool(robot) and not _person(facts))
    own = facts.letter.own_text.lower()[:20_000]
    if any(map(own.__contains__, says.GENERATED_HINTS)) and says.GENERATED_TEXT.search(" ".join(own.split())):
        return Machine(K.AUTO, "says that it was generated automatically", certain=False)
    return None


def _calendar_service(facts: Facts) -> Machine | None:
    if says.CALENDAR_SUBJECT.search(facts.subject) and (
        says.CALENDAR_TEXT.search(facts.head) or facts.part.content_type.startswith("text/calendar")
    ):
        return Machine(K.CALENDAR, f"Subject: {facts.letter.subject[:60]}", certain=not _person(facts))
    return None


def _in_other_languages(facts: Facts) -> Machine | None:
    if facts.letter.forwarded is not None:
        return None
    return machinefurther.machine(facts.letter, facts.subject)


def _digest(facts: Facts) -> Machine | None:
    if facts.part.content_type == "multipart/digest" or any(
        c.content_type == "multipart/digest" for c in facts.part.children
    ):
        return Machine(K.BULK, "multipart/digest", certain=True)
    if says.DIGEST_SUBJECT.search(facts.subject) and (facts.letter.bulk or says.DIGEST_TEXT.search(facts.head)):
        return Machine(K.BULK, f"Subject: {facts.letter.subject[:60]}", certain=True)
    return None


def _bulk(facts: Facts) -> Machine | None:
    mark = facts.letter.bulk
    if not mark:
        return None
    newsletter = says.NEWSLETTER_TEXT.search(facts.letter.body.lower()[-6000:]) and "list-post" not in facts.raw
    mailer = any(
        name in facts.raw
        for name in (
            "list-unsubscribe-post",
            "feedback-id",
            "x-mailgun-sid",
            "x-csa-complaints",
            "x-campaign",
            "x-campaignid",
            "x-mc-user",
        )
    )
    return Machine(K.BULK, mark, certain=bool(mailer and newsletter and "in-reply-to" not in facts.raw))


RULES: tuple[Callable[[Facts], Machine | None], ...] = (
    _own,
    _report,
    _bounce_headers,
    _calendar,
    _absence_headers,
    _bounce_text,
    _receipt_text,
    _auto_submitted,
    _challenge,
    _robot,
    _null_path,
    _calendar_service,
    _digest,
    _absence_text,
    _acknowledgement,
    _bulk,
    _in_other_languages,
)


def _person(facts: Facts) -> bool:
    """Does the text hold words that only a person writes here, such as "ich melde mich an"?"""
    return bool(says.PERSON_TEXT.search(facts.letter.own_text[:5000].lower()))


def _leaves(part: Part) -> list[Part]:
    """The parts of a mail that a calendar part may hide in; attached mails are not entered."""
    found: list[Part] = []
    stack = [part]
    while stack and len(found) < 50:
        current = stack.pop()
        if current.content_type.startswith("message/"):
            continue
        stack.extend(reversed(current.children))
        if not current.children:
            found.append(current)
    return found


def bulk_mark(raw: RawHeaders) -> str | None:
    """The header that says that a list or a bulk mailer sent it (RFC 2369, 2919)."""
    for name in ("list-id", "list-unsubscribe", "list-post", "list-help"):
        if name in raw:
            return name.title()
    words = [keyword(value) for value in raw.all("precedence")]
    precedence = next((word for word in words if word in ("bulk", "list", "junk")), None)
    return f"Precedence: {precedence}" if precedence else None


def spam_mark(raw: RawHeaders, subject: str) -> str | None:
    """The provider's spam mark, or None."""
    if (raw.get("x-spam-flag") or "").strip().lower().startswith(("yes", "true")):
        return "X-Spam-Flag"
    if (raw.get("x-spam-status") or "").strip().lower().startswith("yes"):
        return "X-Spam-Status"
    if (raw.get("x-spam") or "").strip().lower() in ("yes", "true", "spam", "1"):
        return "X-Spam"
    gmx = re.match(r"\s*(-?\d{1,3})", raw.get("x-gmx-antispam") or raw.get("x-gmx-antivirus-spam") or "")
    if gmx and int(gmx[1]) in (2, 4, 5, 6):
        return "X-GMX-Antispam"
    if re.search(r"\bSCL:\s?[5-9]", raw.get("x-forefront-antispam-report") or "") or re.match(
        r"\s*[5-9]\s*$", raw.get("x-ms-exchange-organization-scl") or ""
    ):
        return "X-MS-Exchange-Organization-SCL"
    return "Subject" if _SPAM_PREFIX.match(subject) else None
