"""Many people's diaries together, on a screen and as a page."""
