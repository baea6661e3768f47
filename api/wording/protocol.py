"""What every language-model client can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Completion:
    """How a completion is made.

    Attributes:
        max_tokens: most tokens of the answer.
        temperature: 0 gives the likeliest words, the same every time as far as the model allows.
        seed: handed to models that take one.
    """

    max_tokens: int = 512
    temperature: float = 0.0
    seed: int = 0


@runtime_checkable
class LanguageModel(Protocol):
    """Completes a prompt. What it says is never trusted: the verifier reads it.

    Attributes:
        name: what an answer worded by it says, such as ``openai:qwen3``; holds no key and no address.
    """

    name: str

    def complete(self, prompt: str, system: str = "", completion: Completion | None = None) -> str:
        """The model's answer to ``prompt``, stripped; may be empty.

        Raises:
            InputError: the prompt is empty, or the model refused the request as wrong.
            StoreUnavailableError: an endpoint that cannot be reached, is over its time, or keeps failing.
            StoreAuthenticationError: a key that is missing or refused.
            MissingDependencyError: an optional package is needed.
        """
        ...

    def close(self) -> None:
        """Gives back what it holds; safe to call twice."""
        ...
