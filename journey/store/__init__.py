"""The database: tables, engine, migrations, and readers that return frames."""
