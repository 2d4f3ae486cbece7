"""The version of the database: compared at every start, migrated by alembic (slow to import) only when needed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from mailreg.model.errors import DatabaseOutdated
from mailreg.store.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0002"  # the newest migration (tests/store/test_schema.py holds this true)


def migrations() -> Path:
    """The folder of the migrations: in the installed package, or in the source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data" / "migrations"
    return installed if installed.is_dir() else package.parent.parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The stored version; None in an empty database. DatabaseOutdated if it is somebody else's database."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        stored = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if stored is not None:
            return str(stored)
    if tables & set(metadata.tables):
        raise DatabaseOutdated(
            "Die Datenbank hat Tabellen, aber keine Versionsangabe. "
            "Bitte eine Sicherung zurückspielen oder eine leere Datenbank angeben."
        )
    return None


def is_newer(stored: str) -> bool:
    """Versions are numbers that grow; what is no number is not ours, and not older."""
    return not stored.isdigit() or int(stored) > int(HEAD)


def too_new(stored: str, where: str) -> DatabaseOutdated:
    return DatabaseOutdated(
        f"Die Datenbank {where} gehört zu einer neueren Version von mailreg "
        f"(Stand {stored}, dieses Programm kennt {HEAD}). Bitte mailreg aktualisieren."
    )


def too_old(stored: str | None, where: str) -> DatabaseOutdated:
    return DatabaseOutdated(
        f"Die Datenbank {where} ist noch nicht auf dem Stand dieses Programms ({stored or 'leer'} statt {HEAD}). "
        "Ein Start von mailreg bringt sie auf diesen Stand.",
        older=True,
    )


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database to this version, in one transaction. Two processes may try at once: the second waits, and
    finds nothing to do. An existing SQLite file is copied first."""
    _run(engine, target, down=False)


def downgrade(engine: Engine, target: str) -> None:
    """Bring the database back to an older version ("base": no tables)."""
    _run(engine, target, down=True)


def _run(engine: Engine, target: str, *, down: bool) -> None:
    from alembic import command

    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Rebuilding a table drops the old one, and with it, by cascade, the rows that refer to it. SQLite ignores
            # this switch inside a transaction.
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(7236273461)"))
                stored = revision(connection)
                if stored != HEAD or down or target != "head":
                    if stored is not None:
                        _back_up(connection, stored)
                    config = config_for(connection)
                    (command.downgrade if down else command.upgrade)(config, target)
                    if connection.dialect.name == "sqlite":
                        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
                        if broken is not None:
                            raise DatabaseOutdated(
                                "Die Umstellung der Datenbank ergab Widersprüche und wurde zurückgenommen."
                            )
        finally:
            connection.invalidate()  # the switch above must not stay in the pool
            connection.close()


def config_for(connection: Connection) -> Config:
    """Alembic's configuration, bound to this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _back_up(connection: Connection, stored: str) -> None:
    """A consistent copy beside the SQLite file, as FILE.before-migration-from-VERSION. It is written under another name
    first, so that a broken copy never looks like a whole one."""
    name = connection.engine.url.database
    if connection.dialect.name != "sqlite" or not name or name == ":memory:":
        return
    source = Path(name)
    goal = source.with_name(f"{source.name}.before-migration-from-{stored}")
    draft = goal.with_name(goal.name + ".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600))
    # A second connection reads the last committed state, while our own transaction keeps writers away.
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(draft)) as new:
        old.backup(new)
    draft.replace(goal)
