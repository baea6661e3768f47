"""What the recogniser says of a text does not depend, to the last bit, on what is read with it or was read before."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.corpora.pubtator import read_pubtator
from extraction.recogniser.component import SHIPPED
from extraction.recogniser.exact import LEVELS, DoubleProduct, SingleProduct
from extraction.recogniser.inference import _in_a_row
from extraction.recogniser.labels import OUTSIDE
from extraction.recogniser.model import Recogniser
from extraction.recogniser.ngrams import ngram_table, ngrams_of
from extraction.recogniser.spans import RecognisedSpan
from extraction.recogniser.vocabulary import shipped_names
from kg.shipped import data_path

Spans = list[tuple[RecognisedSpan, ...]]
ODD = ("", " \n", "s pain", "the patients'", "'s", "\ud83d", "fever", "IL-2", "No fever.\n'\ns")


def _fresh() -> Recogniser:
    return Recogniser.load(data_path("models", SHIPPED), shipped_names())


def _notes() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(data_path("notes", "en").glob("*.txt"))]


def _parts(texts: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]


def _read(texts: list[str], size: int) -> Spans:
    reader = _fresh()
    return [spans for part in _parts(texts, size) for spans in reader.spans(part)]


def _assert_equal_in_all_orders(texts: list[str]) -> None:
    alone = _read(texts, 1)
    assert sum(map(len, alone)) > len(texts) // 4
    assert _read(texts[::-1], 1)[::-1] == alone
    for size in (7, 64):
        assert _read(texts, size) == alone
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)
    mixed = _read([texts[one] for one in order], 13)
    assert dict(zip(order, mixed, strict=True)) == dict(enumerate(alone))


def test_notes_are_read_the_same_in_any_order_and_batch() -> None:
    notes = _notes()
    pieces = [line for note in notes[:6] for line in note.splitlines()[:12]]
    _assert_equal_in_all_orders([*notes, *ODD, *pieces, "\n".join(notes)])


@pytest.mark.slow
def test_abstracts_are_read_the_same_in_any_order_and_batch() -> None:
    folder = os.environ.get("MEDKG_CORPORA")
    if not folder:
        pytest.skip("Set MEDKG_CORPORA to the folder of the corpora (BC5CDR is needed).")
    abstracts = [one.text for one in read_pubtator(Path(folder) / "bc5cdr" / "dev.pubtator")[0]]
    notes = _notes()
    _assert_equal_in_all_orders([*notes, *abstracts[: 300 - len(notes)]])


_DIGEST = """
from hashlib import blake2b
from extraction.recogniser.component import shipped_recogniser
from kg.shipped import data_path
notes = [path.read_text(encoding="utf-8") for path in sorted(data_path("notes", "en").glob("*.txt"))]
print(blake2b(repr(shipped_recogniser().spans(notes)).encode()).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.parametrize(("threads", "kernels"), [("1", "Haswell"), ("2", "Haswell"), ("2", "")])
def test_threads_and_processors_do_not_matter(threads: str, kernels: str) -> None:
    """OpenBLAS takes the kernels that it is told; other libraries pass over the variable."""
    own = blake2b(repr(_fresh().spans(_notes())).encode()).hexdigest()
    told = {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads}
    environment = os.environ | told | ({"OPENBLAS_CORETYPE": kernels} if kernels else {}) | {"PYTHONHASHSEED": threads}
    ran = subprocess.run([sys.executable, "-c", _DIGEST], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == own


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 70), st.sampled_from([5, 96, 288]))
def test_a_product_of_whole_numbers_is_exact(seed: int, rows: int, columns: int) -> None:
    generator = np.random.default_rng(seed)
    weights = generator.normal(0, 0.1, (9, columns)).astype(np.float32)
    weights[0] = 0
    bias = generator.normal(0, 1, 9).astype(np.float32)
    values = np.abs(generator.normal(0, 8, (rows, columns))).astype(np.float32)
    product = SingleProduct(weights, bias, 16)
    steps = product.whole(values)
    found = product(steps)
    exact = steps.astype(np.int64) @ product._weights.astype(np.int64)
    assert np.array_equal(found, exact.astype(np.float32) * product._scale + product._bias)
    wanted = np.minimum(values, 16) @ weights.T + bias
    assert np.abs(found - wanted).max() < 0.01 * np.abs(weights).sum(1).max() + 1e-5


def test_a_product_of_some_columns_is_that_of_all_where_the_others_are_0() -> None:
    generator = np.random.default_rng(1)
    weights, bias = generator.normal(0, 0.1, (9, 30)).astype(np.float32), generator.normal(0, 1, 9).astype(np.float32)
    product = SingleProduct(weights, bias, 16)
    steps = product.whole(np.abs(generator.normal(0, 8, (7, 30))).astype(np.float32))
    steps[:, :10] = steps[:, 20:] = 0
    assert np.array_equal(product.of_columns(10, 20)(steps[:, 10:20]), product(steps))


def test_a_word_by_itself_scores_what_the_whole_network_says_of_a_text_of_that_word() -> None:
    words = sorted({word for note in _notes()[:3] for word in note.split() if word.isalpha()})
    reader = _fresh()._made()
    types = reader._vectors.table.numbers(words)
    row = _in_a_row(np.ones(len(types), np.int64))
    tags = reader._scores(reader._vectors.of(types)[0], row, np.zeros(len(types), np.int64), 1)[row.places]
    assert np.array_equal(reader.alone(words), tags[:, 1:].max(1) - tags[:, OUTSIDE])


def test_the_worst_case_stays_within_what_single_precision_holds() -> None:
    for columns in (1, 96, 288):
        product = SingleProduct(np.full((3, columns), 0.37, np.float32), np.zeros(3, np.float32), 1)
        assert product._weights.sum(0).max() * LEVELS <= 2**24


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60))
def test_double_products_are_the_same_in_any_number_of_rows(seed: int, rows: int) -> None:
    generator = np.random.default_rng(seed)
    product = DoubleProduct(generator.normal(0, 0.3, (40, 272)).astype(np.float32), np.zeros(40, np.float32))
    values = generator.normal(0, 2, (rows, 272)).astype(np.float32)
    together = product(values)
    assert all(np.array_equal(product(values[at : at + 1])[0], together[at]) for at in range(rows))
    assert np.allclose(together, values @ (product._weights.astype(np.float32) / 2**16), atol=1e-2)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text(alphabet="ab1<>é-\0", max_size=30), max_size=12))
def test_ngrams_of_many_words_are_those_of_each(words: list[str]) -> None:
    table = ngram_table(words)
    assert [[one for one in row if one] for row in table.tolist()] == [ngrams_of(word) for word in words]
