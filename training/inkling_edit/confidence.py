"""How sure the model is when it is right, and when it is wrong.

The app reads the log-probability of every token of an answer. Two figures of
it, the least and the mean, tell wrong answers from right ones well enough to
hide many of them; the thresholds found here go into the model's descriptor.
"""

from dataclasses import dataclass

import torch

from .data import Encoded
from .model import EditModel, generate

#: Share of right edits that must stay visible.
KEEP = 0.97
#: Below any log-probability, and valid JSON unlike minus infinity.
NO_LIMIT = -1e9
#: Answers longer than this many tokens are cut, as in the app.
LONGEST_ANSWER = 160


@dataclass(frozen=True)
class Answer:
    """An edit the model proposes for a held-out row; natural log-probabilities of its tokens, the end left out."""

    right: bool
    #: No edit was due.
    unasked: bool
    least: float
    mean: float


@dataclass(frozen=True)
class Thresholds:
    """An edit is shown when it reaches both."""

    min: float
    mean: float

    def show(self, answer: Answer) -> bool:
        return answer.least >= self.min and answer.mean >= self.mean


@torch.no_grad()
def answer_to(model: EditModel, row: Encoded, end: int) -> Answer | None:
    """What greedy decoding proposes; none when it leaves the code alone."""
    prompt = row.tokens[: row.prompt_length].tolist()
    expected = row.tokens[row.prompt_length :].tolist()
    # Up to the first difference the answer is the expected one: only the rest is generated.
    best = _scores(model, prompt, expected).argmax(-1).tolist()
    same = next((index for index, token in enumerate(expected) if best[index] != token), len(expected))
    said = expected[:same]
    right = same == len(expected)
    if not right:
        said += generate(model, prompt + said, end, LONGEST_ANSWER - same)
    elif said[-1] == end:
        said.pop()
    if not said:
        return None
    chances = _scores(model, prompt, said).log_softmax(-1)[torch.arange(len(said)), torch.tensor(said)]
    return Answer(right, row.quiet, float(chances.min()), float(chances.mean()))


def _scores(model: EditModel, prompt: list[int], answer: list[int]) -> torch.Tensor:
    """Logits at each position of the answer."""
    hidden = model(torch.tensor([prompt + answer[:-1]], device=model.embedding.weight.device))
    return model.logits(hidden[0, len(prompt) - 1 :]).float().cpu()


def choose(answers: list[Answer], keep: float = KEEP) -> Thresholds:
    """The thresholds that hide most wrong answers among those that keep this share of the right ones."""
    right = [answer for answer in answers if answer.right]
    wrong = [answer for answer in answers if not answer.right]
    lowest = Thresholds(NO_LIMIT, NO_LIMIT)
    if not right:
        return lowest

    def levels(values: list[float]) -> list[float]:
        spare = int(len(right) * (1 - keep))
        return [NO_LIMIT, *sorted(values)[: spare + 1]]

    candidates = (
        Thresholds(least, mean)
        for least in levels([answer.least for answer in right])
        for mean in levels([answer.mean for answer in right])
    )
    enough = [c for c in candidates if sum(map(c.show, right)) >= keep * len(right)]
    return min(enough, key=lambda c: sum(map(c.show, wrong)), default=lowest)


def describe(answers: list[Answer], thresholds: Thresholds) -> str:
    """What the thresholds do to the answers they were chosen on, in a table."""
    groups = {
        "right edits": [a for a in answers if a.right],
        "wrong edits where one was due": [a for a in answers if not a.right and not a.unasked],
        "edits where none was due": [a for a in answers if a.unasked],
    }
    lines = ["| answers | proposed | shown |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {len(group)} | {sum(map(thresholds.show, group))} |" for name, group in groups.items()]
    return "\n".join(lines) + "\n"
