"""Sizes and schedules. A run is described completely by one `RunConfig` and its seed."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class ModelConfig:
    """Shape of a Llama-architecture decoder with tied embeddings and no biases."""

    vocab: int = 4096
    width: int = 256
    layers: int = 7
    heads: int = 4
    feed_forward: int = 384
    #: High enough that many channel pairs of a head stay aligned over a whole prompt: copying
    #: compares tokens by content at any distance.
    rope_base: float = 100000.0
    norm_epsilon: float = 1e-5
    #: Positions the exported file claims. Rotary positions need no table, so this may exceed
    #: the longest training sample; beyond that the model extrapolates.
    context: int = 2048

    @property
    def head_width(self) -> int:
        return self.width // self.heads


@dataclass(frozen=True)
class StageConfig:
    """One stretch of training: where its samples come from and how long it lasts."""

    name: str
    #: Share of samples taken from each source; "real" is the generated edits, the rest is made on the fly.
    mixture: dict[str, float]
    #: Input tokens, padding included, after which the next stage begins; the last stage ends with the budget.
    tokens: float = float("inf")
    #: Samples above this many tokens are left out.
    longest: int = 1024
    #: Input tokens of one update. Copying is learnt by many small updates rather than few large ones.
    batch_tokens: int = 4096


@dataclass(frozen=True)
class RunConfig:
    name: str
    model: ModelConfig
    stages: tuple[StageConfig, ...]
    #: Time for all stages together. Work is counted in tokens up to the last stage, so that a
    #: slow machine learns the same things in the same order, only fewer of the last.
    minutes: float
    peak_rate: float = 1e-3
    #: The learning rate ends at this fraction of its peak.
    final_fraction: float = 0.02
    warmup_steps: int = 60
    #: Share of the budget after which the learning rate begins to fall.
    decay_from: float = 0.4
    seed: int = 20261120
    weight_decay: float = 0.02
    gradient_clip: float = 1.0
    checkpoint_seconds: float = 180.0
    evaluate_seconds: float = 300.0
    #: Held-out rows looked at while training; the final evaluation reads all of them.
    evaluate_rows: int = 300
    log_steps: int = 40

    @property
    def longest(self) -> int:
        return max(stage.longest for stage in self.stages)

    def describe(self) -> dict:
        return asdict(self)


def stages(scale: float) -> tuple[StageConfig, ...]:
    """Edits of random words, sparser and longer, then real edits with some of those kept."""
    return (
        StageConfig("dense", {"copy": 0.1, "dense": 0.6, "short": 0.3}, tokens=0.8e6 * scale),
        StageConfig("short", {"dense": 0.2, "short": 0.3, "real": 0.5}, tokens=1.5e6 * scale, longest=512),
        StageConfig("real-short", {"dense": 0.08, "short": 0.12, "real": 0.8}, tokens=16e6 * scale, longest=384),
        StageConfig("real", {"dense": 0.04, "edit": 0.08, "real": 0.88}),
    )


CONFIGS = {
    "base": RunConfig(name="base", model=ModelConfig(), stages=stages(1.0), minutes=62),
    "tiny": RunConfig(
        name="tiny",
        model=ModelConfig(width=96, layers=4, heads=3, feed_forward=128),
        stages=stages(0.02),
        minutes=1,
        evaluate_seconds=20.0,
        evaluate_rows=60,
    ),
}
