import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


@pytest.fixture(scope="session")
def tokenizer():
    """A small tokenizer learnt from this folder's own sources."""
    from inkling_edit.tokenizer import frame_words, train_tokenizer

    package = Path(__file__).resolve().parents[1] / "inkling_edit"
    texts = [path.read_text(encoding="utf-8") for path in sorted(package.glob("*.py"))]
    return train_tokenizer(texts * 3 + [frame_words("python")] * 50, vocab=1024)
