"""Gets the git histories that edits are taken from.

    python lab/training/repositories.py                    clone what repositories.json lists, at those commits
    python lab/training/repositories.py --from ~/clones    use clones that are already on this machine instead
    python lab/training/repositories.py --pin --from ~/clones
                                                       list the permissively licensed ones among those clones

Leaves `data/repositories.txt`, the folders of the training repositories one a line, which `npm run synthesize --
--git-list` reads, and `data/repositories-heldout.txt` likewise. A folder of clones holds `owner+name` or `owner/name`, bare or not. Repositories that
`heldout-repositories.json` names are never among those to train on. No text of theirs is committed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
LISTED = HERE / "repositories.json"
HELD_OUT = HERE / "heldout-repositories.json"
DATA = HERE / "data"

WRITTEN = {"train": "repositories.txt", "heldout": "repositories-heldout.txt"}
LANGUAGES = {
    ".py": "python", ".ts": "typescript", ".tsx": "typescript", ".mts": "typescript",
    ".js": "javascript", ".jsx": "javascript", ".mjs": "javascript", ".cjs": "javascript",
}
LICENCE_FILE = re.compile(r"(?:^|-)(?:licen[cs]e|copying)(?:\.(?:md|txt|rst|mit|apache|bsd))?$|^licen[cs]e-(?:mit|apache)$", re.IGNORECASE)
#: Anything else that could bind: a repository that mentions one of these in its licence is left out.
COPYLEFT = re.compile(r"gnu (?:affero |lesser |library )?general public|mozilla public|eclipse public|creative commons|common development and", re.IGNORECASE)
#: What a licence must say to be taken for one, in lower case and with single spaces.
SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Apache-2.0", ("apache license", "version 2.0, january 2004")),
    ("BSD-3-Clause", ("redistribution and use in source and binary forms", "neither the name")),
    ("BSD-2-Clause", ("redistribution and use in source and binary forms", "this list of conditions and the following disclaimer")),
    ("ISC", ("permission to use, copy, modify, and", "with or without fee is hereby granted, provided that the above copyright notice")),
    ("MIT", ("permission is hereby granted, free of charge, to any person", "above copyright notice and this permission notice")),
)


def git(repository: Path, *arguments: str) -> str:
    """What git prints for a repository; raises CalledProcessError where it fails."""
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, errors="replace").stdout


def licence_of(text: str) -> str | None:
    """The SPDX name of a permissive licence by its own words, or None when in doubt."""
    plain = re.sub(r"\s+", " ", text.lower().replace("*", " "))
    if COPYLEFT.search(plain):
        return None
    return next((name for name, signs in SIGNS if all(sign in plain for sign in signs)), None)


def licence_in(repository: Path, commit: str) -> str | None:
    """The licence of a repository; all its licence files must be permissive ones."""
    names = [name for name in git(repository, "ls-tree", "--name-only", commit).splitlines() if LICENCE_FILE.search(name)]
    found = [licence_of(git(repository, "show", f"{commit}:{name}")) for name in names]
    # A short file that only points to the others says nothing of its own.
    if len(found) > 1 and None in found:
        found = [licence for licence, name in zip(found, names, strict=True) if licence or "dual" not in git(repository, "show", f"{commit}:{name}").lower()]
    return " AND ".join(sorted(set(map(str, found)))) if found and None not in found else None


def language_of(repository: Path, commit: str) -> str | None:
    """The language most files are in, of those this model speaks."""
    paths = git(repository, "ls-tree", "-r", "--name-only", commit).splitlines()
    counts = Counter(LANGUAGES[Path(path).suffix] for path in paths if Path(path).suffix in LANGUAGES)
    return counts.most_common(1)[0][0] if counts else None


def git_directory(folder: Path) -> Path | None:
    """Where git keeps a clone: the folder itself, `.git` or `repo` inside it."""
    return next((place for place in (folder, folder / ".git", folder / "repo") if (place / "HEAD").is_file()), None)


def find_clone(folder: Path, name: str) -> Path | None:
    for spelling in (name.replace("/", "+"), name):
        found = git_directory(folder / spelling)
        if found is not None:
            return found
    return None


def held_out() -> dict[str, dict]:
    if not HELD_OUT.exists():
        return {}
    return {entry["repository"].lower(): entry for entry in json.loads(HELD_OUT.read_text(encoding="utf-8"))["repositories"]}


def pin(folder: Path) -> None:
    """Writes repositories.json: every clone in the folder whose licence is certain."""
    apart = held_out()
    entries, doubtful = [], []
    for place in sorted(folder.iterdir(), key=lambda place: place.name.lower()):
        if "+" not in place.name or git_directory(place) is None:
            continue
        name, repository = place.name.replace("+", "/", 1), git_directory(place)
        commit = apart.get(name.lower(), {}).get("commit") or git(repository, "rev-parse", "HEAD").strip()
        licence, language = licence_in(repository, commit), language_of(repository, commit)
        if licence is None or language is None:
            doubtful.append(name)
            continue
        split = "heldout" if name.lower() in apart else "train"
        entries.append({"repository": name, "commit": commit, "licence": licence, "language": language, "split": split})
    lines = ",\n".join(f"    {json.dumps(entry)}" for entry in entries)
    LISTED.write_text(f'{{\n  "repositories": [\n{lines}\n  ]\n}}\n', encoding="utf-8")
    counts = Counter((entry["split"], entry["language"]) for entry in entries)
    print(f"{len(entries)} listed {dict(counts)}; left out for want of a certain licence: {', '.join(doubtful) or 'none'}")


def clone(name: str, commit: str) -> Path:
    """A bare clone whose HEAD is the commit."""
    target = DATA / "repositories" / name.replace("/", "+")
    if not (target / "HEAD").is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{target.name}.partial")
        subprocess.run(["git", "clone", "--quiet", "--bare", f"https://github.com/{name}.git", str(partial)], check=True)
        git(partial, "update-ref", "--no-deref", "HEAD", commit)
        partial.replace(target)
    return target


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="clones", type=Path, help="a folder of clones")
    parser.add_argument("--pin", action="store_true", help="list the clones in that folder")
    options = parser.parse_args()
    if options.pin:
        if options.clones is None:
            parser.error("--pin lists the clones of a folder: say which with --from")
        pin(options.clones)
    apart = held_out()
    found: dict[str, list[Path]] = {"train": [], "heldout": []}
    faults: list[str] = []
    for entry in json.loads(LISTED.read_text(encoding="utf-8"))["repositories"]:
        name, commit = entry["repository"], entry["commit"]
        split = "heldout" if name.lower() in apart else entry["split"]
        try:
            place = find_clone(options.clones, name) if options.clones else clone(name, commit)
            if place is None:
                faults.append(f"{name}: not in {options.clones}")
                continue
            if git(place, "rev-parse", "HEAD").strip() != commit:
                faults.append(f"{name}: taken as it is, not at {commit[:12]}")
            found[split].append(place)
        except subprocess.CalledProcessError as error:
            faults.append(f"{name}: {(error.stderr or str(error)).strip().splitlines()[-1]}")
    DATA.mkdir(exist_ok=True)
    for split, name in WRITTEN.items():
        (DATA / name).write_text("".join(f"{place}\n" for place in found[split]), encoding="utf-8")
        print(f"{len(found[split])} repositories in {DATA / name}")
    print("\n".join(faults), file=sys.stderr)
    return 0 if found["train"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
