"""What a diary, a score or a study shows of a state."""
