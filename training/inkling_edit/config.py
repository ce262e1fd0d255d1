"""Sizes and schedules. A run is described completely by one `RunConfig` and its seed."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class ModelConfig:
    """Shape of a Llama-architecture decoder with tied embeddings and no biases."""

    vocab: int = 4096
    width: int = 256
    layers: int = 6
    heads: int = 4
    feed_forward: int = 768
    rope_base: float = 10000.0
    norm_epsilon: float = 1e-5
    #: Positions the exported file claims. Rotary positions need no table, so this may exceed
    #: the longest training sample; beyond that the model extrapolates.
    context: int = 2048

    @property
    def head_width(self) -> int:
        return self.width // self.heads


@dataclass(frozen=True)
class StageConfig:
    """One stretch of training: where samples come from and for how long."""

    name: str
    minutes: float
    peak_rate: float
    #: Share of batches taken from each source; the shares of a stage sum to 1.
    mixture: dict[str, float] = field(default_factory=dict)
    warmup_steps: int = 100
    #: The learning rate ends at this fraction of its peak.
    final_fraction: float = 0.1


@dataclass(frozen=True)
class RunConfig:
    name: str
    model: ModelConfig
    stages: tuple[StageConfig, ...]
    seed: int = 20261120
    batch_tokens: int = 8192
    max_length: int = 1024
    weight_decay: float = 0.05
    gradient_clip: float = 1.0
    checkpoint_seconds: float = 240.0
    evaluate_seconds: float = 300.0
    #: Held-out rows looked at while training; the final evaluation reads all of them.
    evaluate_rows: int = 600
    log_steps: int = 20

    def describe(self) -> dict:
        return asdict(self)
