"""What reminders, the waiting list, bounces and the organisers' own files need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reminders", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("interpreting_deadline", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("thanks", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("dated_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "event_files",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_event_files_event_events"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event", "purpose", "name", name=op.f("pk_event_files")),
    )
    op.create_table(
        "addresses",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("unreachable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("diagnostic", sa.Text(), nullable=False),
        sa.Column("soft_bounces", sa.Integer(), nullable=False),
        sa.Column("last_bounce_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outgoing", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("replacement", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outgoing"], ["outbox.id"], name=op.f("fk_addresses_outgoing_outbox"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_addresses")),
    )


def downgrade() -> None:
    op.drop_table("addresses")
    op.drop_table("event_files")
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_column("waiting_since")
    with op.batch_alter_table("events", schema=None) as batch_op:
        for column in ("dated_at", "cancelled_at", "thanks", "interpreting_deadline", "reminders", "capacity"):
            batch_op.drop_column(column)
