"""A picture of a run's log: loss and copied tokens over time, and held-out exact match."""

import json
from pathlib import Path


def plot_log(log: Path, picture: Path) -> None:
    """Draws the log when matplotlib is there; training does not depend on it."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        return
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    steps = [entry for entry in entries if "loss" in entry]
    scores = [entry for entry in entries if "heldout" in entry]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    left.plot([entry["seconds"] / 60 for entry in steps], [entry["loss"] for entry in steps])
    left.set(xlabel="minutes", ylabel="weighted loss", yscale="log")
    right.plot([e["seconds"] / 60 for e in steps], [e["accuracy"] for e in steps], label="tokens right, training")
    for split in ("heldout", "heldout-git"):
        for name in ("exact", "quiet"):
            points = [(entry["seconds"] / 60, entry[split][name]) for entry in scores if split in entry]
            right.plot(*zip(*points), marker="o", label=f"{name}, {split}") if points else None
    right.set(xlabel="minutes", ylim=(0, 1))
    right.legend(loc="center left", fontsize="small")
    figure.tight_layout()
    figure.savefig(picture, dpi=110)
    pyplot.close(figure)
