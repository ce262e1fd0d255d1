"""
Trains the ranking of proposals: boosted trees (LightGBM) on rows of `npm run ranking:rows`, in minutes on a CPU.

    python lab/training/ranking/train.py rows.jsonl [more.jsonl ...] --out src/core/ranking/forest.json --card docs/ranking.md

Repositories are split into folds; each row's log odds come from trees that have not seen its repository. These are what the
probabilities are calibrated on (Platt scaling) and what the curve in the card is counted from. What is shipped are
trees of all rows, as many as the folds found best.
"""
import argparse
import collections
import json
import math

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 40, "feature_fraction": 0.7,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "num_threads": 2, "seed": 1, "deterministic": True,
}
COVERAGES = [0.02, 0.05, 0.08, 0.12, 0.2, 0.3]
# The precision that the first edit on offer has on repositories that were not trained on, at each eagerness.
EAGERNESS = {"low": 0.85, "medium": 0.7, "high": 0.5}
# Of the everyday moments at which nothing is due, so many may be spoken at all the same, at each eagerness.
WRONG_WHERE_QUIET = [0.0, 0.06, 0.15]
# A variant of a family has a feature of its own from so many rows on.
LEAST_OF_A_VARIANT = 60


def read(paths):
    rows = []
    for path in paths:
        with open(path) as lines:
            rows += [json.loads(line) for line in lines]
    return rows


def matrix(rows, names):
    index = {name: column for column, name in enumerate(names)}
    out = np.zeros((len(rows), len(names)), dtype=np.float32)
    for line, row in enumerate(rows):
        for name, value in row["features"].items():
            if name in index:
                out[line, index[name]] = value
    return out


def names_of(rows):
    counts = collections.Counter(name for row in rows for name in row["features"])
    return sorted(name for name, count in counts.items() if not name.startswith("variant ") or count >= LEAST_OF_A_VARIANT)


def first_offers(rows, scores, quiet=None):
    """The best row of each moment: (score, label), of all or of those where nothing (or something) was due."""
    best = {}
    for row, score in zip(rows, scores):
        if quiet is not None and row["due"] == quiet:
            continue
        if row["moment"] not in best or score > best[row["moment"]][0]:
            best[row["moment"]] = (score, row["label"])
    return sorted(best.values(), reverse=True)


def curve(offers, moments):
    """Precision at each coverage (share of all moments, also of those without any candidate)."""
    out = []
    for coverage in COVERAGES:
        shown = offers[: int(coverage * moments)]
        out.append((coverage, sum(label for _, label in shown) / len(shown) if shown and len(shown) == int(coverage * moments) else None))
    return out


def threshold_for(offers, precision):
    """The lowest probability from which on what is shown is right this often."""
    right, best = 0, 1.0
    for count, (score, label) in enumerate(offers, 1):
        right += label
        if count >= 30 and right / count >= precision:
            best = score
    return best


def quiet_threshold(silent, share, moments):
    """The lowest probability at which at most this share of the moments with nothing due shows anything."""
    allowed = int(share * moments)
    scores = [score for score, _ in silent]
    return (scores[allowed] if allowed < len(scores) else 0.0) + 1e-4


def tree_of(structure):
    nodes, leaves = [], []

    def walk(node):
        if "leaf_value" in node and "split_feature" not in node:
            leaves.append(round(node["leaf_value"], 5))
            return -len(leaves)
        at = len(nodes)
        nodes.append(None)
        assert node["decision_type"] == "<=", node["decision_type"]
        left, right = walk(node["left_child"]), walk(node["right_child"])
        nodes[at] = [node["split_feature"], float(f"{node['threshold']:.6g}"), left, right]
        return at

    walk(structure)
    return {"nodes": nodes, "leaves": leaves}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="+")
    parser.add_argument("--everyday", help="rows of everyday moments (npm run ranking:rows -- --cases): trained on with --weight, and what eagerness is set by")
    parser.add_argument("--quiet-moments", type=int, default=0, help="how many everyday moments with nothing due there are, with those without a candidate")
    parser.add_argument("--weight", type=float, default=10.0)
    parser.add_argument("--out", required=True)
    parser.add_argument("--card")
    parser.add_argument("--verbose", action="store_true", help="prints the everyday moments at many thresholds")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--trees", type=int, default=300)
    parser.add_argument("--moments", type=int, help="how many moments there were, with those without a candidate")
    options = parser.parse_args()

    natural = read(options.rows)
    everyday = [{**row, "weight": options.weight, "everyday": True} for row in read([options.everyday])] if options.everyday else []
    rows = natural + everyday
    names = names_of(rows)
    x, y = matrix(rows, names), np.array([row["label"] for row in rows])
    weights = np.array([row.get("weight", 1.0) for row in rows])
    sources = sorted({row["source"] for row in rows})
    fold_of = {source: index % options.folds for index, source in enumerate(sources)}
    fold = np.array([fold_of[row["source"]] for row in rows])
    print(f"{len(rows)} candidates, {y.mean():.3f} right, {len(names)} features, {len(sources)} repositories")

    odds = np.zeros(len(rows))
    rounds = []
    for held in range(options.folds):
        inside, outside = fold != held, fold == held
        model = lightgbm.train(
            PARAMETERS, lightgbm.Dataset(x[inside], y[inside], weight=weights[inside], feature_name=[str(i) for i in range(len(names))]), options.trees,
            valid_sets=[lightgbm.Dataset(x[outside], y[outside])], callbacks=[lightgbm.early_stopping(30, verbose=False)],
        )
        rounds.append(model.best_iteration)
        odds[outside] = model.predict(x[outside], raw_score=True, num_iteration=model.best_iteration)
    # Two numbers instead of a staircase: on a stair many candidates are equally likely, and none can be told from the next.
    platt = LogisticRegression(C=1e6).fit(odds.reshape(-1, 1), y, sample_weight=weights)
    grid = np.linspace(odds.min(), odds.max(), 60)
    table = [(round(float(at), 4), round(float(value), 4)) for at, value in zip(grid, platt.predict_proba(grid.reshape(-1, 1))[:, 1])]
    probability = np.interp(odds, [at for at, _ in table], [value for _, value in table])

    moments = options.moments or len({row["moment"] for row in rows})
    offers = first_offers(natural, probability[: len(natural)])
    usual = first_offers(everyday, probability[len(natural):], quiet=False)
    silent = first_offers(everyday, probability[len(natural):], quiet=True)
    thresholds = {name: round(float(quiet_threshold(silent, share, max(options.quiet_moments, len(silent))) if everyday else threshold_for(offers, precision)), 4)
                  for (name, precision), share in zip(EAGERNESS.items(), WRONG_WHERE_QUIET)}
    best = max(20, int(np.mean(rounds)))
    final = lightgbm.train(PARAMETERS, lightgbm.Dataset(x, y, weight=weights, feature_name=[str(i) for i in range(len(names))]), best)
    dumped = final.dump_model()
    with open(options.out, "w") as out:
        json.dump({"version": 1, "features": names, "trees": [tree_of(tree["tree_structure"]) for tree in dumped["tree_info"]],
                   "calibration": table, "thresholds": thresholds}, out, separators=(",", ":"))
        out.write("\n")

    lines = [f"{len(rows)} candidates of {moments} moments out of {len(sources)} repositories; {best} trees.", "",
             "| shown at so many of all moments | the first edit on offer is right |", "| ---: | ---: |"]
    lines += [f"| {coverage:.0%} | {'' if precision is None else f'{precision:.1%}'} |" for coverage, precision in curve(offers, moments)]
    lines += ["", "| eagerness | least probability | shown | right |", "| --- | ---: | ---: | ---: |"]
    for name, least in thresholds.items():
        shown = [label for score, label in offers if score >= least]
        lines.append(f"| {name} | {least:.3f} | {len(shown) / moments:.1%} | {sum(shown) / max(1, len(shown)):.1%} |")
    gains = sorted(zip(final.feature_importance("gain"), names), reverse=True)
    total = sum(gain for gain, _ in gains) or math.inf
    if everyday:
        lines += ["", "Everyday moments (those that may be looked at), by trees that have not seen their case:", "",
                  "| eagerness | right of those due that have a candidate | shown where nothing is due and there is a candidate |", "| --- | ---: | ---: |"]
        steps = sorted({round(score, 2) for score, _ in usual + silent}, reverse=True)[:40:2] if options.verbose else []
        for name, least in [*thresholds.items(), *[(f"at {step}", step) for step in steps]]:
            lines.append(f"| {name} | {sum(label for score, label in usual if score >= least)} of {len(usual)} | {sum(score >= least for score, _ in silent)} of {len(silent)} |")
    lines += ["", "What it looks at most: " + ", ".join(f"{name} ({gain / total:.0%})" for gain, name in gains[:12]) + "."]
    print("\n".join(lines))
    if options.card:
        with open(options.card, "w") as card:
            card.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
