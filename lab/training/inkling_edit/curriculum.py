"""Edits of meaningless text, made on the fly.

A model this small does not discover copying by itself in the time there is, so
it is taught directly. The `edit` samples use the product's own frame around
lines of random words. Nothing in them can be memorised: the only way to be
right is to find what the last edit replaced, find where it still stands, and
copy those lines with the replacement made. Words that merely resemble the
replaced one stay as they are.
"""

import random
import re
from dataclasses import dataclass

from . import template

LANGUAGES = ("python", "typescript", "javascript")
SEPARATORS = (" = ", "(", ", ", ".", " + ", ") ", "[", "]", ": ", " ", " * ", " == ", "(", ", ", ".", " - ", " / ")
OPENINGS = ("return ", "if ", "const ", "let ", "for ", "", "", "", "", "", "await ", "self.", "this.")
ENDINGS = ("", "", ")", ");", ";", ":", " {", "]", ",", "()")


@dataclass(frozen=True)
class Sample:
    prompt: str
    completion: str
    kind: str


class Curriculum:
    """Draws samples from a seeded source; `pieces` are word parts of the vocabulary."""

    def __init__(self, pieces: list[str], seed: int):
        self.pieces = pieces
        self.random = random.Random(seed)

    def draw(self, source: str) -> Sample:
        return {"dense": self.dense_edit, "short": self.short_edit, "edit": self.edit}[source]()

    def dense_edit(self) -> Sample:
        """Nearly every line is still to be changed: the most to learn from for its length."""
        return self.edit(max_lines=7, max_history=1, mean_uses=6.0, quiet=0.05)

    def short_edit(self) -> Sample:
        return self.edit(max_lines=9, max_history=2)

    def edit(self, max_lines: int = 26, max_history: int = 3, mean_uses: float = 1.4, quiet: float = 0.22) -> Sample:
        """One substitution shown in the history, to be carried to where it is still missing."""
        draw = self.random
        names = [self.name() for _ in range(draw.randint(4, 14))]
        old, new = self.substitution(names)
        while new == old:
            old, new = self.substitution(names)
        others = [name for name in names if not contains(name, old)] + self.lookalikes(old)
        lines = [self.line(others) for _ in range(draw.randint(2, max_lines))]
        uses = 0 if draw.random() < quiet else min(len(lines) - 1, 1 + int(draw.expovariate(1 / mean_uses)))
        places = draw.sample(range(len(lines)), uses + 1)
        for place in places:
            lines[place] = self.line_with(lines[place], old)
        return self._render(lines, places, old, new, others, max_history)

    def _render(self, lines, places, old, new, others, max_history) -> Sample:
        """Chooses which places were already edited, and writes the rest as the answer."""
        draw = self.random
        after = {place: replace(lines[place], old, new) for place in places}
        done = places[: 1 if draw.random() < 0.7 else draw.randint(1, len(places))]
        if draw.random() < 0.5:
            done = [min(places)]  # most edits start at the first place: a definition
        left = sorted(set(places) - set(done))
        history = [self.unrelated(others) for _ in range(draw.randint(0, max_history - 1))]
        for place in done[-2:]:
            history += self.typed(lines[place], after[place], old, new)
        current = [after[i] if i in done else line for i, line in enumerate(lines)]
        language = draw.choice(LANGUAGES)
        above, below = draw.random() < 0.25, draw.random() < 0.25
        return Sample(
            template.prompt(language, history, current, above, below),
            template.completion(language, adjacent_together(left, after)),
            "synthetic" if left else "synthetic-quiet",
        )

    def typed(self, line: str, after: str, old: str, new: str) -> list[tuple[list[str], list[str]]]:
        """One edit, or now and then two: a pause in the middle of the new text."""
        if self.random.random() < 0.85:
            return [([line], [after])]
        half = replace(line, old, new[: self.random.randint(0, len(new) - 1)])
        return [([line], [half]), ([half], [after])]

    def substitution(self, names: list[str]) -> tuple[str, str]:
        """What is replaced and by what: a name, or a name with what follows it."""
        draw = self.random
        old = draw.choice(names)
        form = draw.random()
        if form < 0.65:
            return old, self.renamed(old)
        if form < 0.8:
            return old, old + draw.choice((", ", ".", "(", "_", " + ", ": ")) + self.name()
        if form < 0.9:
            tail = draw.choice((", ", ".", " + ", ": ")) + self.name()
            return old + tail, old
        return old + draw.choice((".", ", ")) + self.name(), self.name()

    def renamed(self, old: str) -> str:
        """Another name, often one that shares a part with the old one."""
        draw = self.random
        form = draw.random()
        if form < 0.25:
            return f"{old}_{self.word()}"
        if form < 0.4:
            return old + self.word().capitalize()
        if form < 0.5:
            return self.word() + old[:1].upper() + old[1:]
        return self.name()

    def lookalikes(self, old: str) -> list[str]:
        """Names that share a part with the old one and must not be touched."""
        if self.random.random() < 0.5:
            return []
        stem = re.split(r"\W", old)[0]
        return [f"{stem}_{self.word()}", f"{self.word()}_{stem}", stem + self.word().capitalize()]

    def unrelated(self, names: list[str]) -> tuple[list[str], list[str]]:
        """An earlier edit with nothing to carry on: a line changed to another, added or removed."""
        old, new = [self.line(names)], [self.line(names)]
        form = self.random.random()
        return (old, new) if form < 0.6 else (old, old + new) if form < 0.85 else (old + new, new)

    def line(self, names: list[str]) -> str:
        """A line of some names; now and then empty."""
        draw = self.random
        if draw.random() < 0.05:
            return ""
        text = " " * draw.choice((0, 0, 2, 4, 4, 4, 8)) + draw.choice(OPENINGS) + draw.choice(names)
        for _ in range(int(draw.expovariate(0.45))):
            text += draw.choice(SEPARATORS) + (draw.choice(names) if draw.random() < 0.9 else str(draw.randint(0, 99)))
        return text + draw.choice(ENDINGS)

    def line_with(self, line: str, old: str) -> str:
        """The line with `old` put into it once, sometimes twice."""
        draw = self.random
        text = line or "    "
        form = draw.random()
        indent = text[: len(text) - len(text.lstrip())]
        rest = text[len(indent) :]
        if form < 0.45:
            return f"{indent}{rest}{draw.choice(SEPARATORS[:6])}{old}{draw.choice(ENDINGS)}"
        if form < 0.8:
            return f"{indent}{old}{draw.choice(SEPARATORS)}{rest}"
        return f"{indent}{old}{draw.choice(SEPARATORS)}{rest}{draw.choice(SEPARATORS[:6])}{old}"

    def name(self) -> str:
        draw = self.random
        form = draw.random()
        if form < 0.5:
            return self.word()
        if form < 0.7:
            return f"{self.word()}_{self.word()}"
        if form < 0.88:
            return self.word() + self.word().capitalize()
        return self.word().capitalize() if form < 0.95 else self.word()[:1]

    def word(self) -> str:
        pieces = self.random.choices(self.pieces, k=self.random.choice((1, 1, 1, 2)))
        return "".join(pieces)


def whole(text: str) -> re.Pattern:
    """Matches `text` where it is not part of a longer name."""
    return re.compile(rf"(?<![A-Za-z0-9_]){re.escape(text)}(?![A-Za-z0-9_])")


def contains(line: str, text: str) -> bool:
    return whole(text).search(line) is not None


def replace(line: str, old: str, new: str) -> str:
    return whole(old).sub(lambda _: new, line)


def adjacent_together(places: list[int], after: dict[int, str]) -> list[template.Change]:
    """Changes of single lines, those that touch made one."""
    changes: list[template.Change] = []
    for place in places:
        if changes and changes[-1].end == place:
            last = changes.pop()
            changes.append(template.Change(last.start, place + 1, (*last.lines, after[place])))
        else:
            changes.append(template.Change(place, place + 1, (after[place],)))
    return changes
