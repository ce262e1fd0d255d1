"""What a sample's answer says about the code before it: which tokens are replaced, and which lines change.

The loss on the answer alone tells a model very little about *finding* the places that a change implies: one line
number for hundreds of tokens. These labels tell it at every token and at every line's end. Two linear probes read
them off the middle of the network while training; the model that ships does not have them.
"""

import difflib
import re
from dataclasses import dataclass

import numpy as np
from tokenizers import Encoding

NUMBERED = re.compile(r"(\d+)[|>]")
CHANGE = re.compile(r"(?:^|\n)(\d+),(\d+)\n(`{3,})\w*\n(.*?)\n?\3(?=\n|<)", re.DOTALL)
WORD = re.compile(r"\w+|\W")


@dataclass(frozen=True)
class Hints:
    """Positions in the prompt, and for each whether the token is replaced, its line, and whether a line changes."""

    tokens: np.ndarray
    replaced: np.ndarray
    #: The 0-based line of the excerpt that each token lies on.
    lines: np.ndarray
    line_ends: np.ndarray
    changed: np.ndarray
    #: Characters of the answer that are not copied from the lines they replace.
    new_text: tuple[tuple[int, int], ...] = ()


NONE = Hints(*(np.zeros(0, dtype) for dtype in (np.int32, np.float32, np.int32, np.int32, np.float32)))


def find_hints(prompt: str, completion: str, encoding: Encoding) -> Hints:
    """Labels of the numbered code in a prompt; none for a sample of another form."""
    lines = _numbered_lines(prompt)
    if not lines:
        return NONE
    changed = np.zeros(len(lines), dtype=np.float32)
    spans: list[tuple[int, int]] = []
    new_text: list[tuple[int, int]] = []
    for change in CHANGE.finditer(completion):
        first, last = int(change[1]), min(int(change[2]), len(lines))
        changed[first:last] = 1
        after = _content_spans(completion, *change.span(4))
        if len(after) == last - first:
            for old, new in zip(lines[first:last], after, strict=True):
                old_spans, new_spans = _differing_spans(prompt, old, completion, new)
                spans += old_spans
                new_text += new_spans
    starts = np.array([offset[0] for offset in encoding.offsets], dtype=np.int64)
    inside = np.arange(np.searchsorted(starts, lines[0][0]), np.searchsorted(starts, lines[-1][1]))
    replaced = np.zeros(len(inside), dtype=np.float32)
    for left, right in spans:
        replaced[(starts[inside] >= left) & (starts[inside] < right)] = 1
    # The token that holds the line's terminator.
    ends = np.array([np.searchsorted(starts, end, side="right") - 1 for _, end in lines], dtype=np.int32)
    owners = np.searchsorted([start for start, _ in lines], starts[inside], side="right") - 1
    return Hints(inside.astype(np.int32), replaced, owners.astype(np.int32), ends, changed, tuple(new_text))


def _numbered_lines(prompt: str) -> list[tuple[int, int]]:
    """Where the content of each numbered line begins and ends, in characters of the prompt."""
    at = prompt.rfind("<|im_start|>current\n")
    end = prompt.rfind("<|im_end|>\n<|im_start|>assistant")
    if at < 0 or end < at:
        return []
    at = prompt.index("\n", prompt.index("\n", at) + 1) + 1
    lines = []
    for line in prompt[at:end].split("\n")[:-1]:
        number = NUMBERED.match(line)
        if number and int(number[1]) == len(lines) + 1:
            lines.append((at + number.end(), at + len(line)))
        at += len(line) + 1
    return lines


def _content_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the content of each line of `text[start:end]` begins and ends, without its number."""
    spans = []
    for line in text[start:end].split("\n"):
        number = NUMBERED.match(line)
        spans.append((start + (number.end() if number else 0), start + len(line)))
        start += len(line) + 1
    return spans


Span = tuple[int, int]


def _differing_spans(before: str, old: Span, after: str, new: Span) -> tuple[list[Span], list[Span]]:
    """The parts of an old line that the new one does not keep, and of the new one that the old does not have."""
    old_words, new_words = WORD.findall(before[slice(*old)]), WORD.findall(after[slice(*new)])
    old_places, new_places = (np.cumsum([span[0], *map(len, words)]) for span, words in ((old, old_words), (new, new_words)))
    matcher = difflib.SequenceMatcher(None, old_words, new_words, autojunk=False)
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    old_spans = [(int(old_places[a]), int(old_places[b])) for _, a, b, _, _ in steps if a < b]
    new_spans = [(int(new_places[a]), int(new_places[b])) for _, _, _, a, b in steps if a < b]
    return old_spans, new_spans
