"""The files of one person."""
