"""Relations that a trained model finds: between mentions of one sentence, and between concepts of a document."""
