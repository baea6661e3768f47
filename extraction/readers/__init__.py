"""Reading documents, one by one, from plain text, JSONL, CSV, TSV and PubTator files."""

from __future__ import annotations

from extraction.readers.options import FORMATS, ReadOptions
from extraction.readers.reading import format_of, read_documents

__all__ = ["FORMATS", "ReadOptions", "format_of", "read_documents"]
