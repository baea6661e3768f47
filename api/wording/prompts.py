"""What a language model is asked. Only names from vocabularies and predicates go out: no note, no quote, no case."""

from __future__ import annotations

from collections.abc import Sequence

from api.facts import Fact, Language
from api.realise import realise_fact

_ENGLISH = (
    "You word medical evidence for clinicians. You are given numbered facts. Write one short English sentence for each "
    "fact, each on its own line, and end it with the number of its fact in square brackets, as in [1]. Use names "
    "exactly as given. Keep every 'not'. Where a fact says that a model predicts something, your sentence says "
    "so too, with 'may'. Add nothing that is not in the fact: no other drug, disease, number or advice."
)
_CHINESE = (
    "你为临床医生表述医学证据。下面给出带编号的事实。请为每条事实写一个简短的中文句子，每句单独一行，句末用方括号标出事实编号，"
    "例如 [1]。名称必须与所给的完全一致。保留所有否定。如果事实说明是模型预测，句子也必须说明是模型预测，并使用“可能”。"
    "不要添加事实以外的任何内容：不得出现其他药物、疾病、数字或建议。"
)


def system_prompt(language: Language) -> str:
    """The rules, in the language of the answer."""
    return _CHINESE if language is Language.CHINESE else _ENGLISH


def facts_prompt(facts: Sequence[Fact], language: Language) -> str:
    """The facts, one a line, each in the template's words after its number."""
    return "\n".join(f"[{fact.number}] {realise_fact(fact, language).text}" for fact in facts)
