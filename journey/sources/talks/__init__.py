"""Readers of calls, chats and e-mail threads: one format a file, in `files` for whole files and `records` for JSON."""
