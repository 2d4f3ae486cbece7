"""A PostgreSQL cluster of one's own, in a temporary folder, on a unix socket (no port that could be taken).

Fixtures: `postgres` (the cluster, once per session and xdist worker), `postgres_url` (a new empty database in it).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.servers import require

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(frozen=True)
class Cluster:
    """A running server. Its superuser is `postgres`, local connections need no password."""

    programs: Path
    folder: Path

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run one statement as superuser, outside a transaction."""
        import psycopg

        with closing(psycopg.connect(host=str(self.folder), user="postgres", autocommit=True)) as connection:
            connection.execute(statement.encode())

    def control(self, *arguments: str) -> None:
        """Run pg_ctl."""
        _as_owner(
            [
                str(self.programs / "pg_ctl"),
                "-D",
                str(self.folder / "data"),
                "-l",
                str(self.folder / "log"),
                *arguments,
            ],
            self.folder,
        )

    def start(self) -> None:
        # fsync off: no test cuts the power. Small: several clusters may run side by side.
        options = f"-c listen_addresses= -k {self.folder} -c fsync=off -c shared_buffers=16MB -c max_connections=30"
        self.control("-w", "-t", "60", "-o", options, "start")

    def stop(self) -> None:
        self.control("-w", "-m", "immediate", "stop")


def find_programs() -> Path | None:
    """The folder of initdb: the newest version that is installed."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(number) for number in re.findall(r"\d+", path.parts[-3])],
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _as_owner(arguments: list[str], folder: Path) -> None:
    """PostgreSQL refuses to run as root."""
    options: dict[str, Any] = {}
    if os.geteuid() == 0:
        options = {"user": "postgres", "group": "postgres", "extra_groups": []}
    # The output goes to a file: the server would keep a pipe open, and we would wait for its end for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(  # noqa: PLW1510 - looked at below
            arguments, cwd=folder, env=_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options
        )
        if done.returncode != 0:
            output.seek(0)
            raise RuntimeError(f"{arguments[0]} failed:\n{output.read().decode(errors='replace')}")


def new_cluster(programs: Path) -> Cluster:
    """A cluster that is ready to start, in a folder of its own (short: a socket's path has at most 107 bytes)."""
    folder = Path(tempfile.mkdtemp(prefix="mailreg-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _as_owner(
        [
            str(programs / "initdb"),
            "-D",
            str(folder / "data"),
            *"-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions".split(),
        ],
        folder,
    )
    return Cluster(programs, folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A running cluster."""
    programs = find_programs()
    require(programs is not None, "PostgreSQL's server is not installed (Debian: apt-get install postgresql)")
    assert programs is not None
    cluster = new_cluster(programs)
    try:
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(cluster.folder, ignore_errors=True)


_numbers = count(1)


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """The URL of a new, empty database."""
    name = f"test_{next(_numbers)}"
    postgres.run(f"CREATE DATABASE {name} TEMPLATE template0")
    yield postgres.url(name)
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")
