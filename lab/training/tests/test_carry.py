import json
from pathlib import Path

import pytest

from inkling_edit import carry

ROW = {"prompt": "p", "completion": "c", "language": "python", "kind": "k", "quiet": False}


def folder(tmp_path: Path) -> Path:
    for name in carry.ROWS:
        (tmp_path / name).write_text(json.dumps({**ROW, "source": "somewhere"}) + "\n", encoding="utf-8")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    return tmp_path


def test_what_was_packed_comes_out_again(tmp_path: Path) -> None:
    data = folder(tmp_path)
    carry.pack(data, data / "tokenizer.json")
    for name in carry.ROWS:
        (data / name).unlink()
    run = tmp_path / "run" / "tokenizer.json"
    run.parent.mkdir()
    assert carry.unpack(data, run)
    assert json.loads((data / "git.jsonl").read_text(encoding="utf-8")) == ROW
    assert run.read_text(encoding="utf-8") == "{}"
    assert not carry.unpack(data, run)


def test_more_than_can_be_carried_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carry, "MOST_BYTES", 10)
    with pytest.raises(ValueError, match="at most 10"):
        carry.pack(folder(tmp_path), tmp_path / "tokenizer.json")
    assert not (tmp_path / carry.ARCHIVE).exists()
