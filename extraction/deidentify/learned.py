"""Training the tagger of de-identification on texts whose identifiers are known."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.deidentify.masking import mask
from extraction.deidentify.tagger import Tagger
from extraction.deidentify.tokens import ROWS, Token, WordLists, tokenize, word_hash
from extraction.deidentify.weights import DILATIONS, LABELS, WEIGHTS_FILE, Weights
from extraction.deidentify.word_vectors import rows_of
from extraction.deidentify_gold import kind_of_type, must_go
from extraction.documents import detect_language
from extraction.learning.card import ModelCard
from extraction.learning.directory import writing_model
from extraction.learning.task import Advance, TrainingOptions, silent
from kg.errors import ModelMismatchError

TASK = "deidentify"
_TAGGED = {"email": "id", "url": "id", "ip": "id"}
_GAP, _IGNORED = 7, -100
_OWN = 2
"""Last place of what a Chinese character's row holds of the character itself."""
_EMPTY = frozenset[int]()


@dataclass(frozen=True, slots=True)
class TaggerSettings:
    """Architecture and training of the tagger."""

    width: int = 32
    hidden: int = 64
    window: int = 128
    batch: int = 16
    epochs: float = 4
    rate: float = 3e-3
    drop_word: float = 0.25
    drop_lists: float = 0.25
    drop_token: float = 0.08
    drop_spelling: float = 0.3
    least_count: int = 3
    threshold: float = 0.15


class _Network(nn.Module):
    """The tagger's network in torch; ``[batch, tokens, features]`` to ``[batch, tokens, labels]``."""

    def __init__(self, settings: TaggerSettings) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(ROWS, settings.width, mode="sum", padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.15)
        with torch.no_grad():
            self.table.weight[0] = 0
        widths = [settings.width, *[settings.hidden] * len(DILATIONS)]
        self.layers = nn.ModuleList(
            nn.Conv1d(before, after, 3, padding=dilation, dilation=dilation)
            for before, after, dilation in zip(widths, widths[1:], DILATIONS, strict=False)
        )
        self.drop = nn.Dropout(0.15)
        self.output = nn.Linear(settings.hidden, len(LABELS))

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Scores before the softmax."""
        batch, tokens, _ = rows.shape
        hidden = self.table(rows.reshape(batch * tokens, -1)).reshape(batch, tokens, -1).transpose(1, 2)
        for layer in self.layers:
            out = torch.relu(layer(self.drop(hidden)))
            hidden = out + hidden if out.shape == hidden.shape else out
        scores: torch.Tensor = self.output(self.drop(hidden).transpose(1, 2))
        return scores


class DeidentifyModel:
    """A trained tagger with its card; predicts identifiers by rules and tagger together."""

    def __init__(self, weights: Weights, card: ModelCard) -> None:
        self.weights = weights
        self._card = card
        self.tagger = Tagger(weights)

    @property
    def card(self) -> ModelCard:
        """What it is and what it has seen."""
        return self._card

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The documents with the spans that masking with this tagger would take, typed by kind."""
        found: list[AnnotatedDocument] = []
        for one in documents:
            spans = mask(one.text, detect_language(one.text), self.tagger).spans
            entities = tuple(
                Entity(f"T{n}", start, end, one.text[start:end], kind) for n, (start, end, kind) in enumerate(spans)
            )
            found.append(replace(one, entities=entities))
        return tuple(found)

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes the weights and ``card.json``."""
        with writing_model(directory, card or self._card) as aside:
            self.weights.save(aside / WEIGHTS_FILE)


def train_tagger(
    documents: Sequence[AnnotatedDocument],
    options: TrainingOptions,
    lists: WordLists | None = None,
    settings: TaggerSettings | None = None,
    advance: Advance = silent,
) -> DeidentifyModel:
    """Trains on texts in one language; equal arguments give equal weights on one machine.

    Args:
        lists: name and word lists; their ``known`` is replaced by the words of the documents. None for empty ones.

    Raises:
        ModelMismatchError: no document holds an identifier.
    """
    settings = settings or TaggerSettings()
    if not any(must_go(entity) for one in documents for entity in one.entities):
        raise ModelMismatchError("No document holds an identifier of a known type.", "Give annotated documents.")
    begun = time.perf_counter()
    tokens = [tokenize(one.text) for one in documents]
    lists = replace(lists or WordLists(*[_EMPTY] * 6), known=_known(tokens, settings.least_count))
    network = _fit(*_windows(documents, tokens, lists, settings), settings, options, advance)
    card = ModelCard(
        task=TASK,
        model="convolution",
        types=LABELS[1:],
        corpora=(),
        documents=tuple(sorted(one.name for one in documents)),
        seed=options.seed,
        seconds=round(time.perf_counter() - begun, 1),
        device="cpu",
        settings=(("epochs", str(settings.epochs * options.budget)), ("hidden", str(settings.hidden))),
    )
    return DeidentifyModel(_weights(network, lists, settings.threshold), card)


def _known(tokens: Iterable[Sequence[Token]], least: int) -> frozenset[int]:
    counts = Counter(word_hash(one.key.lower()) for document in tokens for one in document if one.key[0].isalpha())
    return frozenset(word for word, count in counts.items() if count >= least)


def gold_labels(document: AnnotatedDocument, tokens: Sequence[Token]) -> NDArray[np.int64]:
    """The place in ``LABELS`` of every token; marks between the tokens of one identifier belong to it."""
    labels = np.zeros(len(tokens), dtype=np.int64)
    starts = np.array([one.start for one in tokens])
    for entity in document.entities:
        places = must_go(entity)
        if not places:
            continue
        kind = kind_of_type(entity.type)
        first, last = np.searchsorted(starts, [entity.start, entity.end])
        labels[first:last] = LABELS.index(_TAGGED.get(kind, kind))
        wanted = frozenset(places)
        for place in range(first, last):
            token = tokens[place]
            if text_at(document, token).isalnum() and token.start not in wanted:
                labels[place] = 0
    return labels


def text_at(document: AnnotatedDocument, token: Token) -> str:
    """What stands at a token."""
    return document.text[token.start : token.end]


def _windows(
    documents: Sequence[AnnotatedDocument],
    tokens: Sequence[Sequence[Token]],
    lists: WordLists,
    settings: TaggerSettings,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows ``[windows, tokens, features]`` and labels ``[windows, tokens]`` of the texts laid end to end with gaps."""
    keys = sorted({one.key for document in tokens for one in document})
    table = rows_of(keys, lists)
    place = {key: number for number, key in enumerate(keys)}
    gap = table[:1] * 0
    rows: list[NDArray[np.int64]] = []
    labels: list[NDArray[np.int64]] = []
    for document, found in zip(documents, tokens, strict=True):
        rows += [table[[place[one.key] for one in found]] if found else table[:0], gap.repeat(_GAP, axis=0)]
        labels += [gold_labels(document, found), np.full(_GAP, _IGNORED)]
    short = -sum(map(len, labels)) % settings.window
    stream = np.concatenate([*rows, gap.repeat(short, axis=0)])
    gold = np.concatenate([*labels, np.full(short, _IGNORED)])
    return stream.reshape(-1, settings.window, stream.shape[1]), gold.reshape(-1, settings.window)


def _fit(
    rows: NDArray[np.int64],
    labels: NDArray[np.int64],
    settings: TaggerSettings,
    options: TrainingOptions,
    advance: Advance,
) -> _Network:
    torch.manual_seed(options.seed)
    generator = np.random.default_rng(options.seed)
    network = _Network(settings)
    steps = max(1, round(settings.epochs * options.budget * len(rows) / settings.batch))
    optimizer = torch.optim.Adam(network.parameters(), lr=settings.rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, steps)
    weight = torch.ones(len(LABELS))
    order = generator.permutation(len(rows))
    for step in range(steps):
        at = step * settings.batch % len(rows)
        if at < settings.batch:
            order = generator.permutation(len(rows))
        chosen = order[at : at + settings.batch]
        batch = _dropped(rows[chosen], settings, generator)
        scores = network(torch.from_numpy(batch))
        loss = nn.functional.cross_entropy(
            scores.flatten(0, 1), torch.from_numpy(labels[chosen]).flatten(), weight, ignore_index=_IGNORED
        )
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
        advance("training", step + 1, steps)
    return network.eval()


def _dropped(rows: NDArray[np.int64], settings: TaggerSettings, generator: np.random.Generator) -> NDArray[np.int64]:
    """A copy in which some tokens lose their word and some the last two features, the lists.

    Chinese characters lose their neighbours' spelling, and half of these their own: names are seldom seen twice.
    """
    rows = rows.copy()
    lose = generator.random(rows.shape[:2])
    words = (rows[:, :, 3] > 0) & (lose < settings.drop_word)
    rows[words, 0] = 0
    rows[generator.random(rows.shape[:2]) < settings.drop_token] = 0
    lists = (rows[:, :, 9] > 0) & (generator.random(rows.shape[:2]) < settings.drop_lists)
    rows[lists, 8] = 0
    rows[lists, 9] = 0
    han = (rows[:, :, 6] > 0) & (rows[:, :, 9] == 0) & (rows[:, :, 7] == 0)
    lose = generator.random(rows.shape[:2])
    for place in range(1, 6):
        most = settings.drop_spelling / (1 if place > _OWN else 2)
        rows[han & (lose < most), place] = 0
    return rows


def _weights(network: _Network, lists: WordLists, threshold: float) -> Weights:
    with torch.no_grad():
        layers = tuple(
            (
                network.state_dict()[f"layers.{n}.weight"].permute(2, 1, 0).contiguous().numpy(),
                network.state_dict()[f"layers.{n}.bias"].numpy().copy(),
            )
            for n in range(len(DILATIONS))
        )
        table = network.table.weight.numpy().copy()
        output = network.output.weight.T.contiguous().numpy()
        return Weights(table, layers, output, network.output.bias.numpy().copy(), lists, threshold)
