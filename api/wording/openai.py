"""Any endpoint that speaks the OpenAI chat-completions protocol: vLLM, llama.cpp, Ollama, hosted ones."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, ValidationError

from api.wording.protocol import Completion
from kg.errors import InputError, StoreAuthenticationError, StoreError, StoreUnavailableError

_TRY_AGAIN = frozenset((408, 409, 425, 429, 500, 502, 503, 504))
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is served.

    Attributes:
        url: up to and with the version: ``http://localhost:8000/v1``.
        model: as the endpoint calls it.
        key: sent as a bearer token; None takes it from ``key_variable``.
        key_variable: name of an environment variable; unset means that no key is sent.
        seconds: most time for one try.
        tries: how often a request that failed for a passing reason is sent, at least 1.
        pause: seconds before the second try; doubles with each further one.
    """

    url: str
    model: str
    key: str | None = None
    key_variable: str = "OPENAI_API_KEY"
    seconds: float = 60.0
    tries: int = 3
    pause: float = 0.5


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message


class _Answer(BaseModel):
    choices: list[_Choice]


def _is_address(text: str) -> bool:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return False
    return url.scheme in ("http", "https") and bool(url.host)


class OpenAIModel:
    """A model behind an OpenAI-compatible endpoint.

    Args:
        endpoint: where it is; nothing is sent before the first completion.
        transport: in place of the network, for a user's tests.

    Raises:
        InputError: the address is no http(s) URL, or no model is named.
    """

    def __init__(self, endpoint: Endpoint, transport: httpx.BaseTransport | None = None) -> None:
        if not _is_address(endpoint.url):
            raise InputError(f"{endpoint.url!r} is no address of an endpoint.", "Write http://host:port/v1.")
        if not endpoint.model:
            raise InputError(f"No model of {endpoint.url} is named.", "Write openai:http://host:port/v1#model.")
        self.name = f"openai:{endpoint.model}"
        self._endpoint = endpoint
        self._client = httpx.Client(timeout=endpoint.seconds, transport=transport)

    def complete(self, prompt: str, system: str = "", completion: Completion | None = None) -> str:
        """The model's answer; see :class:`api.wording.protocol.LanguageModel`."""
        if not prompt.strip():
            raise InputError("The prompt for the language model is empty.", "Give it something to word.")
        how = completion or Completion()
        messages = [{"role": "system", "content": system}] if system else []
        messages.append({"role": "user", "content": prompt})
        body = {
            "model": self._endpoint.model,
            "messages": messages,
            "max_tokens": how.max_tokens,
            "temperature": how.temperature,
            "seed": how.seed,
        }
        return self._text(self._post(body))

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _post(self, body: dict[str, object]) -> httpx.Response:
        url = f"{self._endpoint.url.rstrip('/')}/chat/completions"
        problem = ""
        for attempt in range(max(self._endpoint.tries, 1)):
            if attempt:
                time.sleep(self._endpoint.pause * 2 ** (attempt - 1))
            try:
                response = self._client.post(url, json=body, headers=self._headers())
            except httpx.TimeoutException:
                problem = f"gave no answer within {self._endpoint.seconds:g} s"
                continue
            except httpx.HTTPError as error:
                problem = f"cannot be reached ({error or type(error).__name__})"
                continue
            if response.status_code not in _TRY_AGAIN:
                self._check(response)
                return response
            problem = f"answered {response.status_code}: {response.text[:_SHOWN]!r}"
        raise StoreUnavailableError(
            f"The language model at {self._endpoint.url} {problem}, {max(self._endpoint.tries, 1)} times.",
            "See that it runs and serves this address, or leave the wording out: the template words every fact.",
        )

    def _headers(self) -> dict[str, str]:
        key = self._endpoint.key or os.environ.get(self._endpoint.key_variable, "")
        return {"Authorization": f"Bearer {key}"} if key else {}

    def _check(self, response: httpx.Response) -> None:
        if response.status_code in (401, 403):
            raise StoreAuthenticationError(
                f"The language model at {self._endpoint.url} refused the key ({response.status_code}).",
                f"Set {self._endpoint.key_variable}, or give the key.",
            )
        if response.status_code == 404:
            raise InputError(
                f"{self._endpoint.url} serves no model {self._endpoint.model!r} (404).",
                "See which models it lists under /models, and that the address ends as the server wants it (/v1).",
            )
        if not response.is_success:
            raise InputError(
                f"The language model at {self._endpoint.url} refused the request with {response.status_code}: "
                f"{response.text[:_SHOWN]!r}.",
                "Change the model or shorten the question.",
            )

    def _text(self, response: httpx.Response) -> str:
        try:
            answer = _Answer.model_validate_json(response.content)
        except ValidationError:
            answer = _Answer(choices=[])
        if not answer.choices:
            raise StoreError(
                f"The language model at {self._endpoint.url} sent no chat completion: {response.text[:_SHOWN]!r}.",
                "See that the address is that of an OpenAI-compatible endpoint, as in http://localhost:8000/v1.",
            )
        return (answer.choices[0].message.content or "").strip()
