"""MED3: spam signals."""
