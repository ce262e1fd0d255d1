"""What needs no model: carrying the last edit on by search and replace.

The last history message is reduced to what it replaced, widened to whole words;
that text is then replaced wherever else it stands in the excerpt. A model is
worth its size only as far as it beats this.
"""

import re
from dataclasses import dataclass

from .curriculum import adjacent_together, replace
from .template import completion
from .vocabulary import NEXT_END, SEARCH_AND_REPLACE

HISTORY = re.compile(rf"history\n(`{{3,}})\w+\n(.*?)(?:^|\n){re.escape(SEARCH_AND_REPLACE)}(?:\n(.*?))?\n\1<", re.DOTALL)
CURRENT = re.compile(r"current\n(`{3,})(\w+)\n(?:\.\.\.\n)?(.*?)\n(?:\.\.\.\n)?\1<\|im_end\|>", re.DOTALL)
NUMBER = re.compile(r"\d+[|>]")
WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Replacement:
    old: str
    new: str


def last_replacement(prompt: str) -> Replacement | None:
    """What the newest edit replaced, in whole words; none when it only added text."""
    edits = HISTORY.findall(prompt)
    if not edits:
        return None
    old, new = WORDS.findall(edits[-1][1]), WORDS.findall(edits[-1][2])
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    text = "".join(old)
    if not text.strip() or "\n" in text:
        return None
    # Several uses in one line are one replacement, repeated.
    first_old, first_new = next(zip(old, new, strict=False), (text, ""))
    if len(old) == len(new) and replace(text, first_old, first_new) == "".join(new):
        return Replacement(first_old, first_new)
    return Replacement(text, "".join(new))


def propagate(prompt: str) -> str:
    """The completion that carries the last replacement to every line that still holds the old text."""
    found = CURRENT.search(prompt)
    replacement = last_replacement(prompt)
    if found is None or replacement is None:
        return NEXT_END
    lines = [NUMBER.sub("", line, count=1) for line in found[3].split("\n")]
    after = {index: replace(line, replacement.old, replacement.new) for index, line in enumerate(lines)}
    changed = [index for index, line in enumerate(lines) if after[index] != line]
    return completion(found[2], adjacent_together(changed, after))
