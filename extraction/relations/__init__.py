"""Relations that a sentence states, each family with its own extractor name and confidence."""
