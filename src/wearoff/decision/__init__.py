"""Findings, limits and, later, verdicts and rules."""
