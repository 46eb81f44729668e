"""What pictures, pages and slides that leave are made of, and how each format draws it: maps and reports stand on it."""
