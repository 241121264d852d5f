"""The posterior of many patients together, its reference and its checks."""
