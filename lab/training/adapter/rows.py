"""Rows of `npm run moments:rows` as tokens with weights: what an adapter is taught of each."""
import json
import random
from dataclasses import dataclass

# A line that changes something teaches; one that is copied hardly does, but forgetting to copy would be worse.
CHANGED, COPIED, COPIED_IN_SILENCE = 4.0, 0.25, 0.5
# Behind the last change so many lines are still learnt: the rest is a copy like those before.
LINES_BEHIND = 3
# Of a window in which nothing changes, this much is learnt, and at least so many lines.
SILENT_SHARE, SILENT_LINES = 2 / 3, 4


@dataclass(frozen=True)
class Example:
    prompt: list
    answer: list
    # One for each token of the answer; 0 is not learnt.
    weights: list

    def __len__(self):
        return len(self.prompt) + len(self.answer)


def taught(row):
    """The lines of the answer that are learnt, each with its weight."""
    lines = list(zip(row["completion"], row["changed"], strict=True))
    if any(changed for _, changed in lines):
        last = max(at for at, (_, changed) in enumerate(lines) if changed)
        return [(line, CHANGED if changed else COPIED) for line, changed in lines[: last + 1 + LINES_BEHIND]]
    return [(line, COPIED_IN_SILENCE) for line, _ in lines[: max(SILENT_LINES, int(len(lines) * SILENT_SHARE))]]


def encode(row, ids):
    """`ids` turns text into token ids. Lines are encoded one by one: an answer goes on from any of them."""
    answer, weights = [], []
    for line, weight in taught(row):
        tokens = ids(line)
        answer += tokens
        weights += [weight] * len(tokens)
    return Example(ids(row["prompt"]), answer, weights)


def read(path, ids, most_tokens, quiet_share):
    """Examples of at most so many tokens, with at most that share of windows in which nothing changes."""
    due, quiet = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            example = encode(row, ids)
            if len(example) <= most_tokens:
                (quiet if row["quiet"] else due).append(example)
    return due + quiet[: int(len(due) * quiet_share / (1 - quiet_share))]


def batches(examples, size, epoch):
    """Indices in batches of like lengths, in mixed order; the same for the same epoch."""
    shuffled = list(range(len(examples)))
    random.Random(epoch).shuffle(shuffled)
    out = []
    for at in range(0, len(shuffled), 16 * size):
        chunk = sorted(shuffled[at : at + 16 * size], key=lambda index: len(examples[index]))
        out += [chunk[first : first + size] for first in range(0, len(chunk), size)]
    random.Random(epoch).shuffle(out)
    return out
