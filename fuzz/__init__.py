"""Fuzzing of medlint: ``python -m fuzz``; see ``docs/fuzzing.md``."""
