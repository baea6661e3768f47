"""Facts and paths in words, English and Chinese, from templates."""

from api.realise.chinese import chinese_question
from api.realise.labels import ModelRank, headings, level_name, rank_words, scale_words
from api.realise.realiser import realise_fact, realise_path

__all__ = [
    "ModelRank", "chinese_question", "headings", "level_name", "rank_words", "realise_fact", "realise_path",
    "scale_words",
]  # fmt: skip
