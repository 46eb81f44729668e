"""What an engine or a help desk writes of a conversation in JSON; each module found by being here."""
