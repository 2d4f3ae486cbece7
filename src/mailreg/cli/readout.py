"""A reading as JSON and as a page for people: the words that led to each finding, and the rule that decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from mailreg.cli.common import visible
from mailreg.model.decision import Decision
from mailreg.model.mail import Letter, SegmentKind, Span
from mailreg.model.reading import Kind, NeedKind, Reading, Rival, Role
from mailreg.notices.quotes import part_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from mailreg.policy.rules import Rule

OTHER = (NeedKind.ACCESSIBILITY, NeedKind.CHILDCARE, NeedKind.DIET)
KINDS = {
    "register": "Anmeldung",
    "cancel": "Absage",
    "change": "Änderung",
    "question": "Frage",
    "automatic": "von einer Maschine",
    "unrelated": "etwas anderes",
}
HANDLINGS = {"automatic": "wird beantwortet", "review": "eine Person muss schauen", "ignore": "bleibt unbeachtet"}
NEEDS = {
    NeedKind.TRAVEL_COSTS: "Fahrtkosten",
    NeedKind.INTERPRETING: "Sprachmittlung",
    NeedKind.ACCESSIBILITY: "Barrierefreiheit",
    NeedKind.CHILDCARE: "Kinderbetreuung",
    NeedKind.DIET: "Essen",
}
DOUBTS = {
    "conditional": "unter einer Bedingung",
    "undecided": "noch unentschieden",
    "unclear_event": "unklar, welche Veranstaltung",
    "unclear_who": "unklar, wer",
    "unclear_count": "unklar, wie viele",
    "contradictory": "Angaben passen nicht zusammen oder sind noch offen",
    "unknowing": "vielleicht ohne eigenes Wissen angemeldet",
    "press": "Presse",
    "complaint": "Beschwerde",
    "after_event": "es geht um danach",
    "competing": "zwei Lesarten",
    "suspicious": "verdächtig",
    "little_known": "eine Sprache, die das Programm kaum versteht",
}
ROLES = {Role.COMES: "kommt", Role.WITHDRAWN: "kommt nicht", Role.OTHER: "jemand anderes, oder kein Name"}
UNSURE = 0.75  # what the second opinion says of a name is shown where it is less sure, or differs from the rules
STYLES = {
    "kind": "bold green",
    "event": "bold blue",
    "headcount": "bold cyan",
    "participants": "bold cyan",
    "withdrawn": "bold red",
    "travel_costs": "bold magenta",
    "interpreting": "bold magenta",
    "other_needs": "bold magenta",
    "question": "bold yellow",
    "doubts": "bold yellow",
}


def quote(letter: Letter, spans: Iterable[Span]) -> list[str]:
    """The quoted words, without doubles, white space folded."""
    words = (" ".join(part_text(letter, s.part)[s.start : s.end].split()) for s in spans)
    return list(dict.fromkeys(w for w in words if w))


def evidence(reading: Reading) -> dict[str, tuple[Span, ...]]:
    """Field → the spans that prove it."""

    def needs(*kinds: NeedKind) -> tuple[Span, ...]:
        return tuple(s for f in reading.needs if f.value.kind in kinds for s in f.evidence)

    found = {
        "kind": reading.kind.evidence,
        "event": reading.event.evidence,
        "participants": tuple(s for p in reading.people for s in p.evidence),
        "headcount": reading.headcount.evidence,
        "withdrawn": tuple(s for w in reading.withdrawn for s in w.evidence),
        "travel_costs": needs(NeedKind.TRAVEL_COSTS),
        "interpreting": needs(NeedKind.INTERPRETING),
        "other_needs": needs(*OTHER),
        "question": reading.question.evidence,
        "reply_language": reading.language.evidence,
        "doubts": tuple(s for d in reading.doubts for s in d.evidence),
    }
    return {field: spans for field, spans in found.items() if spans}


def as_json(file: str, letter: Letter, reading: Reading, decision: Decision) -> dict[str, object]:
    """The fields of a label, plus `evidence` (field → quoted words) and `rule`."""
    return {
        "file": file,
        "kind": reading.kind.value,
        "handling": decision.handling,
        "event": reading.event.value,
        "participants": [
            {"name": p.name, "email": p.email, "organisation": p.organisation, "phone": p.phone} for p in reading.people
        ],
        "headcount": reading.headcount.value,
        "withdrawn": [w.value for w in reading.withdrawn],
        "travel_costs": reading.has(NeedKind.TRAVEL_COSTS),
        "interpreting": list(reading.details(NeedKind.INTERPRETING)),
        "other_needs": sorted({f.value.kind.value for f in reading.needs if f.value.kind in OTHER}),
        "question": reading.question.value,
        "reply_language": reading.language.value,
        "evidence": {field: quote(letter, spans) for field, spans in evidence(reading).items()},
        "rule": decision.rule,
        "why": decision.why,
        "reading_rule": reading.why,
        "confidence": round(reading.kind.confidence, 3),
        "doubts": [d.code for d in reading.doubts],
        "second_opinion": [
            {"name": r.name, "role": r.role, "sure": r.sure, "changed": r.changed} for r in reading.remarks
        ],
        "other_readings": [{"field": r.field, "value": r.value, "sure": round(r.sure, 3)} for r in reading.rivals],
    }


def unreadable(file: str, problem: str) -> dict[str, object]:
    """The line for bytes that could not be read at all: a person must look."""
    return {
        "file": file,
        "kind": "unrelated",
        "handling": "review",
        "event": None,
        "participants": [],
        "headcount": 0,
        "withdrawn": [],
        "travel_costs": False,
        "interpreting": [],
        "other_needs": [],
        "question": False,
        "reply_language": "de",
        "evidence": {},
        "rule": "unreadable",
        "why": problem,
        "reading_rule": "",
        "confidence": 0.0,
        "doubts": ["unreadable"],
        "second_opinion": [],
        "other_readings": [],
    }


def highlighted(letter: Letter, reading: Reading, part: str = "body") -> Text:
    """One part of the letter with the findings in colour; what is not the writer's own is dim."""
    from rich.text import Text

    text = Text(visible(part_text(letter, part)))
    target = letter
    for _ in range(part.count("/")):
        assert target.forwarded is not None
        target = target.forwarded
    if part.endswith("body"):
        for segment in target.segments:
            if segment.kind is not SegmentKind.OWN:
                text.stylize("dim", segment.start, segment.end)
    for field, spans in evidence(reading).items():
        for span in spans:
            if span.part == part and field in STYLES:
                text.stylize(STYLES[field], span.start, span.end)
    return text


def language(code: str) -> str:
    """A language's German name."""
    if code in {"und", ""}:
        return "Sprache nicht genannt"
    if code == "sgn":
        return "Gebärdensprache"
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name("de") or code
    except (UnknownLocaleError, ValueError):
        return code


def otherwise(decision: Decision, hits: Iterable[Rule]) -> list[str]:
    """What else speaks for the verdict, and what the verdict would be without all that. `hits`: every rule of the table
    that hits, in order."""
    lines: list[str] = []
    said = {decision.why}  # two rules may have the same words
    named = decision.rule.startswith("doubt: ")
    below = iter(hits)
    for rule in below:
        if rule.name == decision.rule:
            break
    for rule in below:
        if rule.handling != decision.handling:
            lines.append(f"ohne das: {rule.why} → {HANDLINGS[rule.handling]}")
            break
        if rule.why not in said and not (named and rule.name == "doubt: other"):
            lines.append(f"außerdem: {rule.why}")
        said.add(rule.why)
        named = named or rule.name.startswith("doubt: ")
    return lines


def show(
    console: Console,
    file: str,
    letter: Letter,
    reading: Reading,
    decision: Decision,
    others: Iterable[str] = (),
    title: str | None = None,
) -> None:
    """A mail and what was understood of it, for people. `title`: the event's."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    def sender() -> str:
        return visible(f"{letter.sender.name or ''} <{letter.sender.email}>".strip())

    console.rule(Text(visible(file), "bold"))
    console.print(Text.assemble(("Von     ", "dim"), sender()))
    console.print(Text.assemble(("Betreff ", "dim"), highlighted(letter, reading, "subject")))
    body = highlighted(letter, reading)
    body.rstrip()
    console.print(Padding(body, (1, 0, 1, 2), expand=False))
    part, inner = "forwarded/body", letter.forwarded
    while inner is not None:
        if not any(s.kind is SegmentKind.FORWARDED for s in letter.segments) or "/" in part.removesuffix("/body"):
            console.print(Text("Weitergeleitet:", "dim"))
            console.print(Padding(highlighted(letter, reading, part), (0, 0, 1, 4)))
        part, inner = f"forwarded/{part}", inner.forwarded
    words = {field: quote(letter, spans) for field, spans in evidence(reading).items()}
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style="italic", overflow="fold")

    def row(label: str, value: str, field: str) -> None:
        table.add_row(label, Text(value, STYLES.get(field, "")), Text(proof(words.get(field, []))))

    row("Was", KINDS[reading.kind.value], "kind")
    row("Wofür", title or reading.event.value or "–", "event")
    for person in reading.people:
        details = ", ".join(x for x in (person.organisation, person.email, person.phone) if x)
        name = visible(person.name or "(ohne Namen)")
        table.add_row("Wer", Text(name, STYLES["participants"]), Text(visible(details)))
    if reading.headcount.value:
        row("Plätze", str(reading.headcount.value), "headcount")
    for withdrawn in reading.withdrawn:
        row("Kommt nicht", visible(withdrawn.value), "withdrawn")
    for need in reading.needs:
        detail = language(need.value.detail) if need.value.kind is NeedKind.INTERPRETING else need.value.detail
        value = NEEDS[need.value.kind] + (f": {detail}" if detail else "")
        table.add_row("Braucht", Text(value, STYLES["travel_costs"]), Text(proof(quote(letter, need.evidence))))
    for need in reading.withdrawn_needs:
        table.add_row("Nicht mehr", Text(NEEDS[need.value.kind]), Text(proof(quote(letter, need.evidence))))
    if reading.question.value:
        row("Offene Frage", "ja", "question")
    row("Sprache", language(reading.language.value), "reply_language")
    for doubt in reading.doubts:
        words_of = Text(proof(quote(letter, doubt.evidence)))
        table.add_row("Zweifel", Text(DOUBTS.get(doubt.code, doubt.code), STYLES["doubts"]), words_of)
    for rival in reading.rivals:
        table.add_row("Oder", Text(f"{_rival(rival)} ({rival.sure:.0%})", STYLES["doubts"]))
    for remark in reading.remarks:
        if remark.changed or remark.sure < UNSURE:
            said = f"{visible(remark.name)}: {ROLES[remark.role]} ({remark.sure:.0%})"
            against = "anders als die Regeln" if remark.changed else ""
            table.add_row("Zweite Meinung", Text(said), Text(against))
    console.print(table)
    style = {"automatic": "bold green", "review": "bold yellow", "ignore": "bold"}[decision.handling]
    console.print()
    console.print(Text.assemble((f"→ {HANDLINGS[decision.handling]}", style), f": {decision.why} "), end="")
    console.print(Text(f"[Regel „{decision.rule}“, gelesen nach „{reading.why or '–'}“]", "dim"))
    for line in others:
        console.print(Text(f"  {line}", "dim"))
    console.print()


def _rival(rival: Rival) -> str:
    if isinstance(rival.value, Kind):
        return KINDS[rival.value]
    if rival.field == "headcount":
        return f"{rival.value} {'Platz' if rival.value == 1 else 'Plätze'}"
    return f"{'mit' if rival.value else 'ohne'} {NEEDS[NeedKind.TRAVEL_COSTS]}"


def proof(words: list[str]) -> str:
    """The words that prove a finding, quoted and not too many."""
    return visible(" · ".join(f"„{_short(w)}“" for w in words[:4]))


def _short(words: str, limit: int = 60) -> str:
    return words if len(words) <= limit else words[: limit - 1] + "…"


def moment_of(letter: Letter, fallback: datetime) -> datetime:
    """When a mail from a file was written: its Date, for want of an INTERNALDATE."""
    return letter.date or fallback
