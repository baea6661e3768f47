"""Other people's file formats: KGX TSV in and out; GraphML, N-Quads and neo4j-admin CSV out."""
