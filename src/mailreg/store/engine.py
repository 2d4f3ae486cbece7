"""The door to the database: opens it at the right version, and hands out transactions.

Errors leave this room in plain words: DatabaseUnavailable, DatabaseOutdated, or PermanentError for what is our fault.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError, StatementError
from sqlalchemy.pool import StaticPool

from mailreg.model.errors import DatabaseUnavailable
from mailreg.store import schema
from mailreg.store.addresses import Addresses
from mailreg.store.byhand import ByHand
from mailreg.store.events import Events
from mailreg.store.failures import no_driver, plain
from mailreg.store.inbox import Inbox
from mailreg.store.informed import Informed
from mailreg.store.notes import Notes
from mailreg.store.outbox import Outbox
from mailreg.store.registrations import Registrations
from mailreg.store.returns import Returns
from mailreg.store.schema import HEAD
from mailreg.store.tables import metadata

__all__ = ["HEAD", "Store", "Transaction", "open_store"]

BUSY_SECONDS = 15  # how long a SQLite transaction waits for another one


@dataclass(frozen=True, slots=True)
class Transaction:
    """All that can be read and written, in one transaction."""

    inbox: Inbox
    registrations: Registrations
    outbox: Outbox
    events: Events
    notes: Notes
    addresses: Addresses
    returns: Returns
    informed: Informed
    by_hand: ByHand


class Store:
    """An open database. Made by `open_store`; may be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.url = _shown(engine.url)  # without password

    @contextmanager
    def begin(self, *, durable: bool = True) -> Iterator[Transaction]:
        """One transaction: committed at the end, rolled back on any error. Raises DatabaseUnavailable.

        `durable=False` does not wait for the disk: what is committed survives a kill of this process, but perhaps not a
        power cut, until the next durable commit. Only for what may be forgotten without harm."""
        with self._plain_errors(), self._connection(durable) as connection:
            yield Transaction(
                Inbox(connection),
                Registrations(connection),
                Outbox(connection),
                Events(connection),
                Notes(connection),
                Addresses(connection),
                Returns(connection),
                Informed(connection),
                ByHand(connection),
            )

    @contextmanager
    def _connection(self, durable: bool) -> Iterator[Connection]:
        if durable:
            with self._engine.begin() as connection:
                yield connection
        elif self._engine.dialect.name != "sqlite":
            with self._engine.begin() as connection:
                connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
                yield connection
        else:
            with self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                raw.execute("PRAGMA synchronous=NORMAL")  # can't be changed inside a transaction
                try:
                    with connection.begin():
                        yield connection
                finally:
                    try:
                        raw.execute("PRAGMA synchronous=FULL")
                    except sqlite3.Error:
                        connection.invalidate()  # the next one is made anew, and waits for the disk

    def revision(self) -> str | None:
        """The version of the database; None if it is empty."""
        with self._plain_errors(), self._engine.connect() as connection:
            return schema.revision(connection)

    def tidy(self) -> None:
        """Empty SQLite's write-ahead log: it still holds the bytes of private mail that the database has forgotten.
        While another process is at work this may fail; the next round tries again."""
        if self._engine.dialect.name != "sqlite":
            return
        with suppress(SQLAlchemyError, sqlite3.Error), self._engine.connect() as connection:
            plain_connection = connection.connection.driver_connection
            assert isinstance(plain_connection, sqlite3.Connection)
            connection.rollback()  # no transaction may be open
            plain_connection.execute("PRAGMA busy_timeout=1000")
            try:
                plain_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                plain_connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def dispose(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _migrate(self, *, allowed: bool) -> None:
        stored = self.revision()
        if stored == schema.HEAD:
            return
        if stored is not None and schema.is_newer(stored):
            raise schema.too_new(stored, self.url)
        if not allowed:
            raise schema.too_old(stored, self.url)
        with self._plain_errors():
            schema.upgrade(self._engine)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except StatementError as error:
            if type(error) is StatementError and error.orig is not None:
                raise error.orig from None  # a value that our own types refuse, not the database
            raise plain(error, self.url) from None
        except SQLAlchemyError as error:
            raise plain(error, self.url) from None


def empty_store() -> Store:
    """A database in memory with nothing in it."""
    store = Store(_sqlite(make_url("sqlite://")))
    metadata.create_all(store._engine)
    return store


def open_store(url: str, *, migrate: bool = True, reading: bool = False) -> Store:
    """Open the database at this SQLAlchemy URL (sqlite:///FILE or postgresql://…) and bring it to this program's
    version. Raises DatabaseUnavailable; DatabaseOutdated if it is newer, or older and `migrate` is False. `reading`:
    its transactions write nothing, and need not wait until another one has ended."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnavailable(
            "MAILREG_DATABASE_URL ist keine Adresse einer Datenbank wie sqlite:////var/lib/mailreg/mailreg.db."
        ) from None
    try:
        engine = _sqlite(parsed, reading=reading) if parsed.get_backend_name() == "sqlite" else _server(parsed)
    except (NoSuchModuleError, ImportError) as error:
        raise no_driver(error, _shown(parsed)) from None
    store = Store(engine)
    try:
        store._migrate(allowed=migrate)
    except BaseException:
        store.dispose()
        raise
    return store


def _shown(url: URL) -> str:
    """The address for people: no password, and no options, which may hold one, too."""
    shown = URL.create(url.drivername, url.username, host=url.host, port=url.port, database=url.database)
    return shown.render_as_string()


def _server(url: URL) -> Engine:
    # A connection that the server closed in the meantime is found before it is used, not by a failed transaction.
    options: dict[str, Any] = {"connect_timeout": 10} if url.get_backend_name() == "postgresql" else {}
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_recycle=1800, connect_args=options)


def _sqlite(url: URL, *, reading: bool = False) -> Engine:
    options: dict[str, Any] = {}
    if url.database in (None, "", ":memory:"):
        options = {"poolclass": StaticPool}
    else:
        assert url.database is not None
        _create_private(Path(url.database))
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **options
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see below
        _use_wal(connection)
        for pragma in (
            "synchronous=FULL",  # what is committed survives a power cut
            "foreign_keys=ON",
            # A batch of mails is 4 MB at most, and is soon zeroes: with less, each batch is written to the file itself,
            # and read again from there. What the log holds of private mail goes at the end of the round (`tidy`).
            "wal_autocheckpoint=4000",  # pages: 16 MB
            "cache_size=-8000",  # kB
            "secure_delete=ON",  # what private mail leaves behind is zeroes
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        # IMMEDIATE: who reads in order to write must not find out at the end that somebody else has written.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _use_wal(connection: sqlite3.Connection) -> None:
    """Readers don't wait for the writer, and a commit is one write. The switch stays in the file; while two processes
    open a new file at once, it is refused without the usual waiting."""
    for attempt in range(50):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 49:
                raise
            time.sleep(0.02)


def _create_private(path: Path) -> None:
    """The file holds people's data: only its owner may read it. SQLite gives its side files the same rights."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
    except OSError:
        return  # it is there already, or connecting will say what is wrong
