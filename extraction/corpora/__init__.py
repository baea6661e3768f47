"""Annotated corpora: one record for all of them, one reader a format."""
