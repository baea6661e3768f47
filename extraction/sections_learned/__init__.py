"""Which section a text without a heading comes from: a linear model over hashed words, trained in seconds."""
