"""What Hetionet's kinds and metaedges mean in the schema, and under which licence each metaedge stands.

Licences after dhimmel/integrate, licenses/README.md; the metaedges' making after doi:10.7554/eLife.26726.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.records import AgentType, KnowledgeLevel
from kg.schema import Category

_L = KnowledgeLevel
_A = AgentType


class Kind(NamedTuple):
    """A kind of node: the CURIE prefix that its bare identifiers take (empty when they carry one), and its category."""

    prefix: str
    category: str


class Metaedge(NamedTuple):
    """A metaedge as the schema says it; ``reverse`` when the schema's subject is Hetionet's target."""

    name: str
    predicate: str
    reverse: bool
    level: KnowledgeLevel
    agent: AgentType
    origin: str
    licence: str


KINDS: dict[str, Kind] = {
    "Anatomy": Kind("", Category.ANATOMICAL_ENTITY),
    "Biological Process": Kind("", Category.BIOLOGICAL_PROCESS),
    "Cellular Component": Kind("", Category.CELLULAR_COMPONENT),
    "Compound": Kind("DRUGBANK", Category.DRUG),
    "Disease": Kind("", Category.DISEASE),
    "Gene": Kind("NCBIGene", Category.GENE),
    "Molecular Function": Kind("", Category.MOLECULAR_ACTIVITY),
    "Pathway": Kind("", Category.PATHWAY),
    "Pharmacologic Class": Kind("NDFRT", Category.CHEMICAL_ROLE),
    "Side Effect": Kind("UMLS", Category.PHENOTYPIC_FEATURE),
    "Symptom": Kind("MESH", Category.PHENOTYPIC_FEATURE),
}

_CC0, _BY4 = "CC0-1.0", "CC-BY-4.0"
_DISGENET = "ODbL-1.0, CC-BY-4.0 (by source)"
_BINDING = "CC-BY-NC-4.0, CC-BY-SA-3.0, CC-BY-4.0 (by source)"
_REACTOME = "CC-BY-3.0, CC-BY-4.0, custom (by source)"

_ALL = (
    Metaedge(
        "AdG", "downregulates", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:bgee", _CC0
    ),
    Metaedge("AeG", "expressed_in", True, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:bgee", _BY4),
    Metaedge("AuG", "upregulates", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:bgee", _CC0),
    Metaedge("CbG", "binds", False, _L.KNOWLEDGE_ASSERTION, _A.MANUAL_AGENT, "infores:drugbank", _BINDING),
    Metaedge(
        "CcSE",
        "has_side_effect",
        False,
        _L.KNOWLEDGE_ASSERTION,
        _A.TEXT_MINING_AGENT,
        "infores:sider",
        "CC-BY-NC-SA-4.0",
    ),
    Metaedge(
        "CdG", "downregulates", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:lincs", _CC0
    ),
    Metaedge(
        "CpD",
        "ameliorates_condition",
        False,
        _L.KNOWLEDGE_ASSERTION,
        _A.MANUAL_AGENT,
        "infores:pharmacotherapydb",
        _CC0,
    ),
    Metaedge(
        "CrC", "similar_to", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:hetionet", _CC0
    ),
    Metaedge("CtD", "treats", False, _L.KNOWLEDGE_ASSERTION, _A.MANUAL_AGENT, "infores:pharmacotherapydb", _CC0),
    Metaedge("CuG", "upregulates", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:lincs", _CC0),
    Metaedge(
        "DaG",
        "gene_associated_with_condition",
        True,
        _L.KNOWLEDGE_ASSERTION,
        _A.AUTOMATED_AGENT,
        "infores:disgenet",
        _DISGENET,
    ),
    Metaedge(
        "DdG", "downregulates", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:stargeo", _CC0
    ),
    Metaedge("DlA", "located_in", False, _L.STATISTICAL_ASSOCIATION, _A.TEXT_MINING_AGENT, "infores:hetionet", _CC0),
    Metaedge("DpS", "has_phenotype", False, _L.STATISTICAL_ASSOCIATION, _A.TEXT_MINING_AGENT, "infores:hetionet", _CC0),
    Metaedge("DrD", "similar_to", False, _L.STATISTICAL_ASSOCIATION, _A.TEXT_MINING_AGENT, "infores:hetionet", _CC0),
    Metaedge(
        "DuG", "upregulates", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:stargeo", _CC0
    ),
    Metaedge(
        "GcG",
        "coexpressed_with",
        False,
        _L.STATISTICAL_ASSOCIATION,
        _A.DATA_ANALYSIS_PIPELINE,
        "infores:hetionet",
        _CC0,
    ),
    Metaedge(
        "GiG",
        "physically_interacts_with",
        False,
        _L.KNOWLEDGE_ASSERTION,
        _A.AUTOMATED_AGENT,
        "infores:hetionet",
        "none stated, by permission (by source)",
    ),
    Metaedge("GpBP", "participates_in", False, _L.KNOWLEDGE_ASSERTION, _A.MANUAL_AGENT, "infores:go", _BY4),
    Metaedge("GpCC", "participates_in", False, _L.KNOWLEDGE_ASSERTION, _A.MANUAL_AGENT, "infores:go", _BY4),
    Metaedge("GpMF", "participates_in", False, _L.KNOWLEDGE_ASSERTION, _A.MANUAL_AGENT, "infores:go", _BY4),
    Metaedge(
        "GpPW", "participates_in", False, _L.KNOWLEDGE_ASSERTION, _A.MANUAL_AGENT, "infores:pathwaycommons", _REACTOME
    ),
    Metaedge("Gr>G", "regulates", False, _L.STATISTICAL_ASSOCIATION, _A.DATA_ANALYSIS_PIPELINE, "infores:lincs", _CC0),
    Metaedge("PCiC", "has_chemical_role", True, _L.KNOWLEDGE_ASSERTION, _A.MANUAL_AGENT, "infores:drugcentral", _BY4),
)

METAEDGES: dict[str, Metaedge] = {metaedge.name: metaedge for metaedge in _ALL}


def pathway_prefix(reference: str) -> str:
    """The prefix of a pathway's identifier: WikiPathways, or Pathway Commons release 7.

    >>> pathway_prefix("WP4_r82"), pathway_prefix("PC7_1000")
    ('WIKIPATHWAYS', 'PATHWAYCOMMONS')
    """
    return "WIKIPATHWAYS" if reference.startswith("WP") else "PATHWAYCOMMONS"
