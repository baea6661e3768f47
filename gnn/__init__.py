"""Link prediction on a snapshot of the graph: dataset, splits, models, evaluation, predictions."""
