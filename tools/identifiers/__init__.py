"""Notes whose personal identifiers are known, for measuring and training de-identification."""
