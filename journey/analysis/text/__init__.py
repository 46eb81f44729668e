"""What customers' words say: language, feeling, stage, themes."""
