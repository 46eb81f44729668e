"""The parts of Friday's page: what the code calls each, and what the screen and the address say."""

PARTS = {
    "verdicts": "Verdicts",
    "changes": "Changes",
    "tests": "Tests",
    "log": "Learning log",
    "close": "Close the week",
}
