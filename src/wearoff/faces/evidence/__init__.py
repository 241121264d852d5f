"""Numbers and claims on screen."""
