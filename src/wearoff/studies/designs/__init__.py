"""Virtual trials: a design, many trials of invented people, and what they would find."""
