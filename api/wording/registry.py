"""Language models by a string: ``openai:http://localhost:8000/v1#model``, ``transformers:/path``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.wording.local import LocalModel, TransformersModel
from api.wording.openai import Endpoint, OpenAIModel
from api.wording.protocol import LanguageModel
from kg.errors import InputError


def _openai(rest: str) -> LanguageModel:
    url, _, model = rest.partition("#")
    return OpenAIModel(Endpoint(url, model))


def _transformers(rest: str) -> LanguageModel:
    if not rest:
        raise InputError("transformers: names no model.", "Write transformers:/path/of/the/model.")
    return TransformersModel(LocalModel(Path(rest).expanduser()))


LANGUAGE_MODELS: dict[str, Callable[[str], LanguageModel]] = {"openai": _openai, "transformers": _transformers}


def language_model(spec: str | LanguageModel) -> LanguageModel:
    """The client that ``spec`` names; a client itself is handed through.

    Nothing is loaded or sent yet. An OpenAI key is taken from the environment variable ``OPENAI_API_KEY``; for another
    variable make the :class:`api.wording.openai.OpenAIModel` yourself.

    Raises:
        InputError: an unknown kind, or what follows the kind is wrong.
    """
    if not isinstance(spec, str):
        return spec
    kind, _, rest = spec.partition(":")
    maker = LANGUAGE_MODELS.get(kind)
    if maker is None:
        raise InputError(
            f"Unknown kind of language model {kind!r} in {spec!r}.",
            f"Known: {', '.join(sorted(LANGUAGE_MODELS))}. Write openai:http://localhost:8000/v1#model or "
            "transformers:/path.",
        )
    return maker(rest)
