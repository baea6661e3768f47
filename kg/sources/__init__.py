"""Reference sources: one module each, all with the same shape."""
