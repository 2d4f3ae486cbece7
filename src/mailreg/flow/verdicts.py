"""What is kept of a judged mail: the verdict, the rule, and the reading as offsets. No words of the mail."""

from __future__ import annotations

from collections.abc import Iterable

from mailreg.model.decision import Decision, Handling, Outcome
from mailreg.model.mail import Letter, Span
from mailreg.model.reading import Reading
from mailreg.store.mailrows import StoredMail, Verdict


def spans(evidence: Iterable[Span]) -> list[list[str | int]]:
    return [[s.part, s.start, s.end] for s in evidence]


def reading_json(reading: Reading) -> dict[str, object]:
    """The reading as JSON: codes, numbers and offsets, never the mail's words (they go with the mail)."""
    return {
        "kind": {
            "value": reading.kind.value,
            "confidence": reading.kind.confidence,
            "evidence": spans(reading.kind.evidence),
        },
        "why": reading.why,
        "language": reading.language.value,
        "event": {"value": reading.event.value, "evidence": spans(reading.event.evidence)},
        "headcount": {"value": reading.headcount.value, "evidence": spans(reading.headcount.evidence)},
        "people": [spans(p.evidence) for p in reading.people],
        "withdrawn": [spans(w.evidence) for w in reading.withdrawn],
        "needs": [
            {
                "kind": n.value.kind,
                "detail": n.value.detail if len(n.value.detail) <= 3 else "",
                "evidence": spans(n.evidence),
            }
            for n in reading.needs
        ],
        "question": {"value": reading.question.value, "evidence": spans(reading.question.evidence)},
        "doubts": [{"code": d.code, "evidence": spans(d.evidence)} for d in reading.doubts],
        "rivals": [[r.field, r.value] for r in reading.rivals],
    }


def reason(decision: Decision, outcome: Outcome) -> str:
    """Why it ended so, for a person: the rule's words, and what became of the registration."""
    waits = decision.handling is Handling.REVIEW
    return " ".join(filter(None, (decision.why if waits else "", outcome.note))) or decision.why


def verdict_of(stored: StoredMail, letter: Letter, reading: Reading, decision: Decision, outcome: Outcome) -> Verdict:
    """The verdict to store. The store drops all but handling and rule where the mail is not ours."""
    return Verdict(
        handling=decision.handling,
        kind=reading.kind.value,
        rule=decision.rule,
        why=reason(decision, outcome),
        event=reading.event.value,
        reading=reading_json(reading),
        message_id=letter.message_id,
        content_hash=stored.digest,
    )
