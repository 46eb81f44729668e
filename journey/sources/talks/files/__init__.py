"""What a conversation comes in as a file: captions, mail, tables, plain lines, JSON; each module found by being here."""
