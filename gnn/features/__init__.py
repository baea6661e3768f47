"""Features of drugs, genes and diseases that derive from no link that a model predicts."""
