"""Parts, wired into a condition."""
