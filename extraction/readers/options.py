"""What a reader is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extraction.readers.encoding import UTF_8, encoding_named
from kg.records import DocumentKind

Format = Literal["text", "jsonl", "csv", "tsv", "pubtator"]
FORMATS: tuple[Format, ...] = ("text", "jsonl", "csv", "tsv", "pubtator")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read an input.

    Attributes:
        format: None to tell it from the file's name and first line.
        text_column: column (CSV, TSV) or key (JSONL) that holds the text; None to choose a usual name.
        id_column: column or key that names a row; None to choose a usual name, or the row's number. It enters the
            document's name, which reports show: choose one that identifies no person.
        kind: None for what the format implies: PubTator is literature, the rest are notes.
        language: ``en`` or ``zh``; None to detect it in each document.
        delimiter: of CSV fields; None for a tab in TSV, and in CSV for the comma, semicolon or tab of its header.
        encoding: of the text of files that are not in UTF-8, such as ``gb18030`` or ``latin-1``.
        hide_names: hash the names of all folders, files and rows, not only of those that look like a person's.

    Raises:
        InputError: an encoding that does not exist.
    """

    format: Format | None = None
    text_column: str | None = None
    id_column: str | None = None
    kind: DocumentKind | None = None
    language: Literal["en", "zh"] | None = None
    delimiter: str | None = None
    encoding: str = UTF_8
    hide_names: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "encoding", encoding_named(self.encoding))
