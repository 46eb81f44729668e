"""Friday: what a change is expected to do, tests, incidents, worth, scenarios, objectives, hand-overs; and search finds them."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEARCHED = {
    "experiment": (("name", "stopped_why"), ("deleted_at",)),
    "incident": (("title", "details"), ("stage_id", "deleted_at")),
    "scenario": (("name", "note"), ("deleted_at",)),
    "objective": (("title", "why"), ("deleted_at",)),
    "handover": (("note",), ()),
}
"""What is new to search: the columns that a table's words are in, and those that say where it belongs."""
CHANGE = ("stage_id", "team_id", "deleted_at")
"""Where a change belongs, which is of a team now."""


def upgrade() -> None:
    _the_hypothesis()
    _tests_and_incidents()
    _money()
    _goals()
    _handing_over()
    for statement in _postgres() if op.get_bind().dialect.name == "postgresql" else _sqlite():
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")


def _the_hypothesis() -> None:
    # in place, never by copying a table: SQLite deletes what refers to a table that is dropped
    op.add_column("journey", sa.Column("currency", sa.String(3), nullable=False, server_default="EUR"))
    op.add_column("change", sa.Column("kind", sa.String(24), nullable=False, server_default="other"))
    op.add_column("change", sa.Column("written_at", sa.DateTime(timezone=True)))
    # a change of before was written down on the day it shipped, as far as anybody knows
    op.execute("UPDATE change SET written_at = COALESCE((SELECT MIN(at) FROM audit_event WHERE subject = 'change' "
               "AND subject_id = change.id), CURRENT_TIMESTAMP)")  # fmt: skip
    op.add_column("change", sa.Column("ships_on", sa.Date()))
    op.add_column("change", sa.Column("segment", sa.String(200), nullable=False, server_default=""))
    op.add_column("change", sa.Column("lag_days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("change", sa.Column("weeks", sa.Integer()))
    op.add_column("change", sa.Column("due_on", sa.Date()))
    for name in ("controls", "guards", "rollout"):
        op.add_column("change", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("change", sa.Column("confidence", sa.Float()))
    op.add_column("change", sa.Column("cost", sa.Float()))
    op.add_column("change", sa.Column("cost_source", sa.String(200), nullable=False, server_default=""))
    op.add_column("change", sa.Column("found", sa.JSON(), nullable=False, server_default="{}"))
    for column, table, gone in (
        ("team_id", "team", None), ("person_id", "person", None), ("decided_by", "person", None),
        ("alert_id", "alert", "SET NULL"),
    ):  # fmt: skip
        op.add_column("change", _of(column, table, gone), inline_references=True)
    op.add_column("evidence", _of("change_id", "change", "SET NULL"), inline_references=True)
    _due_after_four_weeks()


def _due_after_four_weeks() -> None:
    """A verdict waits on a Friday now: for what shipped before, on the one that knows four weeks of it."""
    change = sa.table(
        "change", sa.column("id", sa.Integer), sa.column("shipped_on", sa.Date), sa.column("metric_id", sa.Integer),
        sa.column("due_on", sa.Date),
    )  # fmt: skip
    waits = sa.select(change.c.id, change.c.shipped_on).where(change.c.shipped_on.is_not(None), change.c.metric_id.is_not(None))
    for id, shipped in op.get_bind().execute(waits).all():
        last = shipped + timedelta(days=27)
        friday = last - timedelta(days=last.weekday()) + timedelta(days=11)
        op.execute(sa.update(change).where(change.c.id == id).values(due_on=friday))


def _tests_and_incidents() -> None:
    op.create_table(
        "experiment",
        *_edited(),
        _of("journey_id", "journey", "CASCADE", nullable=False),
        _of("change_id", "change", "SET NULL"),
        sa.Column("name", sa.String(200), nullable=False),
        _of("metric_id", "metric", "SET NULL"),
        sa.Column("attribute", sa.String(120), nullable=False),
        sa.Column("first", sa.String(120), nullable=False),
        sa.Column("second", sa.String(120), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("smallest", sa.Float(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer()),
        sa.Column("wait", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date()),
        sa.Column("stopped_why", sa.String(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
    )
    op.create_table(
        "incident",
        *_edited(),
        _of("journey_id", "journey", "CASCADE", nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        _of("stage_id", "stage", "SET NULL"),
        sa.Column("leave_out", sa.Boolean(), nullable=False),
    )
    _index("experiment", "journey_id")
    _index("incident", "journey_id")


def _money() -> None:
    op.create_table(
        "worth",
        *_edited(),
        _of("journey_id", "journey", "CASCADE", nullable=False),
        _of("metric_id", "metric", "CASCADE", nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("source", sa.String(400), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "scenario",
        *_edited(),
        _of("journey_id", "journey", "CASCADE", nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("levers", sa.JSON(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("base_week", sa.String(8), nullable=False),
    )
    _index("worth", "journey_id", "metric_id")
    _index("scenario", "journey_id")


def _goals() -> None:
    op.create_table(
        "objective",
        *_edited(),
        _of("journey_id", "journey", "CASCADE", nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        _of("owner_id", "person"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "key_result",
        *_edited(),
        _of("objective_id", "objective", "CASCADE", nullable=False),
        _of("metric_id", "metric", "CASCADE", nullable=False),
        _of("team_id", "team"),
        sa.Column("baseline", sa.Float(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    _index("objective", "journey_id")
    _index("key_result", "objective_id")


def _handing_over() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("journey_id", "journey", "CASCADE", nullable=False),
        _of("from_id", "person"),
        _of("to_id", "person", nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("work", sa.JSON(), nullable=False),
        sa.Column("read_on", sa.Date()),
    )
    _index("handover", "journey_id")
    op.add_column("week", sa.Column("clock_at", sa.DateTime(timezone=True)))


def _sqlite() -> list[str]:
    made = ["DROP TRIGGER search_change_place", _when_changed("change", "place", CHANGE)]
    for table, (words, place) in SEARCHED.items():
        made += [
            f"CREATE TRIGGER search_{table}_new AFTER INSERT ON {table} BEGIN {_note(table, 'true')} END",
            f"CREATE TRIGGER search_{table}_gone AFTER DELETE ON {table} BEGIN"
            f" DELETE FROM search_text WHERE subject = '{table}' AND subject_id = OLD.id; END",
            _when_changed(table, "words", words),
            *([_when_changed(table, "place", place)] if place else []),
        ]
    return made


def _when_changed(table: str, name: str, columns: tuple[str, ...]) -> str:
    moved = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    return (
        f'CREATE TRIGGER search_{table}_{name} AFTER UPDATE OF {", ".join(columns)} ON "{table}" WHEN {moved}'
        f" BEGIN {_note(table, 'true' if name == 'words' else 'false')} END"
    )


def _note(table: str, text: str) -> str:
    return f"INSERT INTO search_pending (subject, subject_id, text) VALUES ('{table}', NEW.id, {text});"


def _postgres() -> list[str]:
    note = "INSERT INTO search_pending (subject, subject_id, text) VALUES (TG_TABLE_NAME, NEW.id, false);"
    made = [
        f"CREATE FUNCTION search_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {note} RETURN NULL; END $$",
        'DROP TRIGGER search_place ON "change"',
        _where_changed("change", "search_place", CHANGE),
    ]
    for table, (words, place) in SEARCHED.items():
        made += [
            f"CREATE TRIGGER search_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh"
            " FOR EACH STATEMENT EXECUTE FUNCTION search_new()",
            f"CREATE TRIGGER search_gone AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION search_gone()",
            _where_changed(table, "search_words", words),
            *([_where_changed(table, "search_place", place)] if place else []),
        ]
    return made


def _where_changed(table: str, name: str, columns: tuple[str, ...]) -> str:
    moved = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return (
        f'CREATE TRIGGER {name} AFTER UPDATE OF {", ".join(columns)} ON "{table}" FOR EACH ROW WHEN ({moved})'
        f" EXECUTE FUNCTION {name}()"
    )


def _edited() -> list[sa.Column[object]]:
    """What every table that people edit begins with."""
    return [
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _of(column: str, table: str, ondelete: str | None = None, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id", ondelete=ondelete), nullable=nullable)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
