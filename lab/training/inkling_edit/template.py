"""The conversation format as text, for samples that are made here rather than by the generator.

Rows of `train.jsonl` arrive already rendered by the product's own code; this
module must agree with it to the byte, because the curriculum teaches the same
frame before real code is seen.
"""

import re
from dataclasses import dataclass

from .vocabulary import IM_END, IM_START, NEXT_END, NEXT_START, SEARCH_AND_REPLACE

WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
SYSTEM = "You are a helpful programming assistant."


@dataclass(frozen=True)
class Change:
    """Lines [start, end) of an excerpt, 0-based and half-open, and what replaces them."""

    start: int
    end: int
    lines: tuple[str, ...]


def fence(language: str, lines: list[str]) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def message(role: str, content: str) -> str:
    return f"{IM_START}{role}\n{content}{IM_END}"


def words(line: str) -> set[str]:
    return set(WORD.findall(line))


def words_gone(old: list[str], new: list[str]) -> set[str]:
    """Words that an edit took away: lines of the excerpt that still hold one of them are marked."""
    return words("\n".join(old)) - words("\n".join(new))


def prompt(
    language: str,
    history: list[tuple[list[str], list[str]]],
    current: list[str],
    cut_above: bool = False,
    cut_below: bool = False,
) -> str:
    """Everything up to and including the token after which the model decides.

    `history` holds (old lines, new lines) of each edit, oldest first.
    """
    gone = words_gone(*history[-1]) if history else set()
    numbered = [f"{number}{'>' if gone & words(line) else '|'}{line}" for number, line in enumerate(current, 1)]
    shown = ["..."] * cut_above + numbered + ["..."] * cut_below
    messages = [message("system", SYSTEM)]
    for old, new in history:
        messages.append(message("history", fence(language, [*old, SEARCH_AND_REPLACE, *new])))
    messages.append(message("current", fence(language, shown)))
    messages.append(f"{IM_START}assistant\n{NEXT_START}")
    return "\n".join(messages)


def completion(language: str, changes: list[Change]) -> str:
    """The answer: location and new lines, numbered, of each change; at once the end when there is none."""
    blocks = []
    for change in changes:
        numbered = [f"{number}|{line}" for number, line in enumerate(change.lines, change.start + 1)]
        blocks.append(f"{change.start},{change.end}\n{fence(language, numbered)}")
    return "\n".join(blocks) + NEXT_END
