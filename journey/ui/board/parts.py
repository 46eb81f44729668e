"""The parts of Thursday's page: what the code calls each, and what the screen and the address say."""

PARTS = {
    "board": "Board",
    "future": "Current and future",
    "paths": "Real paths",
    "pains": "Pain points",
    "personas": "Personas",
    "check": "Readiness",
    "workshop": "Workshop",
    "library": "Library",
    "versions": "Versions and links",
    "files": "Import and export",
}
