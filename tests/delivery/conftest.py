"""The server of the delivery's tests."""

from tests.servers.smtp import smtp

__all__ = ["smtp"]
