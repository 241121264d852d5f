"""What a diary says of one person: prior, likelihood, sampler, estimands."""
