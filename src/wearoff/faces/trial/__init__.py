"""One trial on screen and page."""
