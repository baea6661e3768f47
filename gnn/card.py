"""What a stored model says of itself."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from kg.errors import ModelMismatchError
from kg.figures import Figure

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds of a link are ``slope * score + intercept``, fitted on held-out pairs at their natural prevalence."""

    slope: float
    intercept: float
    n: int


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The card beside the weights.

    Attributes:
        model: name in the registry.
        relations: the predicates that it was trained to predict.
        vocabulary: all predicates of its graph.
        data_hash: of the snapshot that it was trained on and of what was held out.
        split: how triples were held out, and how many (train, valid, test).
        metrics: on the test part, its own rows beside the baselines'.
        selection: which edges were allowed to train it, in words.
        seed, device, seconds: of the training.
        versions: of python, torch, numpy, scikit-learn and medkg.
        calibration: by relation; empty when there were too few held-out edges.
    """

    model: str
    relations: tuple[str, ...]
    vocabulary: tuple[str, ...]
    data_hash: str
    split: str
    counts: tuple[int, int, int]
    metrics: tuple[Figure, ...]
    selection: str
    seed: int
    device: str
    seconds: float
    versions: tuple[tuple[str, str], ...]
    calibration: tuple[tuple[str, Calibration], ...] = ()
    format: int = FORMAT

    def to_json(self) -> str:
        """Indented JSON, keys in the order above."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> ModelCard:
        """Reads :meth:`to_json`.

        Raises:
            ModelMismatchError: not a card, or one of a newer format.
        """
        try:
            raw = json.loads(text)
            if raw["format"] > FORMAT:
                raise ModelMismatchError(f"The model card has format {raw['format']}.", "Update medkg.")
            raw["metrics"] = tuple(Figure(**row) for row in raw["metrics"])
            raw["versions"] = tuple((name, number) for name, number in raw["versions"])
            raw["calibration"] = tuple((name, Calibration(**one)) for name, one in raw["calibration"])
            for name in ("relations", "vocabulary", "counts"):
                raw[name] = tuple(raw[name])
            return cls(**raw)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelMismatchError(f"This is no model card: {error}.", "Train the model again.") from error


def package_versions() -> tuple[tuple[str, str], ...]:
    """The versions that a result depends on, sorted by name."""
    found = [("python", platform.python_version())]
    for name in ("medkg", "numpy", "scikit-learn", "scipy", "torch"):
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "not installed as a distribution"))
    return tuple(sorted(found))
