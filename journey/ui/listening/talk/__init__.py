"""The reading pane's component: what it shows, and the files that draw it."""
