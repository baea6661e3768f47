"""Which format a corpus is in, told by its content."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from extraction.corpora.brat import LINE as BRAT_LINE
from extraction.corpora.iob import is_tag
from extraction.corpora.note_tables import ACI_BENCH_COLUMNS, MTS_DIALOG_COLUMNS
from kg.errors import DocumentError

_HEAD_BYTES = 1 << 16


class CorpusFormat(StrEnum):
    """The formats of annotated corpora, as they are typed."""

    PUBTATOR = "pubtator"
    IOB = "iob"
    BRAT = "brat"
    DDI = "ddi"
    ADE = "ade"
    CHEMPROT = "chemprot"
    NEGEX = "negex"
    PRESIDIO = "presidio"
    MTS_DIALOG = "mts-dialog"
    ACI_BENCH = "aci-bench"


_SHAPES: dict[CorpusFormat, str] = {
    CorpusFormat.PUBTATOR: "ID|t|title, ID|a|abstract, ID start end text type identifier",
    CorpusFormat.IOB: "a token and its tag a line",
    CorpusFormat.BRAT: "a folder of .txt with .ann beside, T1 type start end text",
    CorpusFormat.DDI: "XML with <document> at the top",
    CorpusFormat.ADE: "PMID|sentence|effect|start|end|drug|start|end, or PMID NEG sentence",
    CorpusFormat.CHEMPROT: "JSON lines whose text has << >> and [[ ]]",
    CorpusFormat.NEGEX: "six columns, the last the experiencer",
    CorpusFormat.PRESIDIO: "a JSON array of full_text and spans",
    CorpusFormat.MTS_DIALOG: f"CSV with {' and '.join(MTS_DIALOG_COLUMNS)}",
    CorpusFormat.ACI_BENCH: f"CSV with {' and '.join(ACI_BENCH_COLUMNS)}",
}

_PUBTATOR = re.compile(r"[^|\t\n]{1,80}\|[ta]\|")
_ADE = re.compile(r"\d+\|.+\|\d+\|\d+\|[^|]+\|\d+\|\d+$|\d+ NEG ")
_NEGEX_COLUMNS = 6


def known_formats() -> str:
    """The formats and how they look, for messages."""
    return "; ".join(f"{name} ({shape})" for name, shape in _SHAPES.items())


def recognise(path: Path) -> CorpusFormat | None:
    """The format that a file's first lines have, or None for none that is known.

    Raises:
        DocumentError: the file is empty, or not UTF-8.
    """
    head = _head(path)
    lines = [line for line in head.splitlines() if line.strip()]
    if not lines:
        raise DocumentError(f"{path} is empty.", "Give a file with annotated text.")
    return next((name for name, looks in _LOOKS.items() if looks(head, lines)), None)


def _head(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_HEAD_BYTES)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentError(f"{path} looks like UTF-16.", "Save it as UTF-8.")
    text = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        return text.decode(data)
    except UnicodeDecodeError as error:
        if error.start < len(data.splitlines()[0]) or b"\0" in data:
            place = f"byte {error.start:,} (0x{data[error.start]:02x})"
            raise DocumentError(f"{path} is not UTF-8 at {place}.", "Save it as UTF-8.") from error
        return data[: error.start].decode("utf-8-sig")  # the reader reports the line


def _is_table(head: str, columns: tuple[str, ...]) -> bool:
    header = [one.strip().strip('"') for one in head.splitlines()[0].split(",")]
    return all(one in header for one in columns)


def _is_negex(head: str, lines: list[str]) -> bool:
    rows = [line.split("\t") for line in lines[:5]]
    told = " ".join(rows[0]).lower()
    named = all(one in told for one in ("condition", "sentence", "negation"))
    return all(len(row) == _NEGEX_COLUMNS for row in rows[:1]) and (named or rows[0][-1] in ("Patient", "Other"))


def _is_iob(head: str, lines: list[str]) -> bool:
    rows = [line.split() for line in lines[:200] if not line.startswith(("-DOCSTART-", "###"))]
    tagged = sum(len(row) > 1 and is_tag(row[-1]) for row in rows)
    return bool(rows) and tagged > len(rows) / 2


_LOOKS: dict[CorpusFormat, Callable[[str, list[str]], bool]] = {
    CorpusFormat.PUBTATOR: lambda head, lines: any(_PUBTATOR.match(line) for line in lines[:3]),
    CorpusFormat.BRAT: lambda head, lines: any(BRAT_LINE.match(line) for line in lines[:3]),
    CorpusFormat.DDI: lambda head, lines: head.lstrip().startswith("<") and "<document" in head,
    CorpusFormat.PRESIDIO: lambda head, lines: head.lstrip().startswith("[") and '"full_text"' in head,
    CorpusFormat.CHEMPROT: lambda head, lines: lines[0].lstrip().startswith("{") and "[[ " in head and "<< " in head,
    CorpusFormat.MTS_DIALOG: lambda head, lines: _is_table(head, MTS_DIALOG_COLUMNS),
    CorpusFormat.ACI_BENCH: lambda head, lines: _is_table(head, ACI_BENCH_COLUMNS),
    CorpusFormat.NEGEX: _is_negex,
    CorpusFormat.ADE: lambda head, lines: any(_ADE.match(line) for line in lines[:3]),
    CorpusFormat.IOB: _is_iob,
}
