"""Statistics that know no domain."""
