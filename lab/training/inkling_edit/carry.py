"""Everything that training reads, in one file small enough to be carried to a machine with a GPU."""

import io
import json
import shutil
import tarfile
from pathlib import Path

ARCHIVE = "carried.tar.xz"
MOST_BYTES = 60_000_000
ROWS = ("train.jsonl", "git.jsonl", "heldout.jsonl", "heldout-git.jsonl")
TOKENIZER = "tokenizer.json"
#: What training and evaluation read of a row.
FIELDS = ("prompt", "completion", "language", "kind", "quiet")


def pack(data: Path, tokenizer: Path) -> Path:
    """Writes the archive beside the data; raises ValueError where it would be larger than may be carried."""
    archive, partial = data / ARCHIVE, data / f"{ARCHIVE}.partial"
    with tarfile.open(partial, "w:xz", preset=6) as out:
        for name in ROWS:
            with (data / name).open(encoding="utf-8") as file:
                _add(out, name, "".join(map(_slim, file)))
        _add(out, TOKENIZER, tokenizer.read_text(encoding="utf-8"))
    size = partial.stat().st_size
    if size > MOST_BYTES:
        partial.unlink()
        raise ValueError(f"{size:,} bytes, and at most {MOST_BYTES:,} can be carried: make fewer rows.")
    partial.replace(archive)
    return archive


def unpack(data: Path, tokenizer: Path) -> bool:
    """Takes the rows, and the tokenizer where the run has none, out of an archive; false when there is none."""
    if not (data / ARCHIVE).exists() or all((data / name).exists() for name in ROWS) and tokenizer.exists():
        return False
    with tarfile.open(data / ARCHIVE) as packed:
        for name in (*ROWS, TOKENIZER):
            target = tokenizer if name == TOKENIZER else data / name
            member = packed.extractfile(name)
            if target.exists() or member is None:
                continue
            with target.open("wb") as file:
                shutil.copyfileobj(member, file)
    return True


def _slim(line: str) -> str:
    row = json.loads(line)
    return json.dumps({name: row[name] for name in FIELDS}, ensure_ascii=False) + "\n"


def _add(out: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode("utf-8")
    info = tarfile.TarInfo(name)
    info.size = len(content)
    out.addfile(info, io.BytesIO(content))
