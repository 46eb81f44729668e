"""What is understood of customers' words, who has them in hand, the quotes kept, and the gaps they show."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        *_edited(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("given", sa.String(200), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("split", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("emotion", sa.Float(), nullable=True),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("stage_share", sa.Float(), nullable=False),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["merged_into"], ["theme.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("journey_id", "number"),
    )
    op.create_index("ix_theme_journey_id", "theme", ["journey_id"])

    op.create_table(
        "understanding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("texts", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("journey_id"),
    )

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("verbatim_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["verbatim_id"], ["verbatim.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("week", "journey_id", "verbatim_id"),
        sa.UniqueConstraint("week", "journey_id", "conversation_id"),
    )
    for column in ("journey_id", "verbatim_id", "conversation_id"):
        op.create_index(f"ix_claim_{column}", "claim", [column])

    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        *_edited(),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("verbatim_id", sa.Integer(), nullable=True),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("touchpoint_id", sa.Integer(), nullable=True),
        sa.Column("pain_id", sa.Integer(), nullable=True),
        sa.Column("emotion", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["verbatim_id"], ["verbatim.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["touchpoint_id"], ["touchpoint.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["pain_id"], ["pain_point.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("journey_id", "verbatim_id", "turn_id"):
        op.create_index(f"ix_quote_{column}", "quote", [column])

    op.create_table(
        "knowledge_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        *_edited(),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("question", sa.String(400), nullable=False),
        sa.Column("article", sa.String(400), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("answer", sa.String(500), nullable=False),
        sa.Column("verbatim_id", sa.Integer(), nullable=True),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"]),
        sa.ForeignKeyConstraint(["verbatim_id"], ["verbatim.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_knowledge_gap_journey_id", "knowledge_gap", ["journey_id"])

    # in place, never by copying a table: SQLite deletes what refers to a table that is dropped
    for table in ("verbatim", "turn"):
        op.add_column(table, sa.Column("language", sa.String(8), nullable=False, server_default=""))
        op.add_column(table, sa.Column("felt", sa.Float()))
        op.add_column(table, sa.Column("sure", sa.Float()))
        _refer(table, "theme_id", "theme", "SET NULL")
        op.create_index(f"ix_{table}_theme_id", table, ["theme_id"])
    for table in ("verbatim", "conversation", "reading"):
        _refer(table, "touchpoint_id", "touchpoint", "SET NULL")
    _refer("conversation", "held_by", "person", None)
    op.add_column("conversation", sa.Column("others", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("conversation", sa.Column("emotion", sa.Integer()))
    op.add_column("conversation", sa.Column("audio", sa.String(400), nullable=False, server_default=""))
    op.add_column("conversation", sa.Column("row_id", sa.String(16), nullable=False, server_default=""))
    op.create_index("ix_conversation_row_id", "conversation", ["row_id"])
    op.add_column("turn", sa.Column("end", sa.Float()))
    op.add_column("journey", sa.Column("themed", sa.String(200), nullable=False, server_default=""))
    _refer("alert", "theme_id", "theme", "SET NULL")


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")


def _edited() -> list[sa.Column[object]]:
    """What every table that people edit begins with, and the journey it belongs to."""
    return [
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("journey_id", sa.Integer(), nullable=False),
    ]


def _refer(table: str, column: str, other: str, ondelete: str | None) -> None:
    reference = sa.ForeignKey(f"{other}.id", ondelete=ondelete)
    op.add_column(table, sa.Column(column, sa.Integer(), reference), inline_references=True)
