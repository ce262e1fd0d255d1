"""Samples as token ids, and batches of similar length."""

import json
import pickle
import random
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Full, Queue
from typing import TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer

from .config import StageConfig
from .curriculum import Curriculum
from .hints import NONE, Hints, find_hints
from .vocabulary import NEXT_END, SPECIAL_TOKENS

#: Loss weight of the tokens that decide whether and where to edit, against 1 for copied text.
DECISION_WEIGHT = 3.0
#: How much more than that the first of them weighs, which says whether to edit at all: one token in a whole sample.
FIRST_FACTOR = 3.0
#: And of the tokens that are not copied from the line they replace: few, and what the edit is about.
SUBSTITUTION_WEIGHT = 4.0
#: Lengths that samples are padded to. Few, because the training step is compiled once for each.
LENGTHS = (64, 128, 192, 256, 320, 384, 512, 640, 768, 1024, 2048)

Thing = TypeVar("Thing")
LOCATION = re.compile(r"(?:^|(?<=```)\n)\d+,\d+\n|" + re.escape(NEXT_END))


@dataclass(frozen=True)
class Encoded:
    """One sample: prompt and completion tokens together, and weights of the completion's."""

    tokens: np.ndarray
    weights: np.ndarray
    kind: str
    language: str
    quiet: bool
    hints: Hints = NONE

    @property
    def prompt_length(self) -> int:
        return len(self.tokens) - len(self.weights)


def word_pieces(tokenizer: Tokenizer) -> list[str]:
    """Lower-case word parts of the vocabulary: what the curriculum builds its names from."""
    return sorted(token for token in tokenizer.get_vocab() if re.fullmatch(r"[a-z]{2,10}", token))


class Encoder:
    #: Rows tokenised at once: the tokenizer's own results take far more memory than the ids.
    CHUNK = 1000

    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer

    def encode_all(self, rows: list[dict]) -> list[Encoded]:
        encoded: list[Encoded] = []
        for start in range(0, len(rows), self.CHUNK):
            chunk = rows[start : start + self.CHUNK]
            prompts = self.tokenizer.encode_batch([row["prompt"] for row in chunk])
            completions = self.tokenizer.encode_batch([row["completion"] for row in chunk])
            encoded += map(self._join, chunk, prompts, completions)
        return encoded

    def _join(self, row: dict, prompt, completion) -> Encoded:
        hints = find_hints(row["prompt"], row["completion"], prompt)
        weights = np.ones(len(completion.ids), dtype=np.float32)
        spans = [match.span() for match in LOCATION.finditer(row["completion"])]
        for index, (start, end) in enumerate(completion.offsets):
            if any(left <= start and end <= right for left, right in spans):
                weights[index] = DECISION_WEIGHT
            elif any(left < end and start < right for left, right in hints.new_text):
                weights[index] = SUBSTITUTION_WEIGHT
        return Encoded(
            tokens=np.array(prompt.ids + completion.ids, dtype=np.uint16),
            weights=weights,
            kind=row["kind"],
            language=row.get("language", ""),
            quiet=bool(row.get("quiet", row["completion"] == NEXT_END)),
            hints=hints,
        )


def read_rows(path: Path, limit: int | None = None) -> list[dict]:
    rows = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            rows.append(json.loads(line))
            if limit is not None and len(rows) == limit:
                break
    return rows


@dataclass(frozen=True)
class Batch:
    """Token ids [batch, length] and the flat positions whose next token counts."""

    tokens: torch.Tensor
    positions: torch.Tensor
    targets: torch.Tensor
    weights: torch.Tensor
    #: Which sample of the batch each position belongs to.
    owners: torch.Tensor
    #: Flat positions and labels of the prompt's tokens (replaced or not) and line ends (changed or not).
    hint_positions: torch.Tensor
    hint_labels: torch.Tensor
    line_positions: torch.Tensor
    line_labels: torch.Tensor
    #: The 0-based line of each hint position.
    hint_lines: torch.Tensor


def padded_length(sample: Encoded, lengths: Sequence[int] = LENGTHS) -> int:
    """The input's length in a batch; the last token is only ever predicted."""
    return next(length for length in lengths if length >= len(sample.tokens) - 1)


def collate(samples: list[Encoded], lengths: Sequence[int] = LENGTHS) -> Batch:
    length = max(padded_length(sample, lengths) for sample in samples)
    tokens = np.zeros((len(samples), length), dtype=np.int64)
    positions, targets, weights, owners = [], [], [], []
    hints: list[tuple[np.ndarray, ...]] = []
    for row, sample in enumerate(samples):
        size = len(sample.tokens)
        tokens[row, : size - 1] = sample.tokens[:-1]
        first = sample.prompt_length
        positions.append(row * length + np.arange(first - 1, size - 1))
        targets.append(sample.tokens[first:].astype(np.int64))
        weights.append(sample.weights * np.where(np.arange(size - first) == 0, FIRST_FACTOR, 1.0).astype(np.float32))
        owners.append(np.full(size - first, row))
        hint = sample.hints
        line_ends = row * length + hint.line_ends
        hints.append((row * length + hint.tokens, hint.replaced, line_ends, hint.changed, hint.lines.astype(np.int64)))
    columns = (positions, targets, weights, owners, *zip(*hints, strict=True))
    return Batch(torch.from_numpy(tokens), *(torch.from_numpy(np.concatenate(column)) for column in columns))


def groups_by_length(samples: Iterable[Encoded], batch_tokens: int, lengths: Sequence[int] = LENGTHS) -> Iterator[list[Encoded]]:
    """Groups of one padded length, each as many as `batch_tokens` allow; what does not fill one comes last."""
    waiting: dict[int, list[Encoded]] = defaultdict(list)
    for sample in samples:
        length = padded_length(sample, lengths)
        group = waiting[length]
        group.append(sample)
        if len(group) == max(1, batch_tokens // length):
            yield waiting.pop(length)
    yield from waiting.values()


def made_ahead(things: Iterator[Thing], count: int) -> Iterator[Thing]:
    """The same things, up to `count` of them made in the background: a fast device does not wait for the next one."""
    ready: Queue[tuple[Thing | None, BaseException | None]] = Queue(count)
    ended = threading.Event()

    def fill() -> None:
        fault: BaseException | None = None
        try:
            for thing in things:
                if not put((thing, None)):
                    return
        except Exception as error:
            fault = error
        put((None, fault))

    def put(entry: tuple[Thing | None, BaseException | None]) -> bool:
        while not ended.is_set():
            try:
                ready.put(entry, timeout=0.2)
                return True
            except Full:
                pass
        return False

    threading.Thread(target=fill, daemon=True).start()
    try:
        while True:
            thing, fault = ready.get()
            if fault is not None:
                raise fault
            if thing is None:
                return
            yield thing
    finally:
        ended.set()


def cached_rows(
    path: Path, encoder: Encoder, cache: Path, change: Callable[[list[dict]], list[dict]] | None = None
) -> list[Encoded]:
    """The rows of a file, changed if asked to, as ids; tokenised once and kept, as that takes a minute."""
    stamp = f"{path.stat().st_mtime_ns}-{path.stat().st_size}"
    if cache.exists():
        kept = pickle.loads(cache.read_bytes())
        if kept["stamp"] == stamp:
            return kept["rows"]
    read = read_rows(path)
    rows = encoder.encode_all(change(read) if change else read)
    cache.write_bytes(pickle.dumps({"stamp": stamp, "rows": rows}))
    return rows


class Pool:
    """Rows to draw from, over and over, each time in another order."""

    def __init__(self, rows: list[Encoded], weights: dict[str, float], chance: random.Random):
        self.rows = rows
        self.weights = weights
        self.random = chance
        self.order: list[int] = []
        self.drawn = 0

    def draw(self) -> Encoded:
        while not self.order:
            # A kind with weight 2.5 comes two or three times in each round.
            counts = (int(self.weights.get(row.kind, 1.0) + self.random.random()) for row in self.rows)
            self.order = [index for index, count in enumerate(counts) for _ in range(count)]
            self.random.shuffle(self.order)
        self.drawn += 1
        return self.rows[self.order.pop()]


class Mixture:
    """An endless stream of samples drawn by share from pools of rows and from the curriculum."""

    #: Samples made and tokenised at once.
    CHUNK = 128
    #: The plainest copying lessons use few different tokens, so that each is met often.
    COPY_VOCAB = 512

    def __init__(self, stage: StageConfig, pools: dict[str, list[Encoded]], encoder: Encoder, seed: int):
        self.shares = stage.mixture
        self.longest = stage.longest
        self.encoder = encoder
        self.random = random.Random(seed)
        self.curriculum = Curriculum(word_pieces(encoder.tokenizer), seed + 1)
        self.pools: dict[str, Pool] = {}
        for name, rows in pools.items():
            short = [row for row in rows if len(row.tokens) <= stage.longest]
            if name in self.shares and not short:
                raise ValueError(f"This stage mixes in `{name}` rows, but there are none: see lab/training/README.md.")
            self.pools[name] = Pool(short, stage.weights, self.random)

    @property
    def passes(self) -> dict[str, float]:
        """How often each pool has been gone through."""
        return {name: round(pool.drawn / len(pool.rows), 3) for name, pool in self.pools.items() if pool.drawn}

    def __iter__(self) -> Iterator[Encoded]:
        names, chances = zip(*self.shares.items(), strict=True)
        while True:
            chosen = self.random.choices(names, chances, k=self.CHUNK)
            made = [vars(self.curriculum.draw(name)) for name in chosen if name != "copy" and name not in self.pools]
            samples = self.encoder.encode_all(made)
            samples += [self.pools[name].draw() for name in chosen if name in self.pools]
            samples += [self._copy() for name in chosen if name == "copy"]
            yield from (sample for sample in samples if len(sample.tokens) <= self.longest)

    def _copy(self) -> Encoded:
        """Random tokens, and the same once more: the plainest lesson in copying."""
        first = len(SPECIAL_TOKENS)
        ids = [self.random.randrange(first, first + self.COPY_VOCAB) for _ in range(self.random.randint(12, 60))]
        weights = np.ones(len(ids), dtype=np.float32)
        return Encoded(np.array(ids + ids, dtype=np.uint16), weights, "copy", "", False)
