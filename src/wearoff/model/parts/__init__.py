"""One piece of physiology a file."""
