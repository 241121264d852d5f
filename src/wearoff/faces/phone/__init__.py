"""A diary on one page that a phone keeps, offline, and a month of it on paper."""
