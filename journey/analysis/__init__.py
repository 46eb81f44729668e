"""Pure computation: frames and values in, frames and dataclasses out; no clock, session, environment or database."""
