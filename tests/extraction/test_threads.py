"""Reading holds the linear algebra libraries to one thread, and gives back what it found."""

from __future__ import annotations

import threading

import pytest
from threadpoolctl import ThreadpoolController

from extraction.documents import Document
from extraction.pipeline import Pipeline
from extraction.threads import single_threaded
from kg.vocabulary import Term, Vocabulary


@pytest.fixture
def two_threads():
    with ThreadpoolController().limit(limits=2, user_api="blas"):
        if blas() != {2}:
            pytest.skip("the linear algebra library here has one thread")
        yield


def blas():
    return {one["num_threads"] for one in ThreadpoolController().info() if one["user_api"] == "blas"}


def test_one_thread_within_and_what_there_was_after(two_threads):
    with single_threaded():
        assert blas() == {1}
        with single_threaded():
            assert blas() == {1}
        assert blas() == {1}
    assert blas() == {2}


def test_an_error_gives_the_threads_back(two_threads):
    with pytest.raises(ValueError, match="broken"), single_threaded():
        raise ValueError("broken")
    assert blas() == {2}


def test_readers_that_overlap_leave_what_there_was(two_threads):
    first_in, second_in = threading.Event(), threading.Event()

    def first():
        with single_threaded():
            first_in.set()
            second_in.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    first_in.wait(10)
    with single_threaded():
        second_in.set()
        thread.join()
    assert blas() == {2}


def test_the_pipeline_reads_in_one_thread_and_its_caller_does_not(two_threads, monkeypatch):
    pipeline = Pipeline(vocabulary=Vocabulary([Term("CHEBI:15365", "Drug", "aspirin")], "test/1"))
    within = []
    masking = pipeline.mask
    monkeypatch.setattr(pipeline, "mask", lambda document: (within.append(blas()), masking(document))[1])
    documents = [Document.make(f"{number}.txt", "He takes aspirin.") for number in range(3)]
    for _ in pipeline.process(documents):
        assert blas() == {2}
    pipeline.annotate(documents[0])
    assert len(within) == len(documents) + 1
    assert all(one == {1} for one in within)
    assert blas() == {2}
