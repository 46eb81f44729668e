"""Telling people: who is to be told of what, once, and whether it arrived."""
