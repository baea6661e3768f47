"""One file a model; gnn.registry names them."""
