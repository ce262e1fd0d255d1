"""Held-out exact match, without generating.

Greedy decoding gives exactly the expected text if and only if, with that text
as input, the best token is the expected one at every position. So one forward
pass over prompt and completion decides a row.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import torch

from .baseline import propagate
from .data import Encoded, collate, groups_by_length
from .model import EditModel
from .vocabulary import NEXT_END


@dataclass(frozen=True)
class Outcome:
    """What greedy decoding would do with one row."""

    kind: str
    language: str
    quiet: bool
    #: The whole answer is as expected.
    exact: bool
    #: Whether to edit at all is decided as expected.
    decided: bool


@dataclass(frozen=True)
class Score:
    """Exact match where an edit was due, and the share left alone where none was."""

    edits: int
    exact: float
    decided: float
    quiet_rows: int
    quiet: float

    @staticmethod
    def of(outcomes: Iterable[Outcome]) -> "Score":
        outcomes = list(outcomes)
        due = [outcome for outcome in outcomes if not outcome.quiet]
        none = [outcome for outcome in outcomes if outcome.quiet]
        return Score(
            edits=len(due),
            exact=share(outcome.exact for outcome in due),
            decided=share(outcome.decided for outcome in due),
            quiet_rows=len(none),
            quiet=share(outcome.exact for outcome in none),
        )

    def summary(self) -> dict:
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in vars(self).items()}


def share(flags: Iterable[bool]) -> float:
    flags = list(flags)
    return sum(flags) / len(flags) if flags else float("nan")


def by(outcomes: list[Outcome], *names: str) -> dict[str, Score]:
    """Scores of the groups that agree in the named fields."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[" ".join(str(getattr(outcome, name)) for name in names)].append(outcome)
    return {key: Score.of(group) for key, group in sorted(groups.items())}


@torch.no_grad()
def score_rows(model: EditModel, rows: list[Encoded], batch_tokens: int = 8192) -> list[Outcome]:
    """One outcome a row, in no particular order; in 32 bits, as the app computes."""
    device = model.embedding.weight.device
    outcomes = []
    for group in groups_by_length(rows, batch_tokens):
        batch = collate(group)
        hidden = model(batch.tokens.to(device)).flatten(0, 1)[batch.positions.to(device)]
        best = model.logits(hidden).argmax(-1).cpu()
        right = best == batch.targets
        for index, row in enumerate(group):
            flags = right[batch.owners == index]
            outcomes.append(Outcome(row.kind, row.language, row.quiet, bool(flags.all()), bool(flags[0])))
    return outcomes



def propagated(rows: list[dict]) -> list[Outcome]:
    """What the mechanical baseline does with the same rows, as read from the file."""
    outcomes = []
    for row in rows:
        answer, quiet = propagate(row["prompt"]), row["quiet"]
        decided = (answer == NEXT_END) == quiet
        outcomes.append(Outcome(row["kind"], row["language"], quiet, answer == row["completion"], decided))
    return outcomes


def report(model: list[Outcome], baseline: list[Outcome]) -> str:
    """A table in Markdown: all rows, by language, by kind; the model beside the baseline."""
    lines = [
        "| rows | edits due | exact | baseline | decided to edit | none due | kept quiet | baseline |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    groups = {"all": Score.of(model)} | by(model, "language") | by(model, "kind")
    beside = {"all": Score.of(baseline)} | by(baseline, "language") | by(baseline, "kind")
    for name, score in groups.items():
        other = beside[name]
        due = (score.edits, percent(score.exact), percent(other.exact), percent(score.decided))
        none = (score.quiet_rows, percent(score.quiet), percent(other.quiet))
        lines.append("| " + " | ".join(map(str, (name, *due, *none))) + " |")
    return "\n".join(lines) + "\n"


def percent(value: float) -> str:
    return "" if value != value else f"{100 * value:.1f} %"
