"""MED2: links."""
