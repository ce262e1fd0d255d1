"""The training loop: stages, checkpoints, and a log that can be plotted.

Progress is time spent over time allowed, so the learning rate reaches its end
when the budget does on any machine. A run killed at any moment
goes on from its last checkpoint.
"""

import json
import math
import time
from pathlib import Path

import torch
import torch._dynamo
import torch.nn.functional as F

from .config import RunConfig, StageConfig
from .data import LENGTHS, Batch, Encoded, Encoder, Mixture, collate, groups_by_length
from .evaluation import Score, score_rows
from .model import EditModel
from .wiring import wire_copying


def pick_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def learning_rate(config: RunConfig, progress: float, step: int) -> float:
    """Linear warm-up by steps, level until `decay_from`, then a cosine; progress goes from 0 to 1."""
    warm = min(1.0, (step + 1) / config.warmup_steps)
    falling = max(0.0, min(progress, 1.0) - config.decay_from) / (1 - config.decay_from)
    cosine = 0.5 * (1 + math.cos(math.pi * falling))
    return config.peak_rate * warm * (config.final_fraction + (1 - config.final_fraction) * cosine)


def make_optimizer(model: EditModel, config: RunConfig) -> torch.optim.Optimizer:
    """AdamW, with decay on matrices only. (Muon's rotations undo the wiring the model begins with.)"""
    matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and "embedding" not in name]
    rest = [p for name, p in model.named_parameters() if p.dim() != 2 or "embedding" in name]
    groups = [{"params": matrices, "weight_decay": config.weight_decay}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


class Meter:
    """Means since the last reading."""

    def __init__(self):
        self.losses: list[float] = []
        self.rights: list[float] = []
        self.tokens = 0
        self.since = time.monotonic()

    def add(self, loss: float, right: float, tokens: int) -> None:
        self.losses.append(loss)
        self.rights.append(right)
        self.tokens += tokens

    def read(self) -> dict:
        count = len(self.losses)
        means = {
            "loss": round(sum(self.losses) / count, 4),
            "accuracy": round(sum(self.rights) / count, 4),
            "speed": round(self.tokens / (time.monotonic() - self.since)),
        }
        self.__init__()
        return means


class Trainer:
    def __init__(self, config: RunConfig, encoder: Encoder, folder: Path, compiled: bool = True):
        self.config = config
        self.encoder = encoder
        self.folder = folder
        self.device = pick_device()
        torch.manual_seed(config.seed)
        self.model = EditModel(config.model)
        wire_copying(self.model)
        self.model.to(self.device)
        self.optimizer = make_optimizer(self.model, config)
        # The gradient pass is compiled as well; evaluation uses the plain model.
        torch._dynamo.config.recompile_limit = 2 * len(LENGTHS)
        self.fast_model = torch.compile(self.model, dynamic=False) if compiled else self.model
        self.stage_index = 0
        self.stage_tokens = 0
        self.step = 0
        self.tokens_seen = 0
        self.seconds = 0.0

    # --- Saving ---

    @property
    def checkpoint_path(self) -> Path:
        return self.folder / "checkpoint.pt"

    def save(self) -> None:
        """Writes beside the old checkpoint and then replaces it, so a kill never leaves half a file."""
        counters = ("stage_index", "stage_tokens", "step", "tokens_seen", "seconds")
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "counters": {name: getattr(self, name) for name in counters},
            "config": self.config.describe(),
        }
        partial = self.checkpoint_path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint_path)

    def resume(self) -> bool:
        """Goes on from the run's checkpoint; false when it has none."""
        if not self.checkpoint_path.exists():
            return False
        state = torch.load(self.checkpoint_path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        for name, value in state["counters"].items():
            setattr(self, name, value)
        return True

    def log(self, **entry) -> None:
        entry = {"step": self.step, "seconds": round(self.seconds), "tokens": self.tokens_seen, **entry}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        print(" ".join(f"{key}={value}" for key, value in entry.items()), flush=True)

    # --- Training ---

    def run(self, rows: list[Encoded], heldout: list[Encoded]) -> None:
        """Trains every stage that is not finished yet, until the budget is spent."""
        for index, stage in enumerate(self.config.stages):
            if index < self.stage_index:
                continue
            if index > self.stage_index:
                self.stage_index, self.stage_tokens = index, 0
            self._run_stage(stage, rows, heldout)
            self.save()

    def _run_stage(self, stage: StageConfig, rows: list[Encoded], heldout: list[Encoded]) -> None:
        budget = self.config.minutes * 60
        mixture = Mixture(stage, rows, self.encoder, self.config.seed + self.step)
        meter = Meter()
        started = saved = evaluated = time.monotonic()
        for group in groups_by_length(mixture, stage.batch_tokens):
            if self.stage_tokens >= stage.tokens or self.seconds >= budget:
                break
            batch = collate(group)
            rate = learning_rate(self.config, self.seconds / budget, self.step)
            meter.add(*self._train_step(batch, rate), batch.tokens.numel())
            self.step += 1
            self.tokens_seen += batch.tokens.numel()
            self.stage_tokens += batch.tokens.numel()
            if self.step % self.config.log_steps == 0:
                self.log(stage=stage.name, rate=round(rate, 6), passes=round(mixture.passes, 3), **meter.read())
            now = time.monotonic()
            if heldout and now - evaluated > self.config.evaluate_seconds:
                self.log(stage=stage.name, heldout=Score.of(score_rows(self.model, heldout)).summary())
                evaluated = now = time.monotonic()
            self.seconds += now - started
            started = now
            if now - saved > self.config.checkpoint_seconds:
                self.save()
                saved = now

    def _train_step(self, batch: Batch, rate: float) -> tuple[float, float]:
        """One update; returns the weighted loss and the share of completion tokens right."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        move = {"device": self.device, "non_blocking": True}
        targets, weights = batch.targets.to(**move), batch.weights.to(**move)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            hidden = self.fast_model(batch.tokens.to(**move))
            logits = self.model.logits(hidden.flatten(0, 1)[batch.positions.to(**move)])
        losses = F.cross_entropy(logits.float(), targets, reduction="none")
        loss = (losses * weights).sum() / weights.sum()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.gradient_clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        right = (logits.argmax(-1) == targets).float().mean()
        return loss.item(), right.item()
