"""Graph stores: one Protocol, an embedded engine and Neo4j behind it."""
