"""Linking mentions to CURIEs: exact names, candidates, a learned reranker, and answers in other name spaces."""

from extraction.linking.answers import Answers
from extraction.linking.component import FACTORY, Linker, make_linker, shipped_reranker
from extraction.linking.exact import LexiconLinker

__all__ = ["FACTORY", "Answers", "LexiconLinker", "Linker", "make_linker", "shipped_reranker"]
