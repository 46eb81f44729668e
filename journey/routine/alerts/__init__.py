"""Alerts: what is watched and found, the acts on it, what ends and what it taught."""
