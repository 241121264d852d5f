"""One person's diary on screen and page."""
