"""Migrations: up, down, up; nothing forgotten; older databases are brought up, newer ones are left alone."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from mailreg.model.errors import DatabaseOutdated, MailregError
from mailreg.store import schema
from mailreg.store.engine import HEAD, Store, open_store
from mailreg.store.tables import metadata
from tests.store.samples import NOW, registration

TOMORROW = f"{int(HEAD) + 1:04d}"


def tables(store: Store) -> set[str]:
    return set(inspect(store._engine).get_table_names())


def test_head_is_the_newest_migration() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(schema.config_for(connection))
    engine.dispose()
    assert script.get_heads() == [HEAD]


def test_up_down_up_leaves_nothing_behind(store: Store) -> None:
    everything = set(metadata.tables) | {"alembic_version"}
    assert (tables(store), store.revision()) == (everything, HEAD)
    schema.downgrade(store._engine, "base")
    assert (tables(store) - {"sqlite_sequence"}, store.revision()) == ({"alembic_version"}, None)
    schema.upgrade(store._engine)
    assert (tables(store), store.revision()) == (everything, HEAD) or "sqlite_sequence" in tables(store)
    with store.begin() as tx:
        tx.registrations.add(registration(), NOW)


def test_the_migrations_make_what_the_tables_say(store: Store) -> None:
    with store._engine.connect() as connection:
        command.check(schema.config_for(connection))  # raises if a migration is missing


def test_foreign_keys_are_watched_after_a_migration(store: Store) -> None:
    with pytest.raises(MailregError, match="abgelehnt"), store.begin() as tx:
        tx.inbox._connection.execute(
            text("INSERT INTO participants (registration_id, position, status) VALUES (9, 0, 'held')")
        )


def test_a_database_that_is_up_to_date_does_not_load_alembic(database_url: str) -> None:
    import subprocess
    import sys

    open_store(database_url).dispose()
    code = (
        "import sys; from mailreg.store.engine import open_store; "
        f"open_store({database_url!r}).dispose(); print('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "False\n"


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program of tomorrow: a migration that rebuilds a table to which others refer."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.migrations(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{TOMORROW}_tomorrow.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{TOMORROW}'\ndown_revision = '{HEAD}'\n"
        "def upgrade():\n"
        "    sqlite = op.get_bind().dialect.name == 'sqlite'\n"
        "    with op.batch_alter_table('registrations', recreate='always' if sqlite else 'never') as batch:\n"
        "        batch.add_column(sa.Column('tomorrow', sa.Text()))\n"
        "def downgrade():\n"
        "    with op.batch_alter_table('registrations') as batch:\n"
        "        batch.drop_column('tomorrow')\n"
    )
    return folder


def tomorrow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "migrations", lambda: folder)
    monkeypatch.setattr(schema, "HEAD", TOMORROW)


def add_one(url: str) -> None:
    store = open_store(url)
    with store.begin() as tx:
        tx.registrations.add(registration(), NOW)
    store.dispose()


def test_an_older_database_is_brought_up_and_keeps_all(
    database_url: str, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_one(database_url)
    tomorrow(next_version, monkeypatch)
    with pytest.raises(DatabaseOutdated, match="noch nicht auf dem Stand"):
        open_store(database_url, migrate=False)
    store = open_store(database_url)
    assert store.revision() == TOMORROW
    with store.begin() as tx:
        [kept] = tx.registrations.all()
        assert [person.name for person in kept.people] == ["Zoë Müller"]
        assert len(tx.registrations.history(1)) == 1
    store.dispose()


def test_the_sqlite_file_is_copied_before_a_migration(
    tmp_path: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mailreg.db"
    add_one(f"sqlite:///{path}")
    tomorrow(next_version, monkeypatch)
    open_store(f"sqlite:///{path}").dispose()
    copy = tmp_path / f"mailreg.db.before-migration-from-{HEAD}"
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert connection.execute("SELECT name FROM participants").fetchall() == [("Zoë Müller",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert not list(tmp_path.glob("*.part"))


def test_a_migration_that_fails_changes_nothing(
    database_url: str, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_one(database_url)
    broken = next_version / "versions" / f"{TOMORROW}_tomorrow.py"
    broken.write_text(
        broken.read_text().replace(
            "def downgrade", "    op.execute('INSERT INTO no_such_table VALUES (1)')\ndef downgrade"
        )
    )
    with monkeypatch.context() as patch:
        tomorrow(next_version, patch)
        with pytest.raises(MailregError):
            open_store(database_url)
    store = open_store(database_url)
    assert store.revision() == HEAD
    with store.begin() as tx:
        assert len(tx.registrations.all()) == 1
    store.dispose()


@pytest.mark.parametrize("version", [TOMORROW, "9999", "af36c1d2"])
def test_a_newer_database_is_left_alone(store: Store, database_url: str, version: str) -> None:
    with store.begin() as tx:
        tx.notes._connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with pytest.raises(DatabaseOutdated, match=rf"Stand {version}.*Bitte mailreg aktualisieren\.$"):
        open_store(database_url)
    assert store.revision() == version


def test_a_database_without_a_version_is_left_alone(store: Store, database_url: str) -> None:
    with store.begin() as tx:
        tx.notes._connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(DatabaseOutdated, match="keine Versionsangabe"):
        open_store(database_url)


def test_the_migrations_are_found_in_both_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (schema.migrations() / "env.py").is_file()
    installed = tmp_path / "mailreg" / "_data" / "migrations"
    installed.mkdir(parents=True)
    monkeypatch.setattr(schema, "__file__", str(tmp_path / "mailreg" / "store" / "schema.py"))
    assert schema.migrations() == installed
