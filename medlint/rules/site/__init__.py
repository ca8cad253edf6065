"""Rules about posts that get in each other's way."""
