"""Byte-level BPE whose tokens never depend on what stands before an identifier.

An edit model lives on copying names. If ` width` and `(width` were different
tokens, every name would have to be learnt twice and a substitution could not be
a copy. So merges are *learnt* on a finer split than they are *applied* on: the
learner sees a lone space, a word, an underscore run and each camelCase part as
separate pieces, and so never learns a merge across them. Applied with the plain
GPT-2 split, which llama.cpp implements natively, the same merges then give the
same tokens for a name wherever it stands.

Numbers from 0 to 99 are one token each, so a line number is one decision.
"""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from . import template
from .vocabulary import SPECIAL_TOKENS

GPT2_SPLIT = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"

#: Pieces inside a GPT-2 piece across which no merge may be learnt.
IDENTIFIER_SPLIT = "|".join(
    (
        r"\r?\n",  # a line ends alike whatever the next one's indentation
        r" (?=[\p{L}\p{N}_$])",  # the space before a name
        r"\p{Lu}+(?=\p{Lu}\p{Ll})",  # XML | Parser
        r"\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+",  # total | Count
        r"\p{Lu}+",
        r"_+",
        r"\$",
        r"\p{N}",
    )
)

DIGIT_PAIRS = [(str(n // 10), str(n % 10)) for n in range(10, 100)]

#: How much text of each language the merges are learnt from.
BYTES_PER_LANGUAGE = 12_000_000

#: How often the conversation's frame is added, so that its words become single tokens.
FRAME_REPEATS = 3000


def training_files(sources: Path, seed: int) -> dict[str, list[Path]]:
    """The collected source files that are not held out, by language, shuffled."""
    index = json.loads((sources / "index.json").read_text(encoding="utf-8"))
    found: dict[str, list[Path]] = {}
    for entry in index:
        if not entry["heldout"]:
            found.setdefault(entry["language"], []).append(sources / entry["path"])
    shuffle = random.Random(seed).shuffle
    for paths in found.values():
        shuffle(paths)
    return found


def frame_words(language: str) -> str:
    """The ordinary text of the conversation's frame, without its special tokens."""
    frame = template.prompt(language, [(["a"], ["b"])], ["b"])
    for token in SPECIAL_TOKENS:
        frame = frame.replace(token, "\n")
    return frame


def balanced_text(files: dict[str, list[Path]], limit: int = BYTES_PER_LANGUAGE) -> Iterator[str]:
    """Yields file contents, at most `limit` characters of each language, and the frame around them."""
    for language, paths in files.items():
        yield from [frame_words(language)] * FRAME_REPEATS
        left = limit
        for path in paths:
            if left <= 0:
                break
            text = path.read_text(encoding="utf-8", errors="ignore")
            left -= len(text)
            yield text


def train_tokenizer(texts: Iterable[str], vocab: int) -> Tokenizer:
    """Learns a tokenizer of exactly `vocab` tokens (fewer only if the text is too small)."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(GPT2_SPLIT), "isolated"),
            pre_tokenizers.Split(Regex(IDENTIFIER_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=vocab - len(DIGIT_PAIRS),
        min_frequency=2,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        max_token_length=24,
        show_progress=False,
    )
    learner.train_from_iterator(texts, trainer)
    return _finish(json.loads(learner.to_str()))


def _finish(learnt: dict) -> Tokenizer:
    """Adds the digit pairs before all learnt merges and switches to the plain GPT-2 split."""
    vocab: dict[str, int] = learnt["model"]["vocab"]
    for left, right in DIGIT_PAIRS:
        vocab[left + right] = len(vocab)
    merges = DIGIT_PAIRS + [tuple(pair) for pair in learnt["model"]["merges"]]
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    return tokenizer


def load_tokenizer(path: Path) -> Tokenizer:
    return Tokenizer.from_file(str(path))


def merges_of(tokenizer: Tokenizer) -> list[str]:
    """The merges in order of priority, each as the two parts with a space between."""
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return [merge if isinstance(merge, str) else " ".join(merge) for merge in merges]
