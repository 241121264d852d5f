"""What a careful colleague would ask of a record after reading it and before answering."""
