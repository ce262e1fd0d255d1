"""Rows with less of the file around the edit.

Rows of recorded work show as much of a file as the product would. Most of those lines teach nothing, and time goes
with length: a part of the lines that holds the newest edit and all of the answer is as good an example, and a model
that has seen windows of every size does not lean on one.
"""

import random
import re

CURRENT = re.compile(r"(<\|im_start\|>current\n(`{3,})\w*\n)(.*?)(\n\2<\|im_end\|>\n<\|im_start\|>assistant)", re.DOTALL)
NUMBERED = re.compile(r"(\d+)([|>])(.*)", re.DOTALL)
LOCATION = re.compile(r"(\d+),(\d+)")
FENCE = re.compile(r"`{3,}")
NEWEST = re.compile(r"<\|search_and_replace\|>\n(.*?)\n?`{3,}", re.DOTALL)
CUT = "..."


def crop(row: dict, most: int, chance: random.Random) -> dict:
    """The row with at most `most` lines of the excerpt, or more where the answer needs them; itself if it is short."""
    found = CURRENT.search(row["prompt"])
    if found is None:
        return row
    shown = found[3].split("\n")
    above, below = shown[0] == CUT, shown[-1] == CUT
    lines = shown[int(above) : len(shown) - int(below)]
    parts = [NUMBERED.fullmatch(line) for line in lines]
    if len(lines) <= most or None in parts:
        return row
    needed = [place for place in (*changed(row["completion"]), newest(row["prompt"], [part[3] for part in parts])) if place is not None]
    low, high = (min(needed), min(max(needed) + 1, len(lines))) if needed else (0, 1)
    size = max(most, high - low)
    first = chance.randint(max(0, high - size), min(low, len(lines) - size))
    kept = [f"{number}{part[2]}{part[3]}" for number, part in enumerate(parts[first : first + size], 1)]
    text = [CUT] * (above or first > 0) + kept + [CUT] * (below or first + size < len(lines))
    prompt = row["prompt"][: found.start(3)] + "\n".join(text) + row["prompt"][found.end(3) :]
    return {**row, "prompt": prompt, "completion": moved(row["completion"], first)}


def changed(completion: str) -> list[int]:
    """0-based lines that the answer speaks of, the one after each change among them."""
    return [int(number) for place in LOCATION.finditer("\n".join(outside(completion))) for number in place.groups()]


def outside(completion: str) -> list[str]:
    """Lines of an answer that are not in a fence."""
    found, fence = [], None
    for line in completion.split("\n"):
        mark = FENCE.match(line)
        if fence is None and mark is None:
            found.append(line)
        elif fence is None:
            fence = mark[0]
        elif mark is not None and mark[0] == fence:
            fence = None
    return found


def newest(prompt: str, lines: list[str]) -> int | None:
    """Where the newest edit was made, by a line that it wrote; none when that cannot be told."""
    edits = NEWEST.findall(prompt)
    written = [line for line in (edits[-1].split("\n") if edits else []) if line.strip()]
    return next((lines.index(line) for line in reversed(written) if line in lines), None)


def moved(completion: str, by: int) -> str:
    """The answer for an excerpt that begins `by` lines later."""
    found, fence = [], None
    for line in completion.split("\n"):
        mark = FENCE.match(line)
        place, numbered = LOCATION.fullmatch(line), NUMBERED.fullmatch(line)
        if fence is None and mark is not None:
            fence = mark[0]
        elif fence is None and place is not None:
            line = f"{int(place[1]) - by},{int(place[2]) - by}"
        elif fence is not None and mark is not None and mark[0] == fence:
            fence = None
        elif fence is not None and numbered is not None:
            line = f"{int(numbered[1]) - by}|{numbered[3]}"
        found.append(line)
    return "\n".join(found)
