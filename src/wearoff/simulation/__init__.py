"""A day, a course (one patient), a cohort (many)."""
