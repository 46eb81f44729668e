"""The parts of the Alerts page and of Monday's rows."""
