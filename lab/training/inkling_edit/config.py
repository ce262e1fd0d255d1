"""Sizes and schedules. A run is described completely by one `RunConfig` and its seed."""

from dataclasses import asdict, dataclass, field, replace


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
    #: Share of samples taken from each source: "real" is the generated edits, "typed" the same after the code was typed,
    #: "git" the edits out of histories; the rest is made on the fly.
    mixture: dict[str, float]
    #: Input tokens, padding included, after which the next stage begins; the last stage ends with the budget.
    tokens: float = float("inf")
    #: Samples above this many tokens are left out.
    longest: int = 1024
    #: Input tokens of one update. Copying is learnt by many small updates rather than few large ones.
    batch_tokens: int = 4096
    #: How much oftener than others rows of a kind are drawn.
    weights: dict[str, float] = field(default_factory=dict)


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
    evaluate_seconds: float = 1200.0
    #: Held-out rows looked at while training; the final evaluation reads all of them.
    evaluate_rows: int = 120
    log_steps: int = 40
    #: Lengths that samples are padded to. Few, because the training step is compiled once for each.
    lengths: tuple[int, ...] = (64, 128, 192, 256, 320, 384, 512, 640, 768, 1024)
    #: Batches made in the background; 0 where the device is the processor itself.
    ahead: int = 0

    @property
    def longest(self) -> int:
        return max(stage.longest for stage in self.stages)

    def describe(self) -> dict:
        return asdict(self)


#: Kinds that few files lend themselves to, and that were learnt worst for it.
RARE = {
    "rename-type": 3.0, "rename-alias": 3.0, "rename-two": 2.0, "repeated-change": 2.0, "rename-member": 1.5, "taken-argument": 1.5,
    "kept-parameter": 2.0, "swap-parameters": 2.0, "quiet-other-variable": 1.5, "quiet-half-line": 0.7, "quiet-deleted-line": 0.7,
    "parameter-passed": 3.0, "parameter-dropped": 3.0, "unused-removed": 2.0,
}  # fmt: skip


def stages(scale: float, batch_tokens: int = 4096, longest: int = 512) -> tuple[StageConfig, ...]:
    """Edits of random words, sparser and longer, then real edits with some of those kept, at last those out of histories."""
    listed = (
        StageConfig("dense", {"copy": 0.1, "dense": 0.6, "short": 0.3}, tokens=0.8e6 * scale),
        StageConfig("short", {"dense": 0.2, "short": 0.3, "real": 0.5}, tokens=1.5e6 * scale, longest=512),
        StageConfig("real-short", {"dense": 0.08, "short": 0.12, "real": 0.8}, tokens=16e6 * scale, longest=384),
        StageConfig("real", {"dense": 0.04, "edit": 0.08, "real": 0.88}, tokens=10e6 * scale),
        StageConfig("mixed", {"edit": 0.03, "typed": 0.07, "real": 0.4, "git": 0.5}, longest=longest, weights=RARE),
    )
    return tuple(replace(stage, batch_tokens=batch_tokens) for stage in listed)


CONFIGS = {
    "base": RunConfig(name="base", model=ModelConfig(), stages=stages(1.0), minutes=153),
    # One large GPU. Few lengths: a large batch of one length is compiled once, and takes longer to compile than to run.
    "gpu": RunConfig(
        name="gpu",
        model=ModelConfig(width=320, layers=8, heads=5, feed_forward=768),
        stages=stages(12.0, batch_tokens=65536, longest=1024),
        # Of 25 in all: the rest goes into tokenising, compiling and the evaluation.
        minutes=20,
        peak_rate=2e-3,
        warmup_steps=100,
        decay_from=0.3,
        checkpoint_seconds=120.0,
        evaluate_seconds=240.0,
        evaluate_rows=600,
        lengths=(256, 512, 768, 1024),
        ahead=8,
    ),
    # The same paths through the code as on a GPU, in a minute.
    "tiny": RunConfig(
        name="tiny",
        model=ModelConfig(width=96, layers=4, heads=3, feed_forward=128),
        stages=stages(0.02),
        minutes=1,
        lengths=(256, 512, 768, 1024),
        ahead=2,
        evaluate_seconds=20.0,
        evaluate_rows=60,
    ),
}
