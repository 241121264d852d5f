"""What writes the fitted tables that ship."""
