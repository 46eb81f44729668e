"""What makes a map good: personas, readiness, pain points in order, and what is done about them."""
