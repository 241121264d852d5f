"""Where numbers and claims come from, and what uses them."""
