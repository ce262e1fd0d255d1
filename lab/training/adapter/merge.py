"""
Merges an adapter into a GGUF of its base, as Q8_0.   python lab/training/adapter/merge.py BASE.gguf adapter.pt MERGED.gguf

For engines that take no adapter: each adapted weight becomes W + B A alpha / rank. Q8_0 keeps such small differences;
quantizing to 4 bits again may lose them.
"""
import argparse

import gguf
import numpy as np
import torch

from names import tensor_name

Q8 = gguf.GGMLQuantizationType.Q8_0


def differences(saved):
    """What is added to each tensor, by its name."""
    scale = saved["alpha"] / saved["r"]
    return {tensor_name(key): (b.float() @ a.float() * scale).numpy() for key, (a, b) in saved["w"].items()}


def copy_fields(reader, writer):
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key == "general.architecture":
            continue
        if key == "general.file_type":
            writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
        elif field.types[0] == gguf.GGUFValueType.ARRAY:
            writer.add_array(key, field.contents())
        else:
            writer.add_key_value(key, field.contents(), field.types[0])


def merge(base, saved, out):
    added = differences(saved)
    reader = gguf.GGUFReader(base)
    unknown = added.keys() - {tensor.name for tensor in reader.tensors}
    if unknown:
        raise ValueError(f"the base has no {sorted(unknown)[0]}")
    writer = gguf.GGUFWriter(out, reader.fields["general.architecture"].contents())
    copy_fields(reader, writer)
    for tensor in reader.tensors:
        values = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        values = values.reshape([int(length) for length in reversed(tensor.shape)])
        if tensor.name in added:
            values = values + added[tensor.name]
        if values.ndim == 1:
            writer.add_tensor(tensor.name, values)
        else:
            writer.add_tensor(tensor.name, gguf.quants.quantize(values, Q8), raw_dtype=Q8)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("adapter")
    parser.add_argument("out")
    options = parser.parse_args()
    merge(options.base, torch.load(options.adapter, map_location="cpu", weights_only=True), options.out)


if __name__ == "__main__":
    main()
