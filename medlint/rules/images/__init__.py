"""MED4: images."""
