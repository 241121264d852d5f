"""Files in and out, whatever they mean."""
