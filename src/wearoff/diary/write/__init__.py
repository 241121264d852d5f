"""What is known of one person, written for other programs."""
