"""The tables. What changes here needs a migration in migrations/versions (`alembic check` in the tests tells).

Nothing secret lies in the database: no password, no token.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, UniqueConstraint, false

from mailreg.store.types import Bytes, Number, RowId, SafeJson, SafeText, UtcTime

# Constraints with names can be changed by a migration, on SQLite too.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# How far each folder has been read.
cursors = Table(
    "cursors",
    metadata,
    Column("mailbox", SafeText, primary_key=True),
    Column("folder", SafeText, primary_key=True),
    Column("uidvalidity", Number, nullable=False),
    Column("next_uid", Number, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

# Every mail that was seen. Of private mail only the key, `state`, `handling` and `rule` stay (Inbox.judged).
mails = Table(
    "mails",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("mailbox", SafeText, nullable=False),
    Column("folder", SafeText, nullable=False),
    Column("uidvalidity", Number, nullable=False),
    Column("uid", Number, nullable=False),
    Column("state", SafeText, nullable=False),  # store.inbox.MailState
    Column("first_sight", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", UtcTime),
    Column("handling", SafeText),
    Column("rule", SafeText),
    Column("received_at", UtcTime),
    Column("stored_at", UtcTime),
    Column("judged_at", UtcTime),
    Column("size", Number),
    Column("partial", Boolean),
    Column("error", SafeText),
    Column("kind", SafeText),
    Column("why", SafeText),
    Column("event", SafeText),
    Column("message_id", SafeText),
    Column("message_digest", SafeText),  # SHA-256 of message_id: a stranger's Message-ID may be too long for an index
    Column("content_hash", SafeText),
    Column("resolution", SafeText),
    Column("resolved_at", UtcTime),
    Column("reading", SafeJson),
    Column("content", Bytes),  # last: SQLite need not step over it to read the others
    UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
    Index(None, "state", "id"),
    Index(None, "message_digest"),
    Index(None, "content_hash"),
    sqlite_autoincrement=True,  # an id is never used twice, even after deletions
)

registrations = Table(
    "registrations",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("event", SafeText, nullable=False),
    Column("contact_email", SafeText, nullable=False),  # lower case
    Column("contact_name", SafeText),
    Column("language", SafeText, nullable=False),
    Column("status", SafeText, nullable=False),
    Column("needs", SafeJson, nullable=False),  # [[kind, detail], …]
    Column("version", Integer, nullable=False),
    Column("source", RowId, ForeignKey("mails.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("waiting_since", UtcTime),
    Index(None, "event"),
    Index(None, "contact_email"),
    Index(None, "source"),
    sqlite_autoincrement=True,
)

participants = Table(
    "participants",
    metadata,
    Column("registration_id", RowId, ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", SafeText),
    Column("name_key", SafeText),  # store.names.name_key
    Column("email", SafeText),  # as written; compared through email_key
    Column("email_key", SafeText),
    Column("organisation", SafeText),
    Column("phone", SafeText),
    Column("status", SafeText, nullable=False),
    Index(None, "name_key"),
    Index(None, "email_key"),
)

# Every version of a registration: when, and by which mail. No personal data, so that an erasure need not look here.
history = Table(
    "registration_history",
    metadata,
    Column("registration_id", RowId, ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("mail", RowId),  # an id only: it outlives the mail
    Column("status", SafeText, nullable=False),
    Column("seats", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", SafeText, nullable=False),
    Column("purpose", SafeText, nullable=False),
    Column("recipient", SafeText, nullable=False),
    Column("recipient_key", SafeText, nullable=False),  # lower case, for the ceilings
    Column("message_id", SafeText, nullable=False),
    Column("event", SafeText),
    Column("registration", RowId, ForeignKey("registrations.id", ondelete="SET NULL")),
    Column("not_before", UtcTime),
    Column("in_reply_to", SafeText),
    Column("state", SafeText, nullable=False),  # model.outgoing.DeliveryState
    Column("hold_reason", SafeText),
    Column("attempts", Integer, nullable=False),
    Column("next_try", UtcTime),
    Column("error", SafeText),
    Column("worker", SafeText),
    Column("leased_until", UtcTime),
    Column("sending", Boolean, nullable=False),  # the content was on its way: a copy may have gone out
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Column("copied", Boolean, nullable=False),
    Column("copy_attempts", Integer, nullable=False),
    Column("content", Bytes, nullable=False),
    UniqueConstraint("key"),
    Index(None, "state", "id"),
    Index(None, "message_id"),
    Index(None, "recipient_key", "created_at"),
    Index(None, "created_at"),
    Index(None, "registration"),
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    metadata,
    Column("id", SafeText, primary_key=True),
    Column("title", SafeText, nullable=False),
    Column("subtitle", SafeText, nullable=False),
    Column("start_at", UtcTime, nullable=False),
    Column("end_at", UtcTime, nullable=False),
    Column("timezone", SafeText, nullable=False),
    Column("aliases", SafeJson, nullable=False),
    Column("venue", SafeText, nullable=False),
    Column("street", SafeText, nullable=False),
    Column("postcode", SafeText, nullable=False),
    Column("city", SafeText, nullable=False),
    Column("registration_email", SafeText, nullable=False),
    Column("registration_deadline", UtcTime),
    Column("organisers", SafeJson, nullable=False),
    Column("travel_costs", Boolean, nullable=False),
    Column("interpreting", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("capacity", Integer),
    Column("reminders", SafeJson),  # null: the default
    Column("interpreting_deadline", UtcTime),
    Column("thanks", Boolean, nullable=False, server_default=false()),
    Column("cancelled_at", UtcTime),
    Column("dated_at", UtcTime),
    Column("extra", SafeJson, nullable=False),  # [[key, value], …]: the order of the event file
)

# The organisers' own files that go with an event's mails.
event_files = Table(
    "event_files",
    metadata,
    Column("event", SafeText, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("purpose", SafeText, primary_key=True),
    Column("name", SafeText, primary_key=True),
    Column("content_type", SafeText, nullable=False),
    Column("content", Bytes, nullable=False),
)

# What is known of addresses that mail of ours came back from. A row goes when mail comes from there again.
addresses = Table(
    "addresses",
    metadata,
    Column("email", SafeText, primary_key=True),  # store.names.email_key
    Column("unreachable_at", UtcTime),  # null: it may be written to
    Column("reason", SafeText, nullable=False),  # a code, e.g. "unknown_user"
    Column("diagnostic", SafeText, nullable=False),  # the server's own words, one line
    Column("soft_bounces", Integer, nullable=False),
    Column("last_bounce_at", UtcTime, nullable=False),
    Column("outgoing", RowId, ForeignKey("outbox.id", ondelete="SET NULL")),
    Column("replacement", SafeText),  # the address that an absence note or a report names instead
)

notes = Table(
    "notes",
    metadata,
    Column("key", SafeText, primary_key=True),
    Column("value", SafeText, nullable=False),
)
