"""What people touch; nothing is computed here."""
