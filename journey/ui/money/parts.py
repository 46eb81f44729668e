"""The parts of Money's page: what the code calls each, and what the screen and the address say."""

PARTS = {"stake": "At stake", "returns": "Returns", "worths": "Worths"}
