"""Generators of diaries whose truth is known."""
