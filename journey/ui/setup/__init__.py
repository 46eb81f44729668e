"""The parts of the pages on which a journey, its teams and its metrics are set up."""
