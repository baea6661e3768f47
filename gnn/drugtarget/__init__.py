"""Which proteins a drug binds: learned from the graph, asked for a drug of the graph or for a structure."""
