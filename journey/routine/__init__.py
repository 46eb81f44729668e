"""The acts of the week: one keyword-only function an act, one transaction, one audit event."""
