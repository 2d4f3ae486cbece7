"""What app.py builds and keeps: the secret, the names of workers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mailreg.app import kept_secret, process_start, worker_is_dead, worker_name
from mailreg.model.errors import OperationError, SettingsError


def test_the_secret_is_made_once_and_only_ours_to_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = kept_secret(data)
    assert len(first) >= 32
    assert kept_secret(data) == first
    assert (data / "secret").stat().st_mode & 0o077 == 0
    assert data.stat().st_mode & 0o077 == 0


def test_a_damaged_secret_is_said_and_not_replaced(tmp_path: Path) -> None:
    """A new one would make all our earlier mails strangers to us."""
    (tmp_path / "secret").write_bytes(b"short")
    with pytest.raises(SettingsError, match="MAILREG_SECRET"):
        kept_secret(tmp_path)
    assert (tmp_path / "secret").read_bytes() == b"short"


def test_a_data_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperationError, match="file"):
        kept_secret(tmp_path / "file" / "data")


def ended_process() -> tuple[int, str]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    start = process_start(process.pid)
    assert process.stdin is not None
    process.stdin.close()
    process.wait(10)
    return process.pid, start


def test_workers_are_dead_only_when_that_is_sure() -> None:
    host, (pid, start) = socket.gethostname(), ended_process()
    assert not worker_is_dead(worker_name()), "this process lives"
    assert worker_is_dead(f"{host}:{pid}:{start}")
    assert worker_is_dead(f"{host}:{os.getpid()}:1"), "the number has been given to another process since"
    assert not worker_is_dead(f"elsewhere:{pid}:{start}"), "nobody can tell from here"
    assert not worker_is_dead("nonsense")
