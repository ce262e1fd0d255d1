"""A very small Qwen2-shaped language model, compiled by Apache TVM to a model library for web-llm.

The functions, their arguments and the names and shapes of the parameters are those of a real library (Qwen2, q4f32_1:
weights in 4 bits with a scale for every 32, everything else in float32), so that the same converter and the same engine
work on both. The weights are not part of a library; tests make random ones.
"""

import json
import sys
from pathlib import Path

import tvm
from tvm import relax, te, tirx
from tvm.relax.backend import gpu_generic
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn.llm import kv_cache
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache
from tvm.s_tir import dlight as dl

LAYERS = 2
HEADS = 4
KV_HEADS = 2
HEAD_DIM = 64
HIDDEN = HEADS * HEAD_DIM
INTERMEDIATE = 512
VOCABULARY = 512
EPSILON = 1e-6
ROPE_THETA = 1e6
CONTEXT = 2048
CHUNK = 512
MAX_BATCH = 80
GROUP = 32
PER_WORD = 8


def quantized(out_features: int, in_features: int):
    """The two parameters of one 4-bit matrix."""
    return (
        nn.Parameter((out_features, in_features // PER_WORD), "uint32"),
        nn.Parameter((out_features, in_features // GROUP), "float32"),
    )


def weight_at(words, scales, row, column):
    """Entry of a 4-bit matrix: the nibble's distance from 7, times its group's scale."""
    shift = tirx.Cast("uint32", (column % PER_WORD) * 4)
    nibble = tirx.Cast("int32", (words[row, column // PER_WORD] >> shift) & tirx.const(15, "uint32"))
    return tirx.Cast("float32", nibble - 7) * scales[row, column // GROUP]


class QLinear(nn.Module):
    """x times the transpose of a 4-bit matrix, plus a bias if there is one."""

    def __init__(self, in_features: int, out_features: int, bias: bool = False):
        self.in_features = in_features
        self.out_features = out_features
        self.q_weight, self.q_scale = quantized(out_features, in_features)
        self.bias = nn.Parameter((out_features,), "float32") if bias else None

    def forward(self, x: nn.Tensor) -> nn.Tensor:
        out = multiply(x, self.q_weight, self.q_scale)
        return out if self.bias is None else out + self.bias


def multiply(x: nn.Tensor, q_weight: nn.Tensor, q_scale: nn.Tensor) -> nn.Tensor:
    def compute(x, words, scales):
        k = te.reduce_axis((0, x.shape[2]), "k")
        return te.compute(
            (x.shape[0], x.shape[1], words.shape[0]),
            lambda b, s, n: te.sum(x[b, s, k] * weight_at(words, scales, n, k), axis=k),
            name="q_matmul",
        )

    return nn.op.tensor_expr_op(compute, "q_matmul", [x, q_weight, q_scale])


class QEmbedding(nn.Module):
    def __init__(self, rows: int, width: int):
        self.width = width
        self.q_weight, self.q_scale = quantized(rows, width)

    def forward(self, ids: nn.Tensor) -> nn.Tensor:
        def compute(ids, words, scales):
            return te.compute(
                (ids.shape[0], self.width),
                lambda s, h: weight_at(words, scales, ids[s], h),
                name="q_embedding",
            )

        return nn.op.tensor_expr_op(compute, "q_embedding", [ids, self.q_weight, self.q_scale])

    def logits(self, x: nn.Tensor) -> nn.Tensor:
        """Scores of all tokens: the output matrix is the embedding itself."""
        return multiply(x, self.q_weight, self.q_scale)


class Attention(nn.Module):
    def __init__(self):
        self.c_attn = QLinear(HIDDEN, (HEADS + 2 * KV_HEADS) * HEAD_DIM, bias=True)
        self.o_proj = QLinear(HIDDEN, HIDDEN)

    def forward(self, x: nn.Tensor, cache: PagedKVCache, layer: int) -> nn.Tensor:
        b, s, _ = x.shape
        qkv = nn.op.reshape(self.c_attn(x), (b, s, HEADS + 2 * KV_HEADS, HEAD_DIM))
        out = cache.attention_with_fused_qkv(layer, qkv, HEADS, sm_scale=HEAD_DIM**-0.5)
        return self.o_proj(nn.op.reshape(out, (b, s, HIDDEN)))


class Mlp(nn.Module):
    def __init__(self):
        self.gate_up_proj = QLinear(HIDDEN, 2 * INTERMEDIATE)
        self.down_proj = QLinear(INTERMEDIATE, HIDDEN)

    def forward(self, x: nn.Tensor) -> nn.Tensor:
        gate, up = nn.op.split(self.gate_up_proj(x), 2, axis=-1)
        return self.down_proj(nn.op.silu(gate) * up)


class Layer(nn.Module):
    def __init__(self):
        self.self_attn = Attention()
        self.mlp = Mlp()
        self.input_layernorm = nn.RMSNorm(HIDDEN, -1, EPSILON, bias=False)
        self.post_attention_layernorm = nn.RMSNorm(HIDDEN, -1, EPSILON, bias=False)

    def forward(self, x: nn.Tensor, cache: PagedKVCache, layer: int) -> nn.Tensor:
        x = x + self.self_attn(self.input_layernorm(x), cache, layer)
        return x + self.mlp(self.post_attention_layernorm(x))


class Body(nn.Module):
    def __init__(self):
        self.embed_tokens = QEmbedding(VOCABULARY, HIDDEN)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.norm = nn.RMSNorm(HIDDEN, -1, EPSILON, bias=False)

    def forward(self, x: nn.Tensor, cache: PagedKVCache) -> nn.Tensor:
        for index, layer in enumerate(self.layers):
            x = layer(x, cache, index)
        return self.norm(x)


class Model(nn.Module):
    """The functions that web-llm and our engine call; each returns the logits and the cache."""

    def __init__(self, target: tvm.target.Target):
        self.model = Body()
        self.target = target

    def embed(self, input_ids: nn.Tensor):
        return self.model.embed_tokens(input_ids)

    def batch_verify(self, input_embeds: nn.Tensor, paged_kv_cache: PagedKVCache):
        hidden = self.model(input_embeds, paged_kv_cache)
        return self.model.embed_tokens.logits(hidden), paged_kv_cache

    def batch_prefill(self, input_embeds: nn.Tensor, logit_positions: nn.Tensor, paged_kv_cache: PagedKVCache):
        hidden = self.model(input_embeds, paged_kv_cache)
        hidden = nn.op.take(hidden, logit_positions, axis=1)
        return self.model.embed_tokens.logits(hidden), paged_kv_cache

    def prefill(self, input_embed: nn.Tensor, paged_kv_cache: PagedKVCache):
        hidden = self.model(input_embed, paged_kv_cache)

        def last(x: te.Tensor):
            rows = x.shape[1]
            return te.compute((1, 1, HIDDEN), lambda i, _, k: x[i, rows - 1, k], name="last")

        hidden = nn.op.tensor_expr_op(last, "last", [hidden])
        return self.model.embed_tokens.logits(hidden), paged_kv_cache

    def decode(self, input_embed: nn.Tensor, paged_kv_cache: PagedKVCache):
        hidden = self.model(input_embed, paged_kv_cache)
        return self.model.embed_tokens.logits(hidden), paged_kv_cache

    def apply_bitmask_inplace(self, logits: nn.Tensor):
        """Asked for at load; only grammars use it, which this library does not serve."""
        return logits

    def create_tir_paged_kv_cache(
        self,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ) -> PagedKVCache:
        sizes = [max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window]
        return paged_cache(sizes, page_size, self.target)


def paged_cache(sizes, page_size, target: tvm.target.Target) -> PagedKVCache:
    """TVM's paged cache with the kernels that one plain sequence needs: no sliding window, no tree of drafts."""
    builder = relax.BlockBuilder.current()
    kind = int(kv_cache.AttnKind.MHA)

    def kernel(function, name: str):
        return builder.add_func(function, name)

    def backend(function, name: str):
        return relax.Tuple([tvm.ir.StringImm("tirx"), kernel(function, name)])

    none = relax.Tuple([])
    shape = (KV_HEADS, HEADS, HEAD_DIM)
    prefill = kv_cache._attention_prefill(*shape, "float32", False, {}, target)
    ragged = kv_cache._attention_prefill_ragged(*shape, HEAD_DIM, "float32", {}, target)
    decode = kv_cache._attention_decode(*shape, "float32", False, {}, target)
    merge = kv_cache._merge_state_inplace(HEADS, HEAD_DIM, "float32", target, "tir_attention_merge_state")
    rotary = kv_cache.llama_rope_with_position_map(ROPE_THETA, 1, HEAD_DIM, HEADS, KV_HEADS, "float32", {}, HEAD_DIM)
    append = kernel(kv_cache._kv_cache_transpose_append(KV_HEADS, HEAD_DIM, "float32"), "kv_cache_transpose_append")
    arguments = [
        relax.ShapeExpr([*sizes, 1024]),
        relax.ShapeExpr([0, LAYERS]),
        *(relax.prim_value(n) for n in (HEADS, KV_HEADS, HEAD_DIM, HEAD_DIM)),
        relax.ShapeExpr([kind] * LAYERS),
        relax.prim_value(False),
        relax.prim_value(kv_cache.RopeMode.NORMAL),
        relax.prim_value(1),
        relax.prim_value(ROPE_THETA),
        relax.prim_value(0),
        relax.op.zeros((), "float32"),
        append,
        append,
        backend(ragged, "attention_prefill_ragged"),
        backend(prefill, "attention_prefill"),
        backend(decode, "attention_decode"),
        *[none] * 5,
        relax.Tuple([kernel(merge, "merge_state")]),
        kernel(rotary, "split_rotary"),
        kernel(kv_cache._copy_single_page(KV_HEADS, page_size, HEAD_DIM, "float32", target), "copy_single_page"),
        kernel(kv_cache._kv_cache_debug_get_kv(LAYERS, KV_HEADS, HEAD_DIM, "float32"), "debug_get_kv"),
        kernel(kv_cache._compact_kv_copy(KV_HEADS, HEAD_DIM, "float32", target), "compact_kv_copy"),
    ]
    created = relax.call_pure_packed("vm.builtin.paged_attention_kv_cache_create", *arguments, ty_args=relax.AnyType())
    return PagedKVCache(_expr=created, _name="paged_kv_cache")


def specification():
    cache = nn.spec.Object(object_type=PagedKVCache)
    packed = {"param_mode": "packed", "effect_mode": "none"}
    bare = {"param_mode": "none", "effect_mode": "none"}
    ids = nn.spec.Tensor
    return {
        "embed": {"input_ids": ids(["seq_len"], "int32"), "$": packed},
        "prefill": {"input_embed": ids([1, "seq_len", HIDDEN], "float32"), "paged_kv_cache": cache, "$": packed},
        "decode": {"input_embed": ids([1, 1, HIDDEN], "float32"), "paged_kv_cache": cache, "$": packed},
        "batch_prefill": {
            "input_embeds": ids([1, "seq_len", HIDDEN], "float32"),
            "logit_positions": ids(["batch_size"], "int32"),
            "paged_kv_cache": cache,
            "$": packed,
        },
        "batch_verify": {"input_embeds": ids([1, "seq_len", HIDDEN], "float32"), "paged_kv_cache": cache, "$": packed},
        "apply_bitmask_inplace": {"logits": ids(["batch_size", VOCABULARY], "float32"), "$": bare},
        "create_tir_paged_kv_cache": {
            "max_batch_size": int,
            "max_total_seq_len": int,
            "prefill_chunk_size": int,
            "page_size": int,
            "support_sliding_window": int,
            "$": bare,
        },
    }


def metadata(parameters) -> str:
    return json.dumps(
        {
            "model_type": "qwen2",
            "quantization": "q4f32_1",
            "context_window_size": CONTEXT,
            "sliding_window_size": -1,
            "attention_sink_size": -1,
            "prefill_chunk_size": CHUNK,
            "tensor_parallel_shards": 1,
            "kv_state_kind": "kv_cache",
            "max_batch_size": MAX_BATCH,
            "kv_cache": {
                "num_hidden_layers": LAYERS,
                "num_attention_heads": HEADS,
                "num_key_value_heads": KV_HEADS,
                "head_dim": HEAD_DIM,
            },
            "params": [
                {"name": name, "shape": [int(n) for n in p.shape], "dtype": p.dtype, "preprocs": []}
                for name, p in parameters
            ],
        }
    )


def with_metadata(module: tvm.IRModule, text: str) -> tvm.IRModule:
    builder = relax.BlockBuilder(module)
    with builder.function("_metadata", params=[]):
        builder.emit_func_output(tvm.ir.StringImm(text))
    return builder.finalize()


class PlainMatrices(dl.base.ScheduleRule):
    """Products of matrices get the plainest schedule; see `passes`."""

    def apply(self, func: tirx.PrimFunc, target: tvm.target.Target, tunable: bool):
        return dl.gpu.Fallback().apply(func, target, tunable) if "q_matmul" in func.script() else None


def passes(target: tvm.target.Target):
    """TVM's default passes for a GPU; reshapes become views before anything is fused with them.

    Matrices are left to the rule that gives each output a thread of its own: tiles in shared memory, made for real GPUs,
    are slow where barriers are simulated, and the matrices here are small.
    """
    rules = (PlainMatrices(), dl.gpu.GeneralReduction(), dl.gpu.Fallback())

    @tvm.transform.module_pass(opt_level=0)
    def pipeline(module: tvm.IRModule, _context: tvm.transform.PassContext) -> tvm.IRModule:
        with target:
            return tvm.transform.Sequential(
                [
                    relax.transform.LegalizeOps(),
                    relax.transform.RewriteDataflowReshape(),
                    relax.transform.AnnotateTIROpPattern(),
                    relax.transform.FoldConstant(),
                    relax.transform.FuseOps(),
                    relax.transform.FuseTIR(),
                    relax.transform.DeadCodeElimination(),
                    dl.ApplyDefaultSchedule(*rules),
                    *gpu_generic.dataflow_lower_passes(target),
                    *gpu_generic.finalize_passes(target),
                ]
            )(module)

    return pipeline


def main(output: Path) -> None:
    host = {"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"}
    target = tvm.target.Target({"kind": "webgpu", "max_num_threads": 256}, host=host)
    with target:
        module, parameters = Model(target).export_tvm(specification())
    module = with_metadata(module, metadata(parameters))
    executable = relax.build(module, target=target, relax_pipeline=passes(target), system_lib=True)

    def keep_objects(_output, objects, **_):
        for index, path in enumerate(objects):
            (output / f"model{index}{Path(path).suffix}").write_bytes(Path(path).read_bytes())

    executable.export_library(str(output / "model.wasm"), fcompile=keep_objects)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
