"""Writes models of several sizes with random weights, to measure how fast each runs in the browser.

    python lab/training/sizes.py .tmp/sizes
    npx tsx lab/bench/engine.ts --model .tmp/sizes/5.0M.gguf --variants "shipped,weights not widened"

Speed does not depend on what the weights are; what a size can learn is another matter, and needs training.
"""

import sys
from pathlib import Path

import torch

from inkling_edit.config import ModelConfig
from inkling_edit.gguf import write_gguf
from inkling_edit.model import EditModel
from inkling_edit.tokenizer import load_tokenizer

SIZES = (
    ModelConfig(width=192, layers=5, heads=3, feed_forward=288),
    ModelConfig(),
    ModelConfig(width=320, layers=8, heads=5, feed_forward=768),
    ModelConfig(width=384, layers=9, heads=6, feed_forward=1024),
)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(Path(__file__).parent / "runs" / "base" / "tokenizer.json")
    torch.manual_seed(0)
    for config in SIZES:
        model = EditModel(config)
        path = folder / f"{model.parameter_count() / 1e6:.1f}M.gguf"
        write_gguf(path, model, tokenizer, path.stem)
        print(f"{path}: {model.parameter_count():,} parameters, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
