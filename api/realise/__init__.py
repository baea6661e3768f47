"""Facts and paths in words, English and Chinese, from templates."""

from api.realise.chinese import chinese_question
from api.realise.labels import belief_words, headings, level_name
from api.realise.realiser import realise_fact, realise_path

__all__ = ["belief_words", "chinese_question", "headings", "level_name", "realise_fact", "realise_path"]
