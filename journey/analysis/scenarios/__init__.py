"""What if: the journey as it was observed, played on for some weeks with levers pulled."""
