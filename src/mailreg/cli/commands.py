"""All commands in one table, so that a test can hold that each is documented."""

from __future__ import annotations

import typer

from mailreg.cli import desk, events, outbox, reading, review, setup, work


def register(app: typer.Typer) -> None:
    """Hang every command into the application."""
    app.command("init", help="Richtet mailreg ein: fragt nach Adresse und Passwort, probiert, schreibt .env.")(
        setup.init
    )
    app.command("check", help="Prüft alles: IMAP, SMTP, Datenbank, Vorlagen, Veranstaltungen, Uhr.")(setup.check)
    app.add_typer(events.app, name="event", help="Veranstaltungen: einlesen, zeigen, ausgeben.")
    app.command("run", help="Arbeitet ständig: liest das Postfach, führt die Liste, antwortet.")(work.run)
    app.command("once", help="Erledigt einmal alles, was ansteht, und endet.")(work.once)
    app.command("registrations", help="Zeigt die Liste der Teilnehmer*innen.")(desk.registrations)
    app.command("status", help="Zeigt, was läuft, was wartet und was schiefging.")(desk.status)
    app.command("health", help="Läuft mailreg? Endet mit 0 (ja) oder 1 (nein); für Überwachung.")(work.health)
    app.add_typer(review.app, name="review", help="Mails, die eine Person ansehen muss.")
    app.add_typer(outbox.app, name="outbox", help="Antworten: zeigen, freigeben, verwerfen, erneut senden.")
    app.command("read", help="Liest Mails aus Dateien und zeigt, was verstanden wurde. Braucht keine Einrichtung.")(
        reading.read
    )
    app.command("demo", help="Zeigt alles an Beispielen, ohne Netz und ohne Einrichtung.")(work.demo)
