"""Every number, with unit, source, spread and grade."""
