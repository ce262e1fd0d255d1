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
from torch import Tensor, nn

from .config import ModelConfig, RunConfig, StageConfig
from .data import Batch, Encoded, Encoder, Mixture, collate, groups_by_length, made_ahead
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


class Probes(nn.Module):
    """Reads the hints off the middle of the network: replaced tokens, and later changed lines."""

    #: A rare label counts for more; and the two together against the answer's loss.
    POSITIVE_WEIGHT = 4.0
    SHARE = 0.5
    NUMBER_SHARE = 0.2
    #: Lines beyond get no hint of their number.
    MOST_LINES = 60

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.width = config.width
        self.number_block = max(0, config.layers - 5)
        self.token_block = max(0, config.layers - 3)
        self.line_block = max(0, config.layers - 2)
        self.token = nn.Linear(config.width, 1)
        self.line = nn.Linear(config.width, 1)
        self.number = nn.Linear(config.width, self.MOST_LINES)

    def loss(self, states: list[Tensor], batch: Batch) -> tuple[Tensor, Tensor]:
        """The weighted loss, and the share of changed lines that the probe finds."""
        token, _ = self._one(self.token, states[self.token_block], batch.hint_positions, batch.hint_labels)
        line, found = self._one(self.line, states[self.line_block], batch.line_positions, batch.line_labels)
        number = self._number_loss(states[self.number_block], batch)
        return self.SHARE * (token + line) + self.NUMBER_SHARE * number, found

    def _number_loss(self, state: Tensor, batch: Batch) -> Tensor:
        """Each token must know its line: what an answer copies from is told apart by it."""
        numbered = batch.hint_lines < self.MOST_LINES
        if not numbered.any():
            return state.new_zeros(())
        chosen = state.flatten(0, 1)[batch.hint_positions[numbered].to(state.device)].float()
        scores = self.number(F.rms_norm(chosen, (self.width,)))
        return F.cross_entropy(scores, batch.hint_lines[numbered].to(state.device))

    def _one(self, probe: nn.Linear, state: Tensor, positions: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        if len(labels) == 0:
            return state.new_zeros(()), state.new_zeros(())
        labels = labels.to(state.device)
        chosen = state.flatten(0, 1)[positions.to(state.device)].float()
        scores = probe(F.rms_norm(chosen, (self.width,))).squeeze(-1)
        weight = torch.tensor(self.POSITIVE_WEIGHT, device=state.device)
        loss = F.binary_cross_entropy_with_logits(scores, labels, pos_weight=weight)
        found = ((scores > 0) & (labels > 0)).sum() / ((scores > 0) | (labels > 0)).sum().clamp(min=1)
        return loss, found


class Meter:
    """Means since the last reading. Figures stay on the device until they are read: asking for one waits for it."""

    def __init__(self):
        self.figures: list[Tensor] = []
        self.tokens = 0
        self.since = time.monotonic()

    def add(self, figures: Tensor, tokens: int) -> None:
        self.figures.append(figures)
        self.tokens += tokens

    def read(self) -> dict:
        loss, accuracy, lines = torch.stack(self.figures).mean(0).tolist()
        speed = round(self.tokens / (time.monotonic() - self.since))
        self.__init__()
        return {"loss": round(loss, 4), "accuracy": round(accuracy, 4), "lines": round(lines, 4), "speed": speed}


class Trainer:
    def __init__(self, config: RunConfig, encoder: Encoder, folder: Path, compiled: bool = True):
        self.config = config
        self.encoder = encoder
        self.folder = folder
        self.device = pick_device()
        torch.manual_seed(config.seed)
        torch.set_float32_matmul_precision("high")
        self.model = EditModel(config.model)
        wire_copying(self.model)
        self.model.to(self.device)
        self.optimizer = make_optimizer(self.model, config)
        # Not saved: two small layers that are learnt again in a minute.
        self.probes = Probes(config.model).to(self.device)
        self.probe_optimizer = torch.optim.AdamW(self.probes.parameters(), lr=3e-3, weight_decay=0.0)
        # The gradient pass is compiled as well; evaluation uses the plain model.
        torch._dynamo.config.recompile_limit = 2 * len(config.lengths)
        self.trace = torch.compile(self.model.trace, dynamic=False) if compiled else self.model.trace
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

    def run(self, pools: dict[str, list[Encoded]], heldout: dict[str, list[Encoded]]) -> None:
        """Trains every stage that is not finished yet, until the budget is spent."""
        for index, stage in enumerate(self.config.stages):
            if index < self.stage_index:
                continue
            if index > self.stage_index:
                self.stage_index, self.stage_tokens = index, 0
            self._run_stage(stage, pools, heldout)
            self.save()
            # A longer budget later goes on in this stage.
            if self.seconds >= self.config.minutes * 60:
                return

    def _run_stage(self, stage: StageConfig, pools: dict[str, list[Encoded]], heldout: dict[str, list[Encoded]]) -> None:
        budget = self.config.minutes * 60
        mixture = Mixture(stage, pools, self.encoder, self.config.seed + self.step)
        meter = Meter()
        started = saved = evaluated = time.monotonic()
        lengths = self.config.lengths
        groups = groups_by_length(mixture, stage.batch_tokens, lengths)
        batches = (collate(group, lengths) for group in groups)
        for batch in made_ahead(batches, self.config.ahead) if self.config.ahead else batches:
            if self.stage_tokens >= stage.tokens or self.seconds >= budget:
                break
            rate = learning_rate(self.config, self.seconds / budget, self.step)
            meter.add(self._train_step(batch, rate), batch.tokens.numel())
            self.step += 1
            self.tokens_seen += batch.tokens.numel()
            self.stage_tokens += batch.tokens.numel()
            if self.step % self.config.log_steps == 0:
                self.log(stage=stage.name, rate=round(rate, 6), passes=mixture.passes, **meter.read())
            now = time.monotonic()
            if heldout and now - evaluated > self.config.evaluate_seconds:
                scores = {name: Score.of(score_rows(self.model, rows)).summary() for name, rows in heldout.items()}
                self.log(stage=stage.name, **scores)
                evaluated = now = time.monotonic()
            self.seconds += now - started
            started = now
            if now - saved > self.config.checkpoint_seconds:
                self.save()
                saved = now

    def _train_step(self, batch: Batch, rate: float) -> Tensor:
        """One update; the answer's weighted loss, its share of tokens right, and what the line probe found."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        move = {"device": self.device, "non_blocking": True}
        targets, weights = batch.targets.to(**move), batch.weights.to(**move)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            states = self.trace(batch.tokens.to(**move))
            logits = self.model.logits(states[-1].flatten(0, 1)[batch.positions.to(**move)])
        losses = F.cross_entropy(logits.float(), targets, reduction="none")
        loss = (losses * weights).sum() / weights.sum()
        hints, found = self.probes.loss(states, batch)
        (loss + hints).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.gradient_clip)
        for optimizer in (self.optimizer, self.probe_optimizer):
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        right = (logits.argmax(-1) == targets).float().mean()
        return torch.stack((loss, right, found)).detach().float()
