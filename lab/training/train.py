#!/usr/bin/env python3
"""Trains the embedded edit model: sources, edits, tokenizer, training, evaluation, export.

    python3 lab/training/train.py                    everything, about three hours on two cores
    python3 lab/training/train.py --config tiny      the same in a few minutes, to see that it runs
    python3 lab/training/train.py --config gpu       one large GPU, 25 minutes in all
    python3 lab/training/train.py fit --minutes 30   one step only, within a budget

Every step reads what the one before left. Sources, edits and the tokenizer are
kept once made; `fit` goes on from its last checkpoint.
"""

import argparse
import fcntl
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

# Other programs share the cores: a thread that waits for a late one must not spin.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch

from inkling_edit import carry
from inkling_edit.card import write_descriptor
from inkling_edit.config import CONFIGS, RunConfig
from inkling_edit.crop import crop
from inkling_edit.data import Encoded, Encoder, cached_rows, read_rows
from inkling_edit.evaluation import propagated, report, score_rows
from inkling_edit.gguf import write_gguf
from inkling_edit.model import EditModel
from inkling_edit.overlap import lines_of, shows
from inkling_edit.plot import plot_log
from inkling_edit.tokenizer import balanced_text, load_tokenizer, train_tokenizer, training_files
from inkling_edit.trainer import Trainer
from inkling_edit.typed import typed_before
from inkling_edit.vocabulary import NEXT_END

TRAINING = Path(__file__).resolve().parent
DATA = TRAINING / "data"
MODELS = TRAINING.parent / "public" / "models"
#: Rows of packages and of repositories that nothing is learnt from.
HELD_OUT = ("heldout", "heldout-git")
#: Rows of more tokens are left out of the evaluation: the app's prompts are shorter.
LONGEST_EVALUATED = 1024
EXPORTED = "inkling-edit-v2"
#: One in so many rows is also shown after its code was typed.
TYPED_SHARE = 10
#: Lines left of an excerpt out of a history, at most.
WINDOWS = (8, 28)
#: Rows out of histories: what to call them, which repositories, and how they are made. The held-out ones come first,
#: so that the others can be kept apart from them.
HISTORY_ROWS = (
    ("heldout-git", "repositories-heldout.txt", ("--shard", "1/8", "--samples", "1", "--quiet", "0.36", "--per-source", "60", "--max-commits", "6000", "--raw", "--benchmarks", "none")),
    ("git", "repositories.txt", ("--samples", "2", "--quiet", "0.36", "--kind-share", "0.35", "--per-language", "0", "--per-source", "500", "--max-commits", "8000", "--shard", "3/10")),
)  # fmt: skip
STEPS = ("unpack", "sources", "histories", "edits", "tokenizer", "fit", "evaluate", "export")


def typed(rows: list[dict], seed: int) -> list[dict]:
    """Some of the rows, with their code typed first."""
    chosen = random.Random(seed).sample(rows, len(rows) // TYPED_SHARE)
    return [made for made in map(typed_before, chosen) if made is not None]


def cropped(rows: list[dict], seed: int) -> list[dict]:
    """The rows with windows of many sizes."""
    chance = random.Random(seed)
    return [crop(row, chance.randint(*WINDOWS), chance) for row in rows]


class Run:
    """The steps of one run, which share its folder."""

    def __init__(self, config: RunConfig, models: Path, data: Path = DATA):
        self.config = config
        self.data = data
        self.models = models
        self.folder = TRAINING / "runs" / config.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.tokenizer_path = self.folder / "tokenizer.json"

    def carry(self) -> None:
        """Not one of the usual steps: for a GPU elsewhere."""
        archive = carry.pack(self.data, self.tokenizer_path)
        print(f"{archive}: {archive.stat().st_size:,} bytes")

    def unpack(self) -> None:
        if carry.unpack(self.data, self.tokenizer_path):
            print(f"Took the rows and the tokenizer out of {carry.ARCHIVE}.")

    def sources(self) -> None:
        if self._has_rows():
            return
        if not (self.data / "sources" / "index.json").exists():
            subprocess.run([sys.executable, TRAINING / "collect.py"], check=True)

    def histories(self) -> None:
        if not self._has_rows() and not (self.data / "repositories.txt").exists():
            subprocess.run([sys.executable, TRAINING / "repositories.py"], check=True)

    def edits(self) -> None:
        if not (self.data / "train.jsonl").exists() or not (self.data / "heldout.jsonl").exists():
            subprocess.run(["npm", "run", "generate:edits"], cwd=TRAINING.parent, check=True)
        for split, listed, options in HISTORY_ROWS:
            out = self.data / f"{split}.jsonl"
            if not out.exists():
                made = self.data / "synthesized" / f"{split}.jsonl"
                command = ["npm", "run", "synthesize", "--", "--git-list", self.data / listed, "--out", made, *options]
                subprocess.run(command, cwd=TRAINING.parent, check=True)
                self._keep_apart(made, out)

    def _keep_apart(self, made: Path, out: Path) -> None:
        """Rows to learn from, without those that show what is held out."""
        rows = read_rows(made)
        if out.stem not in HELD_OUT:
            files = json.loads((self.data / "sources" / "index.json").read_text(encoding="utf-8"))
            texts = [(self.data / "sources" / file["path"]).read_text(encoding="utf-8") for file in files if file["heldout"]]
            known = lines_of([*texts, *(row["prompt"] for row in read_rows(self.data / "heldout-git.jsonl"))])
            kept = [row for row in rows if not shows(row, known)]
            print(f"{len(rows) - len(kept)} of {len(rows)} rows show held-out code and are left out.")
            rows = kept
        partial = out.with_suffix(".partial")
        partial.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
        partial.replace(out)

    def _has_rows(self) -> bool:
        return all((self.data / name).exists() for name in carry.ROWS)

    def tokenizer(self) -> None:
        if self.tokenizer_path.exists():
            print(f"Keeping {self.tokenizer_path.name}: a checkpoint is of no use with another one.")
            return
        files = training_files(self.data / "sources", self.config.seed)
        train_tokenizer(balanced_text(files), self.config.model.vocab).save(str(self.tokenizer_path))

    def _claim(self) -> TextIO:
        """Two trainers on one folder would overwrite each other's checkpoints; held until the process ends."""
        lock = (self.folder / "fit.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another `fit` is running in {self.folder}: let it end, or stop it first.") from None
        return lock

    def fit(self) -> None:
        lock = self._claim()
        encoder = Encoder(load_tokenizer(self.tokenizer_path))
        pools = {
            "real": self._rows(encoder, "train"),
            "typed": self._rows(encoder, "train", "typed", lambda rows: typed(rows, self.config.seed)),
            "git": self._rows(encoder, "git", "git", lambda rows: cropped(rows, self.config.seed)),
        }
        sample = {split: self._sample(self._rows(encoder, split)) for split in HELD_OUT}
        trainer = Trainer(self.config, encoder, self.folder)
        print("Going on from the checkpoint." if trainer.resume() else "Starting anew.", flush=True)
        trainer.run(pools, sample)
        plot_log(self.folder / "log.jsonl", self.folder / "log.png")
        lock.close()

    def evaluate(self) -> None:
        """Scores every held-out row."""
        encoder, model = Encoder(load_tokenizer(self.tokenizer_path)), self._model()
        parts = []
        for split in HELD_OUT:
            rows = read_rows(self.data / f"{split}.jsonl")
            kept = [(row, encoded) for row, encoded in zip(rows, encoder.encode_all(rows), strict=True) if len(encoded.tokens) <= LONGEST_EVALUATED]
            table = report(score_rows(model, [encoded for _, encoded in kept]), propagated([row for row, _ in kept]))
            parts.append(f"## {split}: {len(kept)} rows\n\n{table}")
        text = "\n".join(parts)
        (self.folder / "evaluation.md").write_text(text, encoding="utf-8")
        print(text)

    def export(self) -> None:
        """The thresholds of the app come later, from `npm run eval:edits -- --choose --write`."""
        self.models.mkdir(parents=True, exist_ok=True)
        model, path = self._model(), self.models / f"{EXPORTED}.gguf"
        write_gguf(path, model, load_tokenizer(self.tokenizer_path), "Inkling Edit v2")
        write_descriptor(path, model)
        print(f"{path.name}: {model.parameter_count():,} parameters, {path.stat().st_size:,} bytes")

    def _rows(self, encoder: Encoder, split: str, name: str = "", change: Callable[[list[dict]], list[dict]] | None = None) -> list[Encoded]:
        """Rows of a split, changed if asked to, that fit the model's length."""
        name = name or split
        encoded = cached_rows(self.data / f"{split}.jsonl", encoder, self.folder / f"{name}.pickle", change)
        kept = [row for row in encoded if len(row.tokens) <= self.config.longest]
        print(f"{name}: {len(kept)} rows, {len(encoded) - len(kept)} too long", flush=True)
        return kept

    def _sample(self, rows: list[Encoded]) -> list[Encoded]:
        return random.Random(0).sample(rows, min(len(rows), self.config.evaluate_rows))

    def _model(self) -> EditModel:
        state = torch.load(self.folder / "checkpoint.pt", map_location="cpu", weights_only=True)
        model = EditModel(self.config.model)
        model.load_state_dict(state["model"])
        return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="step", help=f"any of {', '.join(STEPS)}, all when none is named; or carry")
    parser.add_argument("--config", choices=CONFIGS, default="base")
    parser.add_argument("--minutes", type=float, help="budget of `fit`")
    parser.add_argument("--data", type=Path, default=DATA, help="where rows are read from and made")
    parser.add_argument("--models", type=Path, help="where to export to; the smoke test keeps to its run's folder")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args()
    unknown = set(options.steps) - {*STEPS, "carry"}
    if unknown:
        parser.error(f"unknown step {', '.join(sorted(unknown))}")
    torch.set_num_threads(options.threads)
    config = CONFIGS[options.config]
    config = replace(config, minutes=options.minutes or config.minutes)
    shipped = MODELS if config.name == "base" else TRAINING / "runs" / config.name
    run = Run(config, options.models or shipped, options.data.resolve())
    for step in (*STEPS, "carry"):
        if step == "carry" and step not in options.steps:
            continue
        if not options.steps or step in options.steps:
            getattr(run, step)()


if __name__ == "__main__":
    main()
