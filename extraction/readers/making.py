"""From a row or a file to a document, or to the reason why there is none."""

from __future__ import annotations

from pathlib import Path

from extraction.document_names import hidden_name, hidden_path, name_of
from extraction.documents import MAXIMUM_CHARACTERS, Annotation, Document
from extraction.foreign import is_foreign
from extraction.readers.options import ReadOptions
from kg.records import DocumentKind
from kg.results import Dropped, DropReason

_LONGEST_PATH = 255


class Maker:
    """Makes the documents of one file; remembers their ids to find duplicates."""

    def __init__(self, path: Path, options: ReadOptions, kind: DocumentKind = DocumentKind.NOTE) -> None:
        self._path = path
        self._kind = options.kind or kind
        self._language = options.language or ""
        self._seen: set[str] = set()
        self._uses: dict[str, int] = {}
        self._hide = options.hide_names
        self._source = hidden_path(path.as_posix(), everything=options.hide_names)

    def whole(self, text: str) -> Document | Dropped:
        """The document that is the whole file."""
        return self._make(self._name("", text, self._kind), text, self._kind, self._language)

    def row(
        self, row_id: str | int, text: str, kind: DocumentKind | None = None, language: str = ""
    ) -> Document | Dropped:
        """The document of one row.

        A row whose id was used before with another text is named ``<id>.2`` (``.3`` and so on); the same text under
        the same id is a duplicate.

        Args:
            row_id: what the input gives, or, as a number, the row's place in the file, which tells of nobody.
            text, kind, language: of the row.
        """
        name = self._name(row_id, text, self._chosen(kind))
        if self._names_a_file(text):
            detail = f"It names the file {text.strip()!r} beside it, and is no text itself."
            return Dropped(name, DropReason.NOT_A_DOCUMENT, detail)
        made = self._make(name, text, self._chosen(kind), self._language or language)
        if isinstance(made, Dropped):
            return made
        if made.id in self._seen:
            return Dropped(name, DropReason.DUPLICATE, "The same id with the same text stands above.")
        self._seen.add(made.id)
        uses = self._uses[str(row_id)] = self._uses.get(str(row_id), 0) + 1
        if uses > 1 and made.name.endswith(f"#{row_id}"):  # else its hash tells it from the others
            name = self._name(f"{row_id}.{uses}", text, self._chosen(kind))
            return self._make(name, text, self._chosen(kind), self._language or language)
        return made

    def publication(self, name: str, text: str, annotations: tuple[Annotation, ...]) -> Document | Dropped:
        """The document of one PubTator block."""
        made = self._make(name, text, self._kind, self._language, annotations)
        if isinstance(made, Document):
            if made.id in self._seen:
                return Dropped(name, DropReason.DUPLICATE, "The same publication stands above.")
            self._seen.add(made.id)
        return made

    def _names_a_file(self, text: str) -> bool:
        """Whether a row's text is the path of a file, as in a table of annotations or of contents."""
        path = text.strip()
        if len(path) > _LONGEST_PATH or "\n" in path or "\0" in path or not Path(path).suffix:
            return False
        try:
            return (self._path.parent / path).is_file()
        except OSError:
            return False  # no path on this system

    def _name(self, row_id: str | int, text: str, kind: DocumentKind) -> str:
        file_name = self._path.name
        if self._hide:
            return hidden_name(f"{file_name}#{row_id}" if row_id != "" else file_name)
        if kind is not DocumentKind.NOTE:
            return f"{file_name}#{row_id}" if row_id != "" else file_name
        if isinstance(row_id, str):
            return name_of(file_name, row_id, text)
        whole = f"{file_name}#{row_id}"
        return whole if name_of(file_name, "", text) == file_name else name_of(file_name, str(row_id), text)

    def _chosen(self, kind: DocumentKind | None) -> DocumentKind:
        return kind or self._kind

    def _make(
        self, name: str, text: str, kind: DocumentKind, language: str, annotations: tuple[Annotation, ...] = ()
    ) -> Document | Dropped:
        if not text.strip():
            return Dropped(name, DropReason.EMPTY, "It holds no text.")
        if len(text) > MAXIMUM_CHARACTERS:
            detail = f"{len(text):,} characters; at most {MAXIMUM_CHARACTERS:,} are read. Split it into documents."
            return Dropped(name, DropReason.TOO_LONG, detail)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            detail = f"Half a surrogate pair at character {error.start:,}: the text cannot be stored."
            return Dropped(name, DropReason.UNREADABLE, detail)
        if not language and is_foreign(text):
            detail = "Neither English nor Chinese. State its language to have it read all the same."
            return Dropped(name, DropReason.OTHER_LANGUAGE, detail)
        return Document.make(name, text, kind, self._source, language, annotations)
