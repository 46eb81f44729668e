"""Alembic's entry: runs the migrations on the connection that `migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from journey.store.tables import UtcTime, Word


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain column types into migrations, so that an old migration runs whatever our own types become."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString | String | Word):
        return f"sa.String({getattr(item, 'length', None) or (24 if isinstance(item, Word) else '')})"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
