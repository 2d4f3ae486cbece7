"""Copies into the Sent folder, many in one command where the server can (RFC 3502): it then writes its index once."""

from __future__ import annotations

from collections.abc import Sequence

from imap_tools.errors import MailboxAppendError
from imap_tools.utils import check_command_status, encode_folder

from mailreg.intake.access import Box

SEEN = "\\Seen"


def file(box: Box, folder: str, contents: Sequence[bytes]) -> None:
    """Append the mails to the folder, marked as read. Raises what imap-tools' `append` raises; then perhaps some are
    there (all or none with RFC 3502)."""
    capabilities = set(box.client.capabilities)
    if len(contents) > 1 and "MULTIAPPEND" in capabilities and "LITERAL+" in capabilities:
        _all_at_once(box, folder, contents)
        return
    for content in contents:
        box.append(content, folder, flag_set=[SEEN])


def _all_at_once(box: Box, folder: str, contents: Sequence[bytes]) -> None:
    """APPEND of several mails, as non-synchronising literals (RFC 7888); imaplib can send only one in a command."""
    client = box.client
    tag = client._new_tag()
    command = bytearray(tag + b" APPEND " + encode_folder(folder))
    for content in contents:
        command += b" (%s) {%d+}\r\n" % (SEEN.encode(), len(content)) + content
    try:
        client.send(bytes(command + b"\r\n"))
    except OSError as error:
        raise client.abort(f"socket error: {error}") from error
    check_command_status(client._command_complete("APPEND", tag), MailboxAppendError)
