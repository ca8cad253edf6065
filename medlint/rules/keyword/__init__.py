"""MED6: the keyword a post is written for."""
