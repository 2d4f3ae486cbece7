"""All commands in one table, so that a test can hold that each is documented."""

from __future__ import annotations

import typer

from mailreg.cli import (
    addresses,
    check,
    desk,
    digest,
    eventchange,
    events,
    german,
    init,
    listing,
    outbox,
    reading,
    review,
    template,
    work,
)  # fmt: skip

COMMANDS = (
    ("init", init.init, "Richtet mailreg ein: fragt, probiert, schreibt .env."),
    ("check", check.check, "Prüft alles und sagt, was zu tun ist."),
    ("run", work.run, "Arbeitet ständig."),
    ("once", work.once, "Erledigt einmal alles, was ansteht, und endet."),
    ("status", desk.status, "Zeigt, was läuft, was wartet und was schiefging."),
    ("digest", digest.digest, "Zeigt die Tagesübersicht, wie sie jetzt aussähe."),
    ("health", work.health, "Läuft mailreg? Endet mit 0 (ja) oder 1 (nein)."),
    ("read", reading.read, "Liest Mails aus Dateien; braucht keine Einrichtung."),
    ("demo", work.demo, "Zeigt alles an Beispielen, ohne Netz."),
)
GROUPS = (
    ("event", events.app, "Veranstaltungen: einlesen, zeigen, ausgeben, absagen."),
    ("registrations", listing.app, "Zeigt die Liste der Teilnehmer*innen."),
    ("review", review.app, "Mails, die eine Person ansehen muss."),
    ("outbox", outbox.app, "Antworten: zeigen, freigeben, verwerfen."),
    ("addresses", addresses.app, "Adressen, bei denen Mails nicht ankommen."),
    ("template", template.app, "Texte der E-Mails: zeigen, ansehen, prüfen."),
)


def register(app: typer.Typer) -> None:
    """Hang every command into the application."""
    known = {command.name for command in events.app.registered_commands}
    for named, change, meaning in eventchange.COMMANDS:
        if named not in known:  # the application may be built again
            events.app.command(named, help=meaning)(change)
    for name, function, words in COMMANDS:
        app.command(name, help=words, cls=german.Command)(function)
    for name, group, words in GROUPS:
        for command in group.registered_commands:
            command.cls = german.Command
        app.add_typer(group, name=name, help=words, cls=german.Group)
