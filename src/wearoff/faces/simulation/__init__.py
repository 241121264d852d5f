"""Simulated courses on screen and page."""
