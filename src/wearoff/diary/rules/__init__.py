"""Rules of guidelines on one diary."""
