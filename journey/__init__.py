"""The journey owner's weekly routine over a living customer journey."""
