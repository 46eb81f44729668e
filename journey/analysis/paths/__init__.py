"""The paths that customers really took through a journey, and how well its map explains them."""
