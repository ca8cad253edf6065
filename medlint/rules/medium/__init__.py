"""MED5: what Medium shows, and what it drops."""
