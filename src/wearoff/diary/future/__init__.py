"""Days to come: forecasts, what they would tell, other courses."""
