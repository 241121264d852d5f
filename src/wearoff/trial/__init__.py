"""One trial: many patients together, its reference and its checks."""
