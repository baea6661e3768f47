"""Makes data/models/wordpieces from a MiniLM directory: ``python tools/build_data/wordpieces.py DIR``."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from extraction.recogniser.storage import write_subwords
from extraction.recogniser.subwords import Subwords

DIMENSIONS = 64
EMBEDDINGS = "embeddings.word_embeddings.weight"
OUT = Path(__file__).resolve().parents[2] / "data" / "models" / "wordpieces"


def main() -> None:
    """Reads the word pieces' embeddings and writes their principal components."""
    source = Path(sys.argv[1])
    pieces = (source / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vectors = load_file(source / "model.safetensors")[EMBEDDINGS].astype(np.float32)
    write_subwords(OUT, Subwords.reduced(pieces, vectors, DIMENSIONS))


if __name__ == "__main__":
    main()
