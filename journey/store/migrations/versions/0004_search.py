"""Search finds texts by an index that each writer brings up to date: the index, and the triggers that say what was written."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = {
    "verbatim": ("text",),
    "turn": ("text",),
    "conversation": ("title",),
    "quote": ("text",),
    "reading": ("note",),
    "theme": ("name", "given"),
    "knowledge_gap": ("question", "article", "answer"),
    "pain_point": ("title", "description"),
    "evidence": ("text",),
    "opportunity": ("title", "description"),
    "card": ("text",),
    "action": ("title",),
    "change": ("title", "description", "learning", "verdict_why"),
    "entry": ("text", "trade_off", "kind"),
    "stage": ("name", "description"),
    "step": ("name",),
    "touchpoint": ("name",),
    "persona": ("name", "profile", "goals", "jobs", "says", "thinks", "does", "feels"),
    "tag": ("name",),
}
"""The searched tables, and the columns that their words are in."""
PLACE = {
    "verbatim": ("stage_id", "at", "deleted_at", "language"),
    "turn": ("language",),
    "conversation": ("stage_id", "at", "deleted_at"),
    "quote": ("stage_id", "deleted_at"),
    "reading": ("stage_id", "skipped", "deleted_at"),
    "theme": ("stage_id", "merged_into", "deleted_at"),
    "knowledge_gap": ("stage_id", "team_id", "deleted_at"),
    "pain_point": ("stage_id", "team_id", "deleted_at"),
    "evidence": ("pain_id", "deleted_at"),
    "opportunity": ("stage_id", "deleted_at"),
    "card": ("stage_id", "team_id", "deleted_at"),
    "action": ("stage_id", "team_id", "deleted_at"),
    "change": ("stage_id", "deleted_at"),
    "entry": ("stage_id", "team_id", "deleted_at"),
    "stage": ("deleted_at",),
    "step": ("stage_id", "deleted_at"),
    "touchpoint": ("step_id", "deleted_at"),
    "persona": ("deleted_at",),
    "tag": (),
}
"""The columns that say where a row's text belongs, when it is from, whether it is in the bin, and which language it is in."""
WITHIN = {
    "verbatim": (("quote", "verbatim_id = NEW.id AND (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)"),),
    "conversation": (
        ("turn", "conversation_id = NEW.id"),
        ("quote", "turn_id IN (SELECT id FROM turn WHERE conversation_id = NEW.id)"),
    ),
    "pain_point": (("evidence", "pain_id = NEW.id"),),
    "step": (("touchpoint", "step_id = NEW.id"),),
}
"""Rows that are where their parent is, or gone with it."""


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    searched = TSVECTOR() if postgres else sa.Text()
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("stems", searched, nullable=False),
        sa.Column("words", searched, nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "subject_id"),
    )
    op.create_index("ix_search_text_journey_kind", "search_text", ["journey_id", "kind"])
    op.create_table(
        "search_pending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for statement in _postgres() if postgres else _sqlite():
        op.execute(statement)
    for table in WORDS:
        op.execute(f"INSERT INTO search_pending (subject, subject_id, text) SELECT '{table}', id, true FROM \"{table}\"")


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")


def _sqlite() -> list[str]:
    made = [
        # the words come in clean: the tokenizer has only to cut at spaces
        "CREATE VIRTUAL TABLE search_fts USING fts5("
        "stems, words, content='search_text', content_rowid='id', tokenize='ascii', prefix='1 2 3')",
        "CREATE TRIGGER search_text_new AFTER INSERT ON search_text BEGIN"
        " INSERT INTO search_fts (rowid, stems, words) VALUES (NEW.id, NEW.stems, NEW.words); END",
        "CREATE TRIGGER search_text_gone AFTER DELETE ON search_text BEGIN"
        " INSERT INTO search_fts (search_fts, rowid, stems, words) VALUES ('delete', OLD.id, OLD.stems, OLD.words); END",
    ]
    note = "INSERT INTO search_pending (subject, subject_id, text) VALUES ('{table}', NEW.id, {text});"
    for table, words in WORDS.items():
        made.append(
            f'CREATE TRIGGER search_{table}_new AFTER INSERT ON "{table}" BEGIN {note.format(table=table, text="true")} END'
        )
        for name, columns, text in (("words", words, "true"), ("place", PLACE[table], "false")):
            if columns:
                moved = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
                named = ", ".join(f'"{column}"' for column in columns)
                body = note.format(table=table, text=text) + (_below(table) if name == "place" else "")
                made.append(
                    f'CREATE TRIGGER search_{table}_{name} AFTER UPDATE OF {named} ON "{table}" WHEN {moved} BEGIN {body} END'
                )
        made.append(
            f'CREATE TRIGGER search_{table}_gone AFTER DELETE ON "{table}" BEGIN'
            f" DELETE FROM search_text WHERE subject = '{table}' AND subject_id = OLD.id; END"
        )
    return made


def _postgres() -> list[str]:
    made = [
        "CREATE INDEX ix_search_text_stems ON search_text USING gin (stems)",
        "CREATE INDEX ix_search_text_words ON search_text USING gin (words)",
        _function(
            "search_new", "INSERT INTO search_pending (subject, subject_id, text) SELECT TG_TABLE_NAME, id, true FROM fresh;"
        ),
        _function("search_words", "INSERT INTO search_pending (subject, subject_id, text) VALUES (TG_TABLE_NAME, NEW.id, true);"),
        _function("search_gone", "DELETE FROM search_text WHERE subject = TG_TABLE_NAME AND subject_id = OLD.id;"),
    ]
    note = "INSERT INTO search_pending (subject, subject_id, text) VALUES (TG_TABLE_NAME, NEW.id, false);"
    for table, words in WORDS.items():
        if PLACE[table]:
            made.append(_function(f"search_{table}_place", note + _below(table)))
        made.append(
            f'CREATE TRIGGER search_new AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS fresh'
            " FOR EACH STATEMENT EXECUTE FUNCTION search_new()"
        )
        does = (("search_words", words, "search_words"), ("search_place", PLACE[table], f"search_{table}_place"))
        for name, columns, function in does:
            if columns:
                moved = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
                named = ", ".join(f'"{column}"' for column in columns)
                made.append(
                    f'CREATE TRIGGER {name} AFTER UPDATE OF {named} ON "{table}" FOR EACH ROW WHEN ({moved})'
                    f" EXECUTE FUNCTION {function}()"
                )
        made.append(f'CREATE TRIGGER search_gone AFTER DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION search_gone()')
    return made


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"


def _below(table: str) -> str:
    """Note what is where this row is, too."""
    return "".join(
        f" INSERT INTO search_pending (subject, subject_id, text) SELECT '{child}', id, false FROM \"{child}\" WHERE {own};"
        for child, own in WITHIN.get(table, ())
    )
