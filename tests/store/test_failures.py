"""What the database can't do is said in one plain line, and leaves nothing half."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from mailreg.model.errors import DatabaseUnavailable, PermanentError
from mailreg.model.ports import Cursor
from mailreg.store import engine as engine_module
from mailreg.store.engine import Store, open_store
from tests.servers.postgres import Cluster
from tests.store.samples import BOX, FOLDER, NOW, fetched, raw, registration


def plain(error: BaseException) -> str:
    """The message, after a look at its form."""
    message = str(error)
    assert "\n" not in message
    assert message[-1] in ".?"
    assert "hunter2" not in message
    assert "Zoë" not in message
    return message


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mailreg.db"


@pytest.fixture
def sqlite_store(path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{path}")
    yield opened
    opened.dispose()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:////no/such/folder/mailreg.db", "lässt sich nicht öffnen"),
        ("sqlite:////dev/null/mailreg.db", "lässt sich nicht öffnen"),
        ("nonsense", "keine Adresse einer Datenbank"),
        ("postgresql://mailreg:hunter2@127.0.0.1:1/mailreg", "ist nicht erreichbar"),
        ("oracle9://mailreg:hunter2@db.example/mailreg", "Diese Art von Datenbank"),
        ("mysql+nodriver://mailreg:hunter2@db.example/mailreg", "Diese Art von Datenbank"),
    ],
)
def test_a_database_that_can_not_be_opened(url: str, words: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=words) as caught:
        open_store(url)
    plain(caught.value)


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_bytes(b"Ich bin ein Brief. " * 100)
    with pytest.raises(DatabaseUnavailable, match="ist keine SQLite-Datenbank") as caught:
        open_store(f"sqlite:///{path}")
    plain(caught.value)
    assert path.read_bytes() == b"Ich bin ein Brief. " * 100


def test_a_locked_database(sqlite_store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0)
    store = open_store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable, match="gesperrt") as caught, store.begin() as tx:
            fetched(tx, 1)
        plain(caught.value)
        other.execute("ROLLBACK")
    with store.begin() as tx:
        assert tx.inbox.waiting(9, NOW) == []
        assert fetched(tx, 1) == 1
    store.dispose()


def test_a_full_disk_in_mid_transaction(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        fetched(tx, 1)

    @event.listens_for(sqlite_store._engine, "begin")
    def fill(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # type: ignore[attr-defined] # no page more than there are

    with pytest.raises(DatabaseUnavailable, match="voll") as caught, sqlite_store.begin() as tx:  # noqa: PT012
        fetched(tx, 2)
        tx.registrations.add(registration(), NOW)
        tx.inbox.store_fetched([raw(3, b"x" * 1_000_000)], BOX, FOLDER, Cursor(7, 4), first_sight=False, now=NOW)
    plain(caught.value)
    event.remove(sqlite_store._engine, "begin", fill)
    with sqlite_store.begin() as tx:
        tx.inbox._connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert [mail.raw.key.uid for mail in tx.inbox.waiting(9, NOW)] == [1]
        assert tx.inbox.cursor(BOX, FOLDER) == Cursor(7, 2)
        assert tx.registrations.all() == []


def test_a_read_only_database(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        fetched(tx, 1)
    with sqlite_store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(DatabaseUnavailable, match="schreibgeschützt") as caught, sqlite_store.begin() as tx:
        fetched(tx, 2)
    plain(caught.value)


def test_a_refused_statement_is_our_fault_and_quotes_no_data(store: Store) -> None:
    """It must not look transient: one mail that the database refuses would stop all others for ever."""
    insert = text("INSERT INTO notes (key, value) VALUES (:key, :value)")
    with pytest.raises(PermanentError, match="abgelehnt") as caught, store.begin() as tx:  # noqa: PT012
        fetched(tx, 1)
        for _ in range(2):
            tx.notes._connection.execute(insert, {"key": "Zoë", "value": "Zoë"})
    assert not isinstance(caught.value, DatabaseUnavailable)
    assert caught.value.__suppress_context__
    plain(caught.value)
    with store.begin() as tx:
        assert tx.inbox.waiting(9, NOW) == []


@pytest.mark.postgres
def test_postgres_down_and_up_again(postgres: Cluster, postgres_url: str) -> None:
    store = open_store(postgres_url)
    with store.begin() as tx:
        fetched(tx, 1)
    postgres.stop()
    try:
        with pytest.raises(DatabaseUnavailable, match="ist nicht erreichbar") as caught, store.begin() as tx:
            fetched(tx, 2)
        plain(caught.value)
    finally:
        postgres.start()
    with store.begin() as tx:
        assert fetched(tx, 1, 2) == 1
    store.dispose()


@pytest.mark.postgres
def test_postgres_stops_in_mid_transaction(postgres: Cluster, postgres_url: str) -> None:
    store = open_store(postgres_url)
    try:
        with pytest.raises(DatabaseUnavailable), store.begin() as tx:  # noqa: PT012
            fetched(tx, 1)
            postgres.stop()
            fetched(tx, 2)
    finally:
        postgres.start()
    with store.begin() as tx:
        assert tx.inbox.waiting(9, NOW) == []
    store.dispose()


@pytest.mark.postgres
def test_postgres_refuses_the_password(postgres: Cluster) -> None:
    postgres.run("DROP ROLE IF EXISTS mailreg")
    postgres.run("CREATE ROLE mailreg LOGIN PASSWORD 'right'")
    rules = postgres.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("local all mailreg scram-sha-256\n" + before)
    postgres.control("reload")
    try:
        url = f"postgresql://mailreg:hunter2@/postgres?host={postgres.folder}"
        with pytest.raises(DatabaseUnavailable, match="lehnt Namen oder Passwort ab") as caught:
            open_store(url)
        assert "postgresql://mailreg@/postgres" in plain(caught.value)
    finally:
        rules.write_text(before)
        postgres.control("reload")


@pytest.mark.postgres
def test_a_database_that_is_not_on_the_server(postgres: Cluster) -> None:
    with pytest.raises(DatabaseUnavailable, match="gibt es auf diesem Server nicht") as caught:
        open_store(postgres.url("nowhere"))
    plain(caught.value)


def test_the_url_for_people_has_no_password() -> None:
    from sqlalchemy import make_url

    url = make_url("postgresql://mailreg:hunter2@db.example/mailreg?password=hunter2&sslmode=require")
    assert engine_module._shown(url) == "postgresql://mailreg@db.example/mailreg"


def test_the_file_belongs_to_its_owner_only(sqlite_store: Store, path: Path) -> None:
    with sqlite_store.begin() as tx:
        fetched(tx, 1)
        assert {
            file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.glob("mailreg.db*")
        } == dict.fromkeys(("mailreg.db", "mailreg.db-wal", "mailreg.db-shm"), "0o600")


def test_sqlite_is_set_to_keep_what_is_committed(sqlite_store: Store) -> None:
    with sqlite_store._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 15000,
    }
