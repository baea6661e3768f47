"""How Chinese says each predicate: one pattern for the claim, one for its denial.

``{s}`` and ``{o}`` are the names, ``{m}`` is where 可能 stands when the claim is hedged.
"""

from __future__ import annotations

from typing import NamedTuple


class Pattern(NamedTuple):
    """One predicate in Chinese."""

    claim: str
    denial: str


PATTERNS: dict[str, Pattern] = {
    "subclass_of": Pattern("{s}{m}是{o}的一种", "{s}{m}不是{o}的一种"),
    "related_to": Pattern("{s}{m}与{o}有关", "{s}{m}与{o}没有关系"),
    "similar_to": Pattern("{s}{m}与{o}相似", "{s}{m}与{o}不相似"),
    "occurs_together_in_literature_with": Pattern("{s}{m}与{o}在文献中共同出现", "{s}{m}与{o}未在文献中共同出现"),
    "treats": Pattern("{s}{m}用于治疗{o}", "{s}{m}不用于治疗{o}"),
    "applied_to_treat": Pattern("{s}{m}曾用于治疗{o}", "{s}{m}未曾用于治疗{o}"),
    "ameliorates_condition": Pattern("{s}{m}缓解{o}", "{s}{m}不缓解{o}"),
    "contraindicated_in": Pattern("{s}{m}禁用于{o}", "{s}{m}并不禁用于{o}"),
    "causes": Pattern("{s}{m}导致{o}", "{s}{m}不导致{o}"),
    "has_side_effect": Pattern("{s}的副作用{m}包括{o}", "{s}的副作用{m}不包括{o}"),
    "has_phenotype": Pattern("{s}的表现{m}包括{o}", "{s}的表现{m}不包括{o}"),
    "gene_associated_with_condition": Pattern("{s}{m}与{o}相关", "{s}{m}与{o}不相关"),
    "binds": Pattern("{s}{m}与{o}结合", "{s}{m}不与{o}结合"),
    "interacts_with": Pattern("{s}{m}与{o}存在相互作用", "{s}{m}与{o}不存在相互作用"),
    "physically_interacts_with": Pattern("{s}{m}与{o}存在物理相互作用", "{s}{m}与{o}不存在物理相互作用"),
    "participates_in": Pattern("{s}{m}参与{o}", "{s}{m}不参与{o}"),
    "affects_response_to": Pattern("{s}{m}影响患者对{o}的反应情况", "{s}{m}不影响患者对{o}的反应情况"),
    "has_chemical_role": Pattern("{s}{m}属于药物类别{o}", "{s}{m}不属于药物类别{o}"),
    "located_in": Pattern("{s}{m}位于{o}", "{s}{m}不位于{o}"),
    "expressed_in": Pattern("{s}{m}在{o}中表达", "{s}{m}不在{o}中表达"),
    "upregulates": Pattern("{s}{m}上调{o}", "{s}{m}不上调{o}"),
    "downregulates": Pattern("{s}{m}下调{o}", "{s}{m}不下调{o}"),
    "regulates": Pattern("{s}{m}调控{o}", "{s}{m}不调控{o}"),
    "coexpressed_with": Pattern("{s}{m}与{o}共表达", "{s}{m}不与{o}共表达"),
    "mentions": Pattern("{s}{m}提到{o}", "{s}{m}未提到{o}"),
}

CASE_PATTERNS: dict[str, Pattern] = {
    "has_condition": Pattern("病历{s}中，患者{m}患有{o}", "病历{s}中，患者{m}没有患{o}"),
    "has_phenotype": Pattern("病历{s}中，患者{m}有{o}", "病历{s}中，患者{m}没有{o}"),
    "underwent": Pattern("病历{s}中，患者{m}接受过{o}", "病历{s}中，患者{m}没有接受过{o}"),
    "takes": Pattern("病历{s}中，患者{m}使用{o}", "病历{s}中，患者{m}没有使用{o}"),
    "has_attribute": Pattern("病历{s}中，患者{m}有{o}的测量值", "病历{s}中，患者{m}没有{o}的测量值"),
    "allergic_to": Pattern("病历{s}中，患者{m}对{o}过敏", "病历{s}中，患者{m}对{o}不过敏"),
    "had_adverse_reaction_to": Pattern(
        "病历{s}中，患者{m}曾对{o}发生不良反应", "病历{s}中，患者{m}未对{o}发生不良反应"
    ),
}
