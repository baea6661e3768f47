"""Language models that word facts: one interface, an OpenAI-compatible endpoint and a local transformers model."""

from api.wording.protocol import Completion, LanguageModel
from api.wording.registry import LANGUAGE_MODELS, language_model
from api.wording.worder import Worded, word_facts

__all__ = ["LANGUAGE_MODELS", "Completion", "LanguageModel", "Worded", "language_model", "word_facts"]
