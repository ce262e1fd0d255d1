"""Held-out exact match, without generating.

Greedy decoding gives exactly the expected text if and only if, with that text
as input, the best token is the expected one at every position. So one forward
pass over prompt and completion decides a row.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import torch

from .baseline import propagate
from .data import Encoded, collate, groups_by_length
from .model import EditModel
from .vocabulary import NEXT_END, SPECIAL_TOKENS

#: From this probability of silence on the mechanical edit is not taken; the app's own threshold is in the model's card.
SURE_OF_SILENCE = 0.8


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
    #: How likely the model takes it that there is nothing to do.
    silence: float = 0.0


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
    """One outcome a row, in their order; in 32 bits, as the app computes."""
    device = model.embedding.weight.device
    end = SPECIAL_TOKENS.index(NEXT_END)
    found: dict[int, Outcome] = {}
    for group in groups_by_length(rows, batch_tokens):
        batch = collate(group)
        hidden = model(batch.tokens.to(device)).flatten(0, 1)[batch.positions.to(device)]
        logits = model.logits(hidden)
        right = (logits.argmax(-1).cpu() == batch.targets)
        for index, row in enumerate(group):
            own = batch.owners == index
            flags, silence = right[own], logits[own.to(device)][0].softmax(-1)[end]
            found[id(row)] = Outcome(row.kind, row.language, row.quiet, bool(flags.all()), bool(flags[0]), float(silence))
    return [found[id(row)] for row in rows]


def judged(model: list[Outcome], baseline: list[Outcome], sure: float = SURE_OF_SILENCE) -> list[Outcome]:
    """What the product does: the baseline's edit where there is one and the model is not sure of silence, else the model's."""

    def one(own: Outcome, other: Outcome) -> Outcome:
        # A baseline that stays silent proposes nothing to be judged.
        proposes = other.decided != other.quiet
        return replace(own, exact=other.exact, decided=other.decided) if proposes and own.silence < sure else own

    return [one(own, other) for own, other in zip(model, baseline, strict=True)]


def propagated(rows: list[dict]) -> list[Outcome]:
    """What the mechanical baseline does with the same rows, as read from the file."""
    outcomes = []
    for row in rows:
        answer, quiet = propagate(row["prompt"]), row["quiet"]
        decided = (answer == NEXT_END) == quiet
        outcomes.append(Outcome(row["kind"], row["language"], quiet, answer == row["completion"], decided))
    return outcomes


def report(model: list[Outcome], baseline: list[Outcome]) -> str:
    """A table in Markdown: all rows, by language, by kind; the model, with the mechanical edits it lets pass, those alone."""
    lines = [
        "| rows | edits due | exact | with mechanical | mechanical | decided to edit | none due | kept quiet | with mechanical | mechanical |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    columns = [model, judged(model, baseline), baseline]
    tables = [{"all": Score.of(column)} | by(column, "language") | by(column, "kind") for column in columns]
    for name, score in tables[0].items():
        scores = [table[name] for table in tables]
        due = (score.edits, *(percent(one.exact) for one in scores), percent(score.decided))
        none = (score.quiet_rows, *(percent(one.quiet) for one in scores))
        lines.append("| " + " | ".join(map(str, (name, *due, *none))) + " |")
    return "\n".join(lines) + "\n"


def percent(value: float) -> str:
    return "" if value != value else f"{100 * value:.1f} %"
