"""Gathers ordinary, permissively licensed source code to make edits from.

    python lab/training/collect.py            download what sources.json pins, unpack, filter
    python lab/training/collect.py --pin      also resolve entries without a version and write it, with the licence, back

Packages come through the ordinary registry clients (pip, npm); each is unpacked to data/sources/<eco>/<package>/
with only the files worth learning from. `index.json` beside them lists every kept file. Nothing of it is committed.
"""

from __future__ import annotations

import argparse
import email.parser
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources.json"
DATA = HERE / "data"

MAX_BYTES = 60_000
MIN_BYTES = 200
MAX_LINE = 240
LANGUAGES = {".py": "python", ".ts": "typescript", ".mts": "typescript", ".js": "javascript", ".mjs": "javascript"}
PERMISSIVE = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation)\b", re.IGNORECASE)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|MPL|EPL|CDDL)\b", re.IGNORECASE)
SKIPPED_PARTS = {
    "node_modules", "test", "tests", "__tests__", "testing", "spec", "specs", "fixtures", "vendor", "_vendor",
    "vendored", "locale", "locales", "i18n", "data", "datasets", "umd", "min", "generated", "cjs", "fp", "deno", "_cdn",
    "lib2to3", "idlelib", "turtledemo", "site-packages", "ensurepip", "encodings", "languages", "messages", "unicode",
}
GENERATED = re.compile(r"@generated|do not edit|auto-?generated|automatically generated|sourceMappingURL=data", re.IGNORECASE)

Member = tuple[str, bytes]


def wheel_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield info.filename, archive.read(info)


def tarball_members(path: Path) -> Iterator[Member]:
    with tarfile.open(path) as archive:
        for info in archive:
            handle = archive.extractfile(info) if info.isfile() else None
            if handle is not None:
                # The first folder ("package/") says nothing.
                yield info.name.partition("/")[2] or info.name, handle.read()


def stdlib_members() -> Iterator[Member]:
    root = Path(sysconfig.get_path("stdlib"))
    for path in sorted(root.rglob("*.py")):
        yield path.relative_to(root).as_posix(), path.read_bytes()


def wanted(name: str, size: int) -> bool:
    path = Path(name)
    if path.suffix not in LANGUAGES or name.endswith((".d.ts", ".d.mts", ".min.js", ".test.ts", ".spec.ts", ".test.js", ".cjs.js")):
        return False
    if not MIN_BYTES <= size <= MAX_BYTES or path.name.startswith("test_") or path.name.endswith("_test.py"):
        return False
    return not any(part.lower() in SKIPPED_PARTS for part in path.parts[:-1])


def readable(text: str) -> bool:
    """Whether a user wrote it and would edit it: no long lines, no tables of numbers, no compiled output."""
    lines = text.split("\n")
    if any(len(line) > MAX_LINE for line in lines) or GENERATED.search(text[:1500]):
        return False
    if "_interopRequire" in text or "__esModule" in text or "__awaiter" in text or "\r" in text or "\0" in text:
        return False
    digits = sum(character.isdigit() for character in text)
    foreign = sum(ord(character) > 127 for character in text)
    return digits < 0.15 * len(text) and foreign < 0.02 * len(text)


def prefer_sources(members: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """TypeScript sources where there are any; then what was compiled from them is left out."""
    typed = [member for member in members if Path(member[0]).suffix in (".ts", ".mts")]
    scripts = [member for member in members if Path(member[0]).suffix in (".js", ".mjs")]
    return typed if len(typed) >= 5 else scripts or members


def keep(members: Iterator[Member], target: Path, ecosystem: str) -> list[str]:
    texts: list[tuple[str, str]] = []
    for name, content in members:
        if ".." in Path(name).parts or not wanted(name, len(content)):
            continue
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if readable(text):
            texts.append((name, text))
    if ecosystem == "npm":
        texts = prefer_sources(texts)
        # The same modules are often shipped twice, once for each module system: one copy is enough.
        for folder in ("src/", "lib/", "source/", "es/", "esm/", "modules/", "dist/"):
            inside = [member for member in texts if member[0].startswith(folder)]
            if len(inside) >= 5:
                texts = inside
                break
    shutil.rmtree(target, ignore_errors=True)
    for name, text in texts:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [name for name, _ in texts]


def wheel_facts(path: Path) -> tuple[str, str]:
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        meta = email.parser.Parser().parsestr(archive.read(name).decode("utf-8", "replace"))
    classifiers = [c.split(" :: ")[-1] for c in meta.get_all("Classifier", []) if c.startswith("License")]
    # A licence field may hold the whole licence text: its first line names it.
    short = (meta.get("License") or "").strip().split("\n")[0][:60]
    return meta["Version"], meta.get("License-Expression") or "; ".join(c for c in classifiers if c != "OSI Approved") or short


def tarball_facts(path: Path) -> tuple[str, str]:
    with tarfile.open(path) as archive:
        handle = next(archive.extractfile(m) for m in archive if m.name.count("/") == 1 and m.name.endswith("/package.json"))
        meta = json.loads(handle.read()) if handle else {}
    licence = meta.get("license") or meta.get("licenses") or ""
    return meta["version"], licence if isinstance(licence, str) else json.dumps(licence)


def download(entry: dict, folder: Path) -> Path:
    """The archive of one package, from the download folder if it is there already."""
    pinned = entry.get("version")
    key = entry["name"].replace("/", "+")
    place = folder / entry["ecosystem"] / f"{key}@{pinned or 'newest'}"
    if not place.exists() or not any(place.iterdir()):
        place.mkdir(parents=True, exist_ok=True)
        if entry["ecosystem"] == "pypi":
            spec = f"{entry['name']}=={pinned}" if pinned else entry["name"]
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
                       "--disable-pip-version-check", "-d", str(place), spec]
        else:
            spec = f"{entry['name']}@{pinned}" if pinned else entry["name"]
            command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(place), spec]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(path for path in sorted(place.iterdir()) if path.suffix in (".whl", ".tgz"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", action="store_true", help="resolve entries without a version and write them back")
    options = parser.parse_args()
    listing = json.loads(SOURCES.read_text(encoding="utf-8"))
    index: list[dict] = []
    failed = 0
    for entry in listing["packages"]:
        if not entry.get("version") and not options.pin and entry["ecosystem"] != "stdlib":
            print(f"{entry['name']}: no version pinned; run with --pin", file=sys.stderr)
            failed += 1
            continue
        try:
            if entry["ecosystem"] == "stdlib":
                members, facts = stdlib_members(), (sys.version.split()[0], "PSF-2.0")
            else:
                archive = download(entry, DATA / "archives")
                wheel = archive.suffix == ".whl"
                facts = wheel_facts(archive) if wheel else tarball_facts(archive)
                members = wheel_members(archive) if wheel else tarball_members(archive)
        except (subprocess.CalledProcessError, StopIteration, OSError) as error:
            print(f"{entry['name']}: not fetched ({error})", file=sys.stderr)
            failed += 1
            continue
        licence = entry.get("licence") or facts[1]
        if not PERMISSIVE.search(licence) or COPYLEFT.search(licence):
            print(f"{entry['name']}: licence {licence!r} is not on the list of permissive ones, left out", file=sys.stderr)
            failed += 1
            continue
        if options.pin and entry["ecosystem"] != "stdlib":
            entry["version"], entry["licence"] = facts[0], licence
        folder = Path(entry["ecosystem"]) / entry["name"].replace("/", "+")
        files = keep(members, DATA / "sources" / folder, entry["ecosystem"])
        print(f"{entry['name']} {facts[0]}: {len(files)} files ({licence})", flush=True)
        index.extend(
            {"path": (folder / name).as_posix(), "language": LANGUAGES[Path(name).suffix],
             "package": entry["name"], "heldout": entry.get("heldout", False)}
            for name in files
        )
    if options.pin:
        rows = ",\n    ".join(json.dumps(entry) for entry in listing["packages"])
        SOURCES.write_text(f'{{\n  "packages": [\n    {rows}\n  ]\n}}\n', encoding="utf-8")
    (DATA / "sources").mkdir(parents=True, exist_ok=True)
    (DATA / "sources" / "index.json").write_text(json.dumps(index), encoding="utf-8")
    print(f"{len(index)} files; {failed} packages left out")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
