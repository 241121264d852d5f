"""Published figures and their prediction on screen and page."""
