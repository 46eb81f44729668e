"""The formats that a map can come in, one a file: each says by itself what it reads, and is found by being here."""
