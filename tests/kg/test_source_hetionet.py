"""Hetionet's tables as evidence and as a snapshot."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.results import DropReason
from kg.schema import Category, check_claim
from kg.sources.hetionet import HetionetSource, hetionet_curie, hetionet_triple, load_hetionet_snapshot
from kg.sources.hetionet_schema import KINDS, METAEDGES

_NODES = (
    "id\tname\tkind\n"
    "Compound::DB00945\tAspirin\tCompound\n"
    "Compound::DB00331\tMetformin\tCompound\n"
    "Disease::DOID:9352\ttype 2 diabetes mellitus\tDisease\n"
    "Gene::5742\tPTGS1\tGene\n"
    "Thing::1\tnone\tThing\n"
)
_EDGES = (
    "source\tmetaedge\ttarget\n"
    "Compound::DB00331\tCtD\tDisease::DOID:9352\n"
    "Disease::DOID:9352\tDaG\tGene::5742\n"
    "Compound::DB00945\tCrC\tCompound::DB00331\n"
    "Compound::DB00945\tCxC\tCompound::DB00331\n"
    "Compound::DB99999\tCbG\tGene::5742\n"
    "Gene::5742\tGiG\tGene::5742\n"
)


def _write(folder: Path, nodes: str = _NODES, edges: str = _EDGES) -> Path:
    (folder / "nodes.tsv").write_text(nodes, encoding="utf-8")
    (folder / "hetionet_core_edges.tsv.gz").write_bytes(gzip.compress(edges.encode()))
    return folder


def test_claims_run_as_the_schema_has_them(tmp_path: Path) -> None:
    """Reversed where the schema's subject is Hetionet's target, ordered where the predicate is symmetric."""
    source = HetionetSource(_write(tmp_path))
    evidence = [one for batch in source.batches() for one in batch.evidence]
    assert [(one.subject, one.predicate, one.object) for one in evidence] == [
        ("DRUGBANK:DB00331", "treats", "DOID:9352"),
        ("NCBIGene:5742", "gene_associated_with_condition", "DOID:9352"),
        ("DRUGBANK:DB00331", "similar_to", "DRUGBANK:DB00945"),
    ]
    assert all(one.licence and one.primary_knowledge_source.startswith("infores:") for one in evidence)
    assert {one.origin for one in evidence} == {"hetionet"}


def test_what_does_not_fit_is_returned(tmp_path: Path) -> None:
    """Each with its reason and its line; a second reading reports no more."""
    source = HetionetSource(_write(tmp_path))
    for _ in range(2):
        batches = list(source.batches())
    reasons = [one.reason for one in source.dropped]
    assert reasons == [
        DropReason.NOT_A_CURIE,
        DropReason.UNKNOWN_PREDICATE,
        DropReason.UNMAPPED,
        DropReason.SELF_LOOP,
    ]
    assert "hetionet_core_edges.tsv.gz:5" in source.dropped[1].item
    assert sum(len(batch.nodes) for batch in batches) == 4


def test_snapshot_holds_all_nodes_and_leaves_out_what_is_asked(tmp_path: Path) -> None:
    """A node without an edge is a candidate all the same."""
    folder = _write(tmp_path)
    whole = load_hetionet_snapshot(folder)
    less = load_hetionet_snapshot(folder, {("DRUGBANK:DB00331", "treats", "DOID:9352")})
    assert (whole.num_nodes, whole.num_edges) == (4, 3)
    assert (less.num_nodes, less.num_edges) == (4, 2)


@pytest.mark.parametrize(
    ("nodes", "edges", "place"),
    [
        ("id\tname\n", _EDGES, "nodes.tsv:1"),
        (_NODES + "Gene::1\tX\n", _EDGES, "nodes.tsv:7"),
        (_NODES, "a\tb\tc\n", "tsv.gz:1"),
    ],
)
def test_malformed_files_name_the_line(tmp_path: Path, nodes: str, edges: str, place: str) -> None:
    """File, line and what was found."""
    with pytest.raises(SourceError, match=place):
        list(HetionetSource(_write(tmp_path, nodes, edges)).batches())


def test_missing_and_truncated_files(tmp_path: Path) -> None:
    """Said before anything is read, and when the stream breaks off."""
    with pytest.raises(SourceError, match=r"nodes\.tsv is not in"):
        HetionetSource(tmp_path)
    folder = _write(tmp_path)
    path = folder / "hetionet_core_edges.tsv.gz"
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(SourceError, match="cannot be read"):
        list(HetionetSource(folder).batches())


def test_identifiers() -> None:
    """Every kind has a prefix; none is guessed."""
    assert hetionet_curie("Side Effect::C0018681") == "UMLS:C0018681"
    assert hetionet_curie("Pathway::WP4_r82") == "WIKIPATHWAYS:WP4_r82"
    for bad in ("Gene", "Gene::", "Planet::1"):
        with pytest.raises(SourceError, match="no Hetionet identifier"):
            hetionet_curie(bad)
    with pytest.raises(SourceError, match="CzD"):
        hetionet_triple("Compound::DB1", "CzD", "Disease::DOID:1")


def test_every_metaedge_fits_the_schema() -> None:
    """By the letters of its name: the schema takes its ends."""
    letters = {
        "A": "Anatomy", "BP": "Biological Process", "CC": "Cellular Component", "C": "Compound", "D": "Disease",
        "G": "Gene", "MF": "Molecular Function", "PW": "Pathway", "PC": "Pharmacologic Class", "SE": "Side Effect",
        "S": "Symptom",
    }  # fmt: skip
    for name, metaedge in METAEDGES.items():
        first = "PC" if name.startswith("PC") else name[0]
        last = next(code for code in sorted(letters, key=len, reverse=True) if name.endswith(code) and name != code)
        if name == "CrC":
            last = "C"
        ends = [Category(KINDS[letters[code]].category) for code in (first, last)]
        if metaedge.reverse:
            ends.reverse()
        check_claim(ends[0], metaedge.predicate, ends[1])


@pytest.mark.slow
def test_the_real_core() -> None:
    """Every edge of the published core is read, none dropped."""
    folder = os.environ.get("MEDKG_CORPORA")
    if not folder:
        pytest.skip("set MEDKG_CORPORA to the folder of the corpora")
    source = HetionetSource(Path(folder) / "hetionet")
    assert sum(len(batch.evidence) for batch in source.batches()) == 469_129
    assert source.dropped == []
