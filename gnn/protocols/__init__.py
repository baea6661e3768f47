"""Protocols of evaluation on a graph: which edges are held out together, and how models are compared on them."""
