"""Leaves out rows that show code which is held out, copied from one project to another."""

import re
from collections.abc import Iterable

NUMBER = re.compile(r"^\d+[|>]")
#: Shorter lines are written alike by people who never saw one another's code.
LEAST_CHARACTERS = 32
#: Of a row's long lines; two in a row of three could still be chance.
MOST_SHARED = 0.4
LEAST_LINES = 3


def long_lines(text: str) -> list[str]:
    stripped = (NUMBER.sub("", line).strip() for line in text.split("\n"))
    return [line for line in stripped if len(line) >= LEAST_CHARACTERS and not line.startswith(("import ", "from "))]


def lines_of(texts: Iterable[str]) -> set[int]:
    """Fingerprints of all long lines of the texts."""
    return {hash(line) for text in texts for line in long_lines(text)}


def shows(row: dict, held_out: set[int]) -> bool:
    """Whether much of what the row shows stands in held-out code."""
    shared = [hash(line) in held_out for line in long_lines(row["prompt"])]
    return sum(shared) >= LEAST_LINES and sum(shared) > MOST_SHARED * len(shared)
