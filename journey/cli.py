"""`journey ...`: the acts of the week without a browser."""


def main() -> None:
    """Entry point."""
