"""The verifier: reads a sentence and checks it against the facts that it cites, whoever worded it."""

from api.verify.check import verify
from api.verify.lexicon import NamedSpan, NameFinder
from api.verify.problems import Problem, ProblemKind, Verdict

__all__ = ["NameFinder", "NamedSpan", "Problem", "ProblemKind", "Verdict", "verify"]
