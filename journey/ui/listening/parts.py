"""The parts of Wednesday's page: what the code calls each, and what the screen and the address say."""

PARTS = {
    "listen": "Listen", "themes": "Themes", "emotion": "Feelings", "gaps": "Knowledge gaps", "interviews": "Interviews",
    "heard": "Who listened",
}  # fmt: skip
