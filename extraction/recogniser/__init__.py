"""A trained recogniser of entities: words, vocabulary features, a small network, and its union with the vocabulary."""
