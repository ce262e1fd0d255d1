#!/usr/bin/env python3
"""Trains the embedded edit model: sources, edits, tokenizer, training, evaluation, export.

    python3 training/train.py                    everything, about an hour and a half on two cores
    python3 training/train.py --config tiny      the same in a few minutes, to see that it runs
    python3 training/train.py fit --minutes 30   one step only, within a budget

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
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO

# Other programs share the cores: a thread that waits for a late one must not spin.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch

from inkling_edit import confidence
from inkling_edit.card import write_descriptor
from inkling_edit.config import CONFIGS, RunConfig
from inkling_edit.data import Encoded, Encoder, cached_rows, read_rows
from inkling_edit.evaluation import propagated, report, score_rows
from inkling_edit.gguf import write_gguf
from inkling_edit.model import EditModel
from inkling_edit.plot import plot_log
from inkling_edit.tokenizer import balanced_text, load_tokenizer, train_tokenizer, training_files
from inkling_edit.trainer import Trainer
from inkling_edit.vocabulary import NEXT_END

TRAINING = Path(__file__).resolve().parent
DATA = TRAINING / "data"
MODELS = TRAINING.parent / "public" / "models"
STEPS = ("sources", "edits", "tokenizer", "fit", "evaluate", "export")


class Run:
    """The steps of one run, which share its folder."""

    def __init__(self, config: RunConfig, models: Path):
        self.config = config
        self.models = models
        self.folder = TRAINING / "runs" / config.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.tokenizer_path = self.folder / "tokenizer.json"

    def sources(self) -> None:
        if not (DATA / "sources" / "index.json").exists():
            subprocess.run([sys.executable, TRAINING / "collect.py"], check=True)

    def edits(self) -> None:
        if not (DATA / "train.jsonl").exists() or not (DATA / "heldout.jsonl").exists():
            subprocess.run(["npm", "run", "generate:edits"], cwd=TRAINING.parent, check=True)

    def tokenizer(self) -> None:
        if self.tokenizer_path.exists():
            print(f"Keeping {self.tokenizer_path.name}: a checkpoint is of no use with another one.")
            return
        files = training_files(DATA / "sources", self.config.seed)
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
        rows, heldout = self._rows(encoder, "train"), self._rows(encoder, "heldout")
        sample = random.Random(0).sample(heldout, min(len(heldout), self.config.evaluate_rows))
        trainer = Trainer(self.config, encoder, self.folder)
        print("Going on from the checkpoint." if trainer.resume() else "Starting anew.", flush=True)
        trainer.run(rows, sample)
        plot_log(self.folder / "log.jsonl", self.folder / "log.png")
        lock.close()

    def evaluate(self) -> None:
        """Scores every held-out row, and finds how sure an answer must be to be shown."""
        rows = read_rows(DATA / "heldout.jsonl")
        tokenizer, model = load_tokenizer(self.tokenizer_path), self._model()
        encoded = Encoder(tokenizer).encode_all(rows)
        table = report(score_rows(model, encoded), propagated(rows))
        end = tokenizer.token_to_id(NEXT_END)
        answers = [confidence.answer_to(model, row, end) for row in encoded]
        # Chosen on one half and shown on the other, so that the figures are not those of the choice.
        chosen, shown = ([answer for answer in half if answer] for half in (answers[::2], answers[1::2]))
        thresholds = confidence.choose(chosen)
        text = f"{table}\n{confidence.describe(shown, thresholds)}"
        (self.folder / "evaluation.md").write_text(text, encoding="utf-8")
        (self.folder / "confidence.json").write_text(json.dumps(asdict(thresholds)), encoding="utf-8")
        print(text, thresholds)

    def export(self) -> None:
        self.models.mkdir(parents=True, exist_ok=True)
        model, path = self._model(), self.models / "inkling-edit-v1.gguf"
        write_gguf(path, model, load_tokenizer(self.tokenizer_path), "Inkling Edit v1")
        found = self.folder / "confidence.json"
        write_descriptor(path, model, json.loads(found.read_text(encoding="utf-8")) if found.exists() else None)
        print(f"{path.name}: {model.parameter_count():,} parameters, {path.stat().st_size:,} bytes")

    def _rows(self, encoder: Encoder, split: str) -> list[Encoded]:
        """Rows of a split that fit the model's length."""
        encoded = cached_rows(DATA / f"{split}.jsonl", encoder, self.folder / f"{split}.pickle")
        kept = [row for row in encoded if len(row.tokens) <= self.config.longest]
        print(f"{split}: {len(kept)} rows, {len(encoded) - len(kept)} too long", flush=True)
        return kept

    def _model(self) -> EditModel:
        state = torch.load(self.folder / "checkpoint.pt", map_location="cpu", weights_only=True)
        model = EditModel(self.config.model)
        model.load_state_dict(state["model"])
        return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="step", help=f"any of {', '.join(STEPS)}; all when none is named")
    parser.add_argument("--config", choices=CONFIGS, default="base")
    parser.add_argument("--minutes", type=float, help="budget of `fit`")
    parser.add_argument("--models", type=Path, help="where to export to; the smoke test keeps to its run's folder")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args()
    unknown = set(options.steps) - set(STEPS)
    if unknown:
        parser.error(f"unknown step {', '.join(sorted(unknown))}")
    torch.set_num_threads(options.threads)
    config = CONFIGS[options.config]
    config = replace(config, minutes=options.minutes or config.minutes)
    shipped = MODELS if config.name == "base" else TRAINING / "runs" / config.name
    run = Run(config, options.models or shipped)
    for step in STEPS:
        if not options.steps or step in options.steps:
            getattr(run, step)()


if __name__ == "__main__":
    main()
