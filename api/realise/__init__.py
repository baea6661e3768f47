"""Facts and paths in words, English and Chinese, from templates."""

from api.realise.realiser import realise_fact, realise_path

__all__ = ["realise_fact", "realise_path"]
