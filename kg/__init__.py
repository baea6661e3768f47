"""The knowledge graph: identifiers, schema, evidence, merge, snapshot, paths, stores and sources.

Knows no other room of the project, and imports no torch, spaCy, transformers or neo4j at import time.
"""
