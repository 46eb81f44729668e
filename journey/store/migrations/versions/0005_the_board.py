"""The board: cards of a step, a persona and a future; links, feelings, views, links to read, modules, comments, workshops."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEARCHED = {
    "comment": (("text",), ("subject", "subject_id", "deleted_at")),
    "card": (("text", "details"), ("stage_id", "team_id", "deleted_at")),
    "opportunity": (("title", "description"), ("stage_id", "team_id", "deleted_at")),
    "pain_point": (("title", "description"), ("stage_id", "team_id", "deleted_at")),
    "step": (("name",), ("stage_id", "deleted_at")),
    "stage": (("name", "description"), ("deleted_at",)),
}
"""What search hears of anew: the columns that a table's words are in, and those that say where it belongs. Comments are new
to it; they belong where the thing is that they are about. Cards have details now, and opportunities a team."""
WITHIN = {"pain_point": (("evidence", "pain_id"),), "step": (("touchpoint", "step_id"),)}
"""Rows that are where their parent is, as before."""


def upgrade() -> None:
    _what_cards_carry()
    _beside_the_cards()
    _together()
    _searched()


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")


def _what_cards_carry() -> None:
    # in place, never by copying a table: SQLite deletes what refers to a table that is dropped
    op.add_column("journey", sa.Column("scale", sa.String(40), nullable=False, server_default=""))
    op.add_column("stage", sa.Column("future_emotion", sa.Float()))
    op.add_column("touchpoint", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("card", sa.Column("details", sa.String(), nullable=False, server_default=""))
    op.add_column("opportunity", sa.Column("standing", sa.String(24), nullable=False, server_default="hypothesis"))
    _refer("opportunity", "team_id", "team", None)
    for table in ("pain_point", "opportunity"):
        op.add_column(table, sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    for table in ("card", "pain_point", "opportunity"):
        _refer(table, "step_id", "step", "SET NULL")
        _refer(table, "persona_id", "persona", "SET NULL")
    for table in ("stage", "card", "pain_point", "opportunity"):
        op.add_column(table, sa.Column("future", sa.String(24), nullable=False, server_default="stays"))
    op.add_column("map_snapshot", sa.Column("evidence", sa.JSON(), nullable=False, server_default="[]"))
    _refer("action", "opportunity_id", "opportunity", "SET NULL")
    op.add_column("action", sa.Column("story", sa.String(), nullable=False, server_default=""))
    op.add_column("action", sa.Column("criteria", sa.String(), nullable=False, server_default=""))
    op.add_column("audit_event", sa.Column("token", sa.String(40), nullable=False, server_default=""))
    op.create_index("ix_audit_event_token", "audit_event", ["token"])


def _beside_the_cards() -> None:
    op.create_table(
        "link",
        *_edited(),
        _of_journey(),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("other", sa.String(40), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.UniqueConstraint("journey_id", "subject", "subject_id", "other", "other_id", "kind"),
    )
    op.create_table(
        "persona_feeling",
        *_edited(),
        _of_journey(),
        _of("persona_id", "persona", "CASCADE", nullable=False),
        _of("stage_id", "stage", "CASCADE", nullable=False),
        sa.Column("assumed", sa.Float()),
        sa.Column("future", sa.Float()),
        sa.UniqueConstraint("persona_id", "stage_id"),
    )
    op.create_table(
        "map_view",
        *_edited(),
        _of_journey(),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        _of("person_id", "person"),
        sa.UniqueConstraint("journey_id", "slug"),
    )
    op.create_table(
        "map_share",
        *_edited(),
        _of_journey(),
        sa.Column("token", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer()),
        _of("person_id", "person"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "module",
        *_edited(),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _of("journey_id", "journey", "SET NULL"),
    )
    op.create_table(
        "module_use",
        *_edited(),
        _of_journey(),
        _of("module_id", "module", "CASCADE", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("placed", sa.JSON(), nullable=False),
    )
    _index("link", "journey_id")
    _index("persona_feeling", "journey_id", "persona_id", "stage_id")
    _index("map_view", "journey_id")
    _index("map_share", "journey_id")
    _index("module_use", "journey_id", "module_id")


def _together() -> None:
    op.create_table(
        "comment",
        *_edited(),
        _of_journey(),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        _of("answers", "comment", "CASCADE"),
        sa.Column("mentions", sa.JSON(), nullable=False),
        _of("person_id", "person", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        _of("resolved_by", "person"),
    )
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_journey(),
        _of("person_id", "person", "CASCADE", nullable=False),
        sa.Column("client", sa.String(40), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("journey_id", "client"),
    )
    op.create_table(
        "workshop",
        *_edited(),
        _of_journey(),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("held_on", sa.Date()),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("step_began_at", sa.DateTime(timezone=True)),
        sa.Column("paused_at", sa.DateTime(timezone=True)),
        sa.Column("revealed", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "workshop_person",
        *_edited(),
        _of("workshop_id", "workshop", "CASCADE", nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        _of("person_id", "person"),
    )
    op.create_table(
        "workshop_note",
        *_edited(),
        _of("workshop_id", "workshop", "CASCADE", nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        _of("author_id", "workshop_person", "SET NULL"),
        _of("stage_id", "stage", "SET NULL"),
        _of("lane_id", "lane", "SET NULL"),
        sa.Column("emotion", sa.Float()),
        sa.Column("parked", sa.Boolean(), nullable=False),
        _of("merged_into", "workshop_note", "SET NULL"),
        sa.Column("became", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    _index("comment", "journey_id")
    op.create_index("ix_comment_subject", "comment", ["subject", "subject_id"])
    _index("presence", "journey_id")
    _index("workshop", "journey_id")
    _index("workshop_person", "workshop_id")
    _index("workshop_note", "workshop_id")


def _searched() -> None:
    for statement in _postgres() if op.get_bind().dialect.name == "postgresql" else _sqlite():
        op.execute(statement)


def _sqlite() -> list[str]:
    note = "INSERT INTO search_pending (subject, subject_id, text) VALUES ('{table}', NEW.id, {text});"
    made = [
        f"CREATE TRIGGER search_comment_new AFTER INSERT ON comment BEGIN {note.format(table='comment', text='true')} END",
        "CREATE TRIGGER search_comment_gone AFTER DELETE ON comment BEGIN"
        " DELETE FROM search_text WHERE subject = 'comment' AND subject_id = OLD.id; END",
    ]
    for table, (words, place) in SEARCHED.items():
        for name, columns, text, more in (("words", words, "true", ""), ("place", place, "false", _below(table))):
            moved = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
            made += [
                f"DROP TRIGGER IF EXISTS search_{table}_{name}",
                f"CREATE TRIGGER search_{table}_{name} AFTER UPDATE OF {', '.join(columns)} ON {table} WHEN {moved}"
                f" BEGIN {note.format(table=table, text=text)}{more} END",
            ]
    return made


def _postgres() -> list[str]:
    note = "INSERT INTO search_pending (subject, subject_id, text) VALUES (TG_TABLE_NAME, NEW.id, false);"
    made = [
        "CREATE TRIGGER search_new AFTER INSERT ON comment REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION search_new()",
        "CREATE TRIGGER search_gone AFTER DELETE ON comment FOR EACH ROW EXECUTE FUNCTION search_gone()",
    ]
    for table, (words, place) in SEARCHED.items():
        made.append(
            f"CREATE OR REPLACE FUNCTION search_{table}_place() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {note}{_below(table)} RETURN NULL; END $$"
        )
        for name, columns, function in (("words", words, "search_words"), ("place", place, f"search_{table}_place")):
            moved = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
            made += [
                f"DROP TRIGGER IF EXISTS search_{name} ON {table}",
                f"CREATE TRIGGER search_{name} AFTER UPDATE OF {', '.join(columns)} ON {table} FOR EACH ROW WHEN ({moved})"
                f" EXECUTE FUNCTION {function}()",
            ]
    return made


def _below(table: str) -> str:
    """Note what is where this row is, too; what is said about it is as well."""
    below = [(child, f"{column} = NEW.id") for child, column in WITHIN.get(table, ())]
    below += [("comment", f"subject = '{table}' AND subject_id = NEW.id")] if table != "comment" else []
    return "".join(
        f" INSERT INTO search_pending (subject, subject_id, text) SELECT '{child}', id, false FROM {child} WHERE {own};"
        for child, own in below
    )


def _edited() -> list[sa.Column[object]]:
    """What every table that people edit begins with."""
    return [
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _of_journey() -> sa.Column[object]:
    return _of("journey_id", "journey", "CASCADE", nullable=False)


def _of(column: str, table: str, ondelete: str | None = None, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id", ondelete=ondelete), nullable=nullable)


def _refer(table: str, column: str, other: str, ondelete: str | None) -> None:
    op.add_column(table, _of(column, other, ondelete), inline_references=True)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
