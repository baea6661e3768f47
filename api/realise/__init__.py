"""Facts and paths in words, English and Chinese, from templates."""

from api.realise.chinese import chinese_question
from api.realise.labels import headings, level_name, scale_words
from api.realise.realiser import realise_fact, realise_path

__all__ = ["chinese_question", "headings", "level_name", "realise_fact", "realise_path", "scale_words"]
