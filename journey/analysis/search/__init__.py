"""Search: how texts and questions are cut into words, what a question asks, and what means the same in other words."""
