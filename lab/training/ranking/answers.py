"""
Trains the weighing of a model's answers: a small forest on rows of `npm run answers:rows`, in seconds.

    python lab/training/ranking/answers.py rows.jsonl [more.jsonl ...] --out src/core/ranking/answers.json [--card docs/ranking-answers.md]

There are hundreds of rows, not tens of thousands, so the trees are few and small and look only at what is known to tell:
how sure the model was, what it made up, how much it changes. Sources are split into folds; probabilities are fitted on what
trees say of sources that they have not seen, and thresholds are chosen there: the lowest that keeps quiet in so many of the
moments where nothing is due, and is right in so many of what it shows.
"""
import argparse
import json

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

from train import matrix, read, tree_of

# What tells even among few rows, and what is looked at as well where there are many.
FEATURES = ["joint log probability", "least log probability", "lines from cursor", "on cursor line", "below cursor", "words that stand nowhere", "words of the last edit",
            "cursor behind a word", "last edit replaced a word"]
MORE_FEATURES = [
    "unsure tokens", "tells probabilities", "proposers agree", "parts of the answer", "rewrites what was typed", "share of words that stand nowhere",
    "words the last edit removed", "lines from last edit", "units inserted", "units removed", "lines inserted", "lines removed", "only adds", "only removes",
    "in a comment or string", "faults gained", "faults after", "faults now", "repeats a neighbour", "last edit lines inserted", "last edit inserted",
    "cursor at end of line", "cursor line empty", "last sign",
]
MANY_ROWS = 300
# Quiet in this share of the moments with nothing due, right in this share of what is shown.
EAGERNESS = {"low": (0.97, 0.85), "medium": (0.93, 0.7), "high": (0.85, 0.5)}


def parameters(rows):
    return {"objective": "binary", "learning_rate": 0.1, "num_leaves": 3, "min_data_in_leaf": max(4, rows // 25), "feature_fraction": 0.6,
            "lambda_l2": 2.0, "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True}


def fit(x, y, trees):
    return lightgbm.train(parameters(len(y)), lightgbm.Dataset(x, y), trees)


def threshold_for(probability, label, quiet, quiet_moments, least_quiet, least_right):
    """The lowest probability from which on both hold; 1 where none does."""
    best = 1.0
    for at in sorted(set(probability), reverse=True):
        shown = probability >= at
        loud = int((shown & quiet).sum())
        if 1 - loud / max(1, quiet_moments) < least_quiet:
            break
        if label[shown].mean() >= least_right:
            best = float(at)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="+")
    parser.add_argument("--out", required=True)
    parser.add_argument("--card")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--trees", type=int, default=30)
    options = parser.parse_args()
    moments = read(options.rows)
    answers = [row for row in moments if row["features"] is not None]
    names = FEATURES + (MORE_FEATURES if len(answers) >= MANY_ROWS else [])
    x, y = matrix(answers, names), np.array([row["label"] for row in answers])
    quiet = np.array([row["kind"] == "quiet" for row in answers])
    quiet_moments = sum(row["kind"] == "quiet" for row in moments)
    sources = sorted({row["source"] for row in answers})
    fold = np.array([sources.index(row["source"]) % options.folds for row in answers])
    odds = np.zeros(len(answers))
    for held in range(options.folds):
        odds[fold == held] = fit(x[fold != held], y[fold != held], options.trees).predict(x[fold == held], raw_score=True)
    line = LogisticRegression().fit(odds[:, None], y)
    grid = np.linspace(odds.min() - 1, odds.max() + 1, 24)
    table = [(round(float(at), 4), round(float(p), 4)) for at, p in zip(grid, line.predict_proba(grid[:, None])[:, 1])]
    probability = np.interp(odds, [at for at, _ in table], [p for _, p in table])
    thresholds = {name: round(threshold_for(probability, y, quiet, quiet_moments, *least), 4) for name, least in EAGERNESS.items()}
    final = fit(x, y, options.trees).dump_model()
    with open(options.out, "w") as out:
        json.dump({"version": 1, "features": names, "trees": [tree_of(tree["tree_structure"]) for tree in final["tree_info"]],
                   "calibration": table, "thresholds": thresholds}, out, separators=(",", ":"))
        out.write("\n")
    due = len(moments) - quiet_moments
    lines = [f"{len(moments)} moments, {due} of them with something due, out of {len(sources)} sources; {len(answers)} answers, {y.sum()} right.", "",
             "| eagerness | least probability | shown | right | right of due | quiet |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, least in [("all", 0.0), *thresholds.items()]:
        shown = probability >= least
        lines.append(f"| {name} | {least:.3f} | {shown.sum()} | {y[shown].sum() / max(1, shown.sum()):.0%} | {y[shown].sum() / max(1, due):.0%} "
                     f"| {1 - (shown & quiet).sum() / max(1, quiet_moments):.0%} |")
    print("\n".join(lines))
    if options.card:
        with open(options.card, "w") as card:
            card.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
