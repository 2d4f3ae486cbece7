"""The servers of the intake's tests."""

from tests.servers.dovecot import dovecot, dovecot_tls

__all__ = ["dovecot", "dovecot_tls"]
