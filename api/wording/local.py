"""A model on this machine, read by transformers: a folder, or one GGUF file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from api.wording.protocol import Completion
from kg.errors import InputError, MissingDependencyError

_GGUF_PACKAGES = ("gguf", "accelerate")


@dataclass(frozen=True, slots=True)
class LocalModel:
    """Where a model lies.

    Attributes:
        path: a folder in transformers' layout, or a ``.gguf`` file; nothing is ever fetched.
        device: ``auto`` (a GPU if there is one), ``cpu``, ``cuda``.
        max_prompt_tokens: a longer prompt is refused, never cut.
    """

    path: Path
    device: str = "auto"
    max_prompt_tokens: int = 4096


class TransformersModel:
    """A local causal language model, loaded on the first completion (a GGUF of 135 M parameters takes half a minute).

    Raises:
        InputError: the path does not exist or is no model.
    """

    def __init__(self, model: LocalModel) -> None:
        if not model.path.exists():
            raise InputError(f"There is no language model at {model.path}.", "Give a folder, or a GGUF file.")
        if model.path.is_file() and model.path.suffix != ".gguf":
            raise InputError(f"{model.path} is neither a folder nor a GGUF file.", "Give the folder of the model.")
        self.name = f"transformers:{model.path.name}"
        self._model = model
        self._loaded: tuple[Any, Any] | None = None

    def complete(self, prompt: str, system: str = "", completion: Completion | None = None) -> str:
        """The model's answer; see :class:`api.wording.protocol.LanguageModel`."""
        if not prompt.strip():
            raise InputError("The prompt for the language model is empty.", "Give it something to word.")
        how = completion or Completion()
        torch = import_module("torch")
        tokenizer, network = self._load()
        inputs = self._encoded(tokenizer, prompt, system).to(network.device)
        sampling = {"do_sample": True, "temperature": how.temperature} if how.temperature > 0 else {"do_sample": False}
        if how.temperature > 0:
            torch.manual_seed(how.seed)
        with torch.inference_mode():
            output = network.generate(
                **inputs, max_new_tokens=how.max_tokens, pad_token_id=tokenizer.eos_token_id, **sampling
            )
        answer: str = tokenizer.decode(output[0][inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        return answer.strip()

    def close(self) -> None:
        """Lets go of the weights."""
        self._loaded = None

    def _encoded(self, tokenizer: Any, prompt: str, system: str) -> Any:
        if tokenizer.chat_template:
            messages = [{"role": "system", "content": system}] if system else []
            messages.append({"role": "user", "content": prompt})
            inputs = tokenizer.apply_chat_template(
                messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
        else:
            inputs = tokenizer(f"{system}\n\n{prompt}\n".lstrip(), return_tensors="pt")
        count = inputs["input_ids"].shape[1]
        if count > self._model.max_prompt_tokens:
            raise InputError(
                f"The prompt has {count} tokens, more than the {self._model.max_prompt_tokens} of {self.name}.",
                "Ask for fewer paths.",
            )
        return inputs

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            transformers, torch = import_module("transformers"), import_module("torch")
            path, options = self._model.path, {}
            if path.is_file():
                if not all(find_spec(package) for package in _GGUF_PACKAGES):
                    raise MissingDependencyError.for_extra("gguf", "reading a GGUF model")
                options, path = {"gguf_file": path.name}, path.parent
            try:
                tokenizer = transformers.AutoTokenizer.from_pretrained(path, local_files_only=True, **options)
                network = transformers.AutoModelForCausalLM.from_pretrained(path, local_files_only=True, **options)
            except (OSError, ValueError, KeyError) as error:
                raise InputError(
                    f"transformers cannot read {self._model.path} as a language model: {error}",
                    "Give the folder that holds config.json, the tokenizer and the weights, or a GGUF file.",
                ) from error
            device = self._model.device
            if device == "auto":
                device = "cuda" if torch.cuda.is_available() else "cpu"
            self._loaded = tokenizer, network.to(device).eval()
        return self._loaded
