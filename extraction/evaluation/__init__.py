"""Scoring predicted annotations against a gold standard, one module a kind of annotation."""
