"""Rows in which the code was typed just before: the history begins with the whole of the excerpt.

Whoever writes a function and then renames something in it has a long history. Rows made from files hardly ever do, so
a model might take a long history for a sign that nothing is to be done.
"""

import re

from .crop import CURRENT, CUT, NUMBERED
from .template import fence, message
from .vocabulary import SEARCH_AND_REPLACE

EDIT = re.compile(rf"(?<=<\|im_start\|>history\n)(`{{3,}})\w*\n(.*?)\n?{re.escape(SEARCH_AND_REPLACE)}\n?(.*?)\n?\1(?=<)", re.DOTALL)
FIRST_HISTORY = "<|im_start|>history\n"
#: The product shows no more of the history.
MOST_EDITS = 4
#: Excerpts of more lines are left alone: nobody types that much in one go.
MOST_LINES = 22


def typed_before(row: dict) -> dict | None:
    """The row with the excerpt, as it was before the history, typed first; none where that cannot be told for certain."""
    found = CURRENT.search(row["prompt"])
    if found is None or FIRST_HISTORY not in row["prompt"]:
        return None
    shown = found[3].split("\n")
    parts = [NUMBERED.fullmatch(line) for line in shown]
    if CUT in shown or None in parts or not 3 <= len(shown) <= MOST_LINES:
        return None
    lines = [part[3] for part in parts]
    edits = EDIT.findall(row["prompt"])
    if len(edits) != row["prompt"].count(FIRST_HISTORY) or len(edits) >= MOST_EDITS:
        return None
    for _, old, new in reversed(edits):
        lines = undone(lines, old.split("\n"), new.split("\n"))
        if lines is None:
            return None
    language = found[1].rstrip("\n").rpartition("`")[2]
    while lines and not lines[-1].strip():
        lines.pop()
    first = message("history", fence(language, ["", SEARCH_AND_REPLACE, *lines])) + "\n"
    return {**row, "prompt": row["prompt"].replace(FIRST_HISTORY, first + FIRST_HISTORY, 1)}


def undone(lines: list[str], old: list[str], new: list[str]) -> list[str] | None:
    """The lines before an edit; none unless what it wrote stands in exactly one place."""
    places = [at for at in range(len(lines) - len(new) + 1) if lines[at : at + len(new)] == new]
    return [*lines[: places[0]], *old, *lines[places[0] + len(new) :]] if len(places) == 1 else None
