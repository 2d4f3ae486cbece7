"""What the demonstration shows: a line for each mail as it is dealt with, then the lists."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailreg.flow.office import Notice
from mailreg.model.decision import Decision, Handling
from mailreg.model.mail import Letter
from mailreg.model.outgoing import ANSWERS, Outgoing, Purpose
from mailreg.model.reading import Kind, NeedKind, Reading
from mailreg.model.registration import Event, Registration, Status

KINDS = {
    Kind.REGISTER: "Anmeldung",
    Kind.CANCEL: "Absage",
    Kind.CHANGE: "Änderung",
    Kind.QUESTION: "Frage",
    Kind.AUTOMATIC: "Automat",
    Kind.UNRELATED: "anderes",
}
MARKS = {Handling.AUTOMATIC: ("✓", "bold green"), Handling.REVIEW: ("?", "bold yellow"), Handling.IGNORE: ("·", "dim")}
WIDE = 100  # columns; below, the sender gets less room
NEEDS = {NeedKind.ACCESSIBILITY: "Barrierefreiheit", NeedKind.CHILDCARE: "Kinderbetreuung", NeedKind.DIET: "Essen"}


class Screen:
    """Prints as the notices come; `counts` holds how many mails ended how."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.counts: Counter[str] = Counter()

    def opening(self, event: Event, mails: int, folders: tuple[str, ...]) -> None:
        start, end = event.start, event.end
        offers = (("Fahrtkosten", event.travel_costs), ("Sprachmittlung", event.interpreting))
        self.console.print()
        self.console.print(Text("mailreg", "bold"), Text("– die Anmeldestelle im E-Mail-Postfach", "dim"))
        self.console.print()
        self.console.print(Text("Aus dem Flyer gelesen", "bold"))
        grid = Table.grid(padding=(0, 2))
        grid.add_column(min_width=13, justify="right")
        grid.add_column(overflow="fold")
        for label, value in (
            ("Titel", event.title),
            ("", event.subtitle),
            ("Zeit", f"{start:%d.%m.%Y}, {start:%H:%M}–{end:%H:%M} Uhr"),
            ("Ort", event.place),
            ("Anmeldung", event.registration_email),
            ("auf Anfrage", " und ".join(word for word, on in offers if on)),
            ("von", ", ".join(event.organisers)),
        ):
            if value:
                grid.add_row(Text(label, "dim"), value)
        self.console.print(grid)
        self.console.print()
        self.console.print(
            Text(f"{mails} Mails treffen ein", "bold"), Text(f"(Ordner {', '.join(folders)}, Herbst 2022)", "dim")
        )

    def notice(self, notice: Notice) -> None:
        """One line when a mail has been judged; what went out follows."""
        if notice.step == "decided":
            letter, reading, decision = (notice.details[k] for k in ("letter", "reading", "decision"))
            assert isinstance(letter, Letter)
            assert isinstance(reading, Reading)
            assert isinstance(decision, Decision)
            self._line(letter, reading, decision)
        elif notice.step == "accepted":
            outgoing = notice.details["outgoing"]
            assert isinstance(outgoing, Outgoing)
            kinds = {"answers": ANSWERS, "digests": (Purpose.DIGEST,)}
            self.counts[next((k for k, found in kinds.items() if outgoing.purpose in found), "notices")] += 1
        elif notice.step == "failed":
            self.console.print(Text("  ! eine Mail ließ sich nicht lesen", "bold red"))

    def _line(self, letter: Letter, reading: Reading, decision: Decision) -> None:
        self.counts[decision.handling] += 1
        mark, style = MARKS[decision.handling]
        date = f"{letter.date:%d.%m.}" if letter.date else "      "
        width = max(self.console.width, 60)
        sender = _cell(letter.sender.name or letter.sender.email, 24 if width > WIDE else 18)
        head = Text.assemble((f" {mark} ", style), (f"{date} ", "dim"), f"{sender} ")
        if decision.handling is Handling.IGNORE:
            said, outcome = Text(), Text(decision.why, "dim")
        else:
            said = Text.assemble((f"{KINDS[reading.kind.value]:<10}", style), understood(reading))
            said.rstrip()
            outcome = Text(f"→ Antwort ({reading.language.value})", "green")
            if decision.handling is Handling.REVIEW:
                outcome = Text(f"→ {decision.why}", "yellow")
        for number, line in enumerate(self._folded(said, outcome, width - head.cell_len)):
            line.rstrip()
            self.console.print(Text.assemble(head if number == 0 else " " * head.cell_len, line), soft_wrap=True)

    def _folded(self, said: Text, outcome: Text, room: int) -> list[Text]:
        """Both in lines of so many cells: the outcome behind what was understood, or below it. Nothing is left out."""
        lines = list(said.wrap(self.console, room)) if said else []
        if lines and lines[-1].cell_len + 2 + outcome.cell_len <= room:
            return [*lines[:-1], Text.assemble(lines[-1], "  ", outcome)]
        return lines + list(outcome.wrap(self.console, room))

    def participants(self, event: Event, registrations: list[Registration]) -> None:
        """Who comes, with what they need."""
        confirmed = [r for r in registrations if r.status is Status.CONFIRMED]
        if not confirmed:
            return
        seats = sum(r.seats for r in confirmed)
        self.console.print()
        self.console.print(Text(f"{event.title}: {seats} Plätze", "bold"))
        table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), show_edge=False)
        widest = max(16, (self.console.width - 44) // 2)
        for column, width in (("Name", widest), ("Organisation", widest), ("Sprachmittlung", 14)):
            table.add_column(column, overflow="ellipsis", no_wrap=True, max_width=width)
        table.add_column("Fahrt", no_wrap=True)
        table.add_column("Sonstiges", overflow="ellipsis", no_wrap=True)
        for registration in confirmed:
            needs = registration.needs
            languages = ", ".join(sorted({n.detail for n in needs if n.kind is NeedKind.INTERPRETING}))
            travel = "ja" if any(n.kind is NeedKind.TRAVEL_COSTS for n in needs) else ""
            other = ", ".join(sorted({NEEDS[n.kind] for n in needs if n.kind in NEEDS}))
            first = True
            for person in registration.people:
                if person.status is Status.CANCELLED:
                    continue
                name = Text(person.name or "+ 1 Begleitperson", "" if person.name else "dim")
                organisation = Text(person.organisation or "", "dim")
                table.add_row(name, organisation, *((languages, travel, other) if first else ("", "", "")))
                first = False
        self.console.print(table)
        cancelled = [p.name for r in registrations for p in r.people if p.status is Status.CANCELLED and p.name]
        if cancelled:
            self.console.print(Text(f"  abgesagt: {', '.join(cancelled)}", "dim"))

    def waiting(self, count: int) -> None:
        if count:
            self.console.print()
            self.console.print(
                Text(f"{count} Mails warten auf eine Person", "bold yellow"), Text("(oben mit „?“)", "dim")
            )

    def summary(self, index: Path, seconds: float) -> None:
        counts = self.counts
        self.console.print()
        self.console.print(
            Text.assemble(
                (f"{counts['answers']} Antworten", "bold green"),
                " gesendet, ",
                f"{counts['notices']} Erinnerungen und Hinweise, {counts['digests']} Tagesübersichten",
            )
        )
        self.console.print(
            Text.assemble(
                (f"{counts[Handling.REVIEW]} Mails", "bold yellow"), " für eine Person zurückgelegt, ",
                (f"{counts[Handling.IGNORE]} Mails", "bold"), " unbeachtet gelassen",
                (f"  ({seconds:.1f} s)", "dim"),
            )
        )  # fmt: skip
        self.console.print(Text.assemble("Die Antworten zum Ansehen: ", (str(index), "bold")), soft_wrap=True)
        self.console.print(Text("Sonst bleibt nichts zurück: Postfach und Datenbank waren nur für die Demo da.", "dim"))


def understood(reading: Reading) -> Text:
    """Who and what, in a few words."""
    names = [p.name or "(ohne Namen)" for p in reading.people]
    unnamed = reading.headcount.value - len(names)
    if unnamed > 0 and reading.kind.value is Kind.REGISTER:
        names.append(f"+{unnamed}")
    text = Text(", ".join(names))
    if reading.withdrawn:
        text.append(f"{' ' if names else ''}ohne {', '.join(w.value for w in reading.withdrawn)}", "red")
    parts = []
    if reading.has(NeedKind.INTERPRETING):
        parts.append(f"Sprachmittlung {'/'.join(reading.details(NeedKind.INTERPRETING))}")
    if reading.has(NeedKind.TRAVEL_COSTS):
        parts.append("Fahrtkosten")
    parts += sorted({NEEDS[n.value.kind] for n in reading.needs if n.value.kind in NEEDS})
    if parts:
        text.append(f"{' · ' if text else ''}{', '.join(parts)}", "magenta")
    if reading.question.value and reading.kind.value is not Kind.QUESTION:
        text.append(f"{' · ' if text else ''}Frage", "yellow")
    return text


def _cell(text: str, width: int) -> str:
    """Exactly so many terminal cells: wide and combining characters are counted as they are shown."""
    cell = Text(" ".join(text.split()))
    cell.truncate(width, overflow="ellipsis", pad=True)
    return cell.plain
