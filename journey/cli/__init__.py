"""`journey ...`: the acts of the week without a browser, and the app itself."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point: a refused act or a file system in the way becomes one plain sentence and exit code 2."""
    from journey.cli.edge import guarded

    sys.exit(guarded(sys.argv[1:]))
