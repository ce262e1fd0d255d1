"""Writes a model and its tokenizer as one GGUF v3 file.

The format: a header, key-value metadata, the list of tensors with their
offsets, and the tensors' bytes, each aligned to 32. Two-dimensional weights are
stored as f16; norms as f32, which llama.cpp requires.
"""

import struct
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from .model import EditModel
from .tokenizer import merges_of
from .vocabulary import CONTROL, END_OF_TEXT, IM_END, USER_DEFINED

ALIGNMENT = 32
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
F32_TENSOR, F16_TENSOR = 0, 1
NORMAL_TOKEN, CONTROL_TOKEN, USER_DEFINED_TOKEN = 1, 3, 4
MOSTLY_F16 = 1


def _string(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _value(value) -> bytes:
    """A metadata value with its type in front. Integers are unsigned, except in arrays."""
    match value:
        case bool():
            return struct.pack("<I?", BOOL, value)
        case int():
            return struct.pack("<II", UINT32, value)
        case float():
            return struct.pack("<If", FLOAT32, value)
        case str():
            return struct.pack("<I", STRING) + _string(value)
        case [str(), *_]:
            return struct.pack("<IIQ", ARRAY, STRING, len(value)) + b"".join(map(_string, value))
        case [int(), *_]:
            return struct.pack(f"<IIQ{len(value)}i", ARRAY, INT32, len(value), *value)
    raise TypeError(f"GGUF metadata cannot hold {value!r}.")


def metadata(model: EditModel, tokenizer: Tokenizer, name: str) -> dict:
    config = model.config
    tokens = [tokenizer.id_to_token(index) for index in range(tokenizer.get_vocab_size())]
    kinds = {token: CONTROL_TOKEN for token in CONTROL} | {token: USER_DEFINED_TOKEN for token in USER_DEFINED}
    end_of_text, im_end = tokenizer.token_to_id(END_OF_TEXT), tokenizer.token_to_id(IM_END)
    return {
        "general.architecture": "llama",
        "general.name": name,
        "general.license": "Apache-2.0",
        "general.file_type": MOSTLY_F16,
        "llama.context_length": config.context,
        "llama.embedding_length": config.width,
        "llama.block_count": config.layers,
        "llama.feed_forward_length": config.feed_forward,
        "llama.attention.head_count": config.heads,
        "llama.attention.head_count_kv": config.heads,
        "llama.attention.layer_norm_rms_epsilon": config.norm_epsilon,
        "llama.rope.dimension_count": config.head_width,
        "llama.rope.freq_base": config.rope_base,
        "llama.vocab_size": config.vocab,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [kinds.get(token, NORMAL_TOKEN) for token in tokens],
        "tokenizer.ggml.merges": merges_of(tokenizer),
        "tokenizer.ggml.eos_token_id": im_end,
        "tokenizer.ggml.bos_token_id": end_of_text,
        "tokenizer.ggml.padding_token_id": end_of_text,
        "tokenizer.ggml.add_bos_token": False,
    }


def tensors(model: EditModel) -> dict[str, np.ndarray]:
    """Weights under llama.cpp's names. The tied output layer is left out: it falls back to the embedding."""

    def weight(tensor: torch.Tensor) -> np.ndarray:
        array = tensor.detach().float().cpu().numpy()
        return array.astype(np.float16) if array.ndim == 2 else array

    named = {"token_embd.weight": weight(model.embedding.weight), "output_norm.weight": weight(model.output_norm.weight)}
    for index, block in enumerate(model.blocks):
        query, key, value = block.query_key_value.weight.chunk(3)
        gate, up = block.gate_up.weight.chunk(2)
        parts = {
            "attn_norm": block.attention_norm.weight,
            "attn_q": query,
            "attn_k": key,
            "attn_v": value,
            "attn_output": block.attention_out.weight,
            "ffn_norm": block.feed_forward_norm.weight,
            "ffn_gate": gate,
            "ffn_up": up,
            "ffn_down": block.down.weight,
        }
        named |= {f"blk.{index}.{part}.weight": weight(tensor) for part, tensor in parts.items()}
    return named


def _padding(size: int) -> bytes:
    return bytes(-size % ALIGNMENT)


def write_gguf(path: Path, model: EditModel, tokenizer: Tokenizer, name: str) -> None:
    if tokenizer.get_vocab_size() != model.config.vocab:
        raise ValueError(f"The tokenizer has {tokenizer.get_vocab_size()} tokens, the model {model.config.vocab}.")
    values, arrays = metadata(model, tokenizer, name), tensors(model)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(arrays), len(values))
    head += b"".join(_string(key) + _value(value) for key, value in values.items())
    body = b""
    for tensor_name, array in arrays.items():
        kind = F16_TENSOR if array.dtype == np.float16 else F32_TENSOR
        shape = array.shape[::-1]  # ggml counts the row length first
        head += _string(tensor_name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        head += struct.pack("<IQ", kind, len(body))
        data = array.tobytes()
        body += data + _padding(len(data))
    path.write_bytes(head + _padding(len(head)) + body)
