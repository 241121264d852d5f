"""Runs that score the program against known truths, rivals and real diaries."""
