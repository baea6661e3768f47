"""The read guard: user Cypher is parsed by an allow-list before any store sees it."""

from api.guard.check import MAX_QUERY_LENGTH, CheckedQuery, check_query
from api.guard.patterns import MAX_HOPS

__all__ = ["MAX_HOPS", "MAX_QUERY_LENGTH", "CheckedQuery", "check_query"]
