"""Many people's diaries together: what their stored draws say of a population."""
