"""The parts of Thursday's page: what the code calls each, and what the screen and the address say."""

PARTS = {
    "board": "Board",
    "personas": "Personas",
    "check": "Readiness",
    "library": "Library",
    "versions": "Versions and links",
}
