"""MED0: the file and its front matter."""
