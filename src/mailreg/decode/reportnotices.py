"""Bounces that a mailing service notifies in JSON instead of writing a report (Amazon SES through SNS)."""

from __future__ import annotations

import json
import re
from typing import Any

from mailreg.decode import reportcodes as codes
from mailreg.model.report import DeliveryReport, Fate, Undelivered

_START = re.compile(r"\{\s*\"(?:notificationType|eventType)\"\s*:")
_FOLDED = re.compile(r"!?\n ?")  # the line was too long for SMTP and broken amid a word


def read_notice(text: str) -> DeliveryReport | None:
    """The bounces of a notification, or None where the text is none."""
    start = _START.search(text)
    if start is None:
        return None
    try:
        notice, _ = json.JSONDecoder().raw_decode(_FOLDED.sub("", text[start.start() :]))
        return _report(notice)
    except (ValueError, RecursionError, AttributeError, TypeError):
        return None


def _report(notice: dict[str, Any]) -> DeliveryReport:
    bounce = notice.get("bounce") or {}
    mail = notice.get("mail") or {}
    found = []
    for one in bounce.get("bouncedRecipients") or []:
        address = str(one.get("emailAddress") or "").strip("<> ").lower()
        diagnostic = str(one.get("diagnosticCode") or "")
        verdict = codes.judge(codes.enhanced(str(one.get("status") or "")), diagnostic, "", Fate.FINAL)
        hard = verdict.hard if verdict.status else bounce.get("bounceType") == "Permanent"
        if "@" in address:
            found.append(
                Undelivered(address, Fate.FINAL, hard, verdict.status, verdict.reason, codes.one_line(diagnostic))
            )
    headers = [h for h in mail.get("headers") or [] if str(h.get("name")).lower() == "message-id"]
    return DeliveryReport(tuple(found), message_ids=tuple(str(h.get("value")) for h in headers))
