"""MED1: metadata."""
