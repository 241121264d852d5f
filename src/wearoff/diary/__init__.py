"""One person's diary: read, fitted, judged, told ahead."""
