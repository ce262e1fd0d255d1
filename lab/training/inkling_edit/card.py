"""The small file beside the model by which the app recognises it."""

import hashlib
import json
from pathlib import Path

from .model import EditModel


def write_descriptor(model_path: Path, model: EditModel) -> None:
    """Written last, so that a descriptor always fits the file beside it."""
    data = model_path.read_bytes()
    descriptor = {
        "id": model_path.stem,
        "file": model_path.name,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "params": model.parameter_count(),
        "vocab": model.config.vocab,
        "context": model.config.context,
        "dialect": "inkling-sr-lc",
    }
    model_path.with_suffix(".json").write_text(json.dumps(descriptor, indent=2) + "\n", encoding="utf-8")
