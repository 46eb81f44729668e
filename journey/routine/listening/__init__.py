"""Wednesday: customers heard, their words understood, kept as quotes and tied to the journey."""
