"""What is adapted, and what it is called: by transformers, and in a GGUF file."""

# The modules of a Qwen2 layer that an adapter changes, and their tensors in GGUF.
TENSORS = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}


def tensor_name(key):
    """`8.self_attn.q_proj`, as adapters are saved, to `blk.8.attn_q.weight`."""
    layer, path = key.split(".", 1)
    return f"blk.{int(layer)}.{TENSORS[path]}.weight"
