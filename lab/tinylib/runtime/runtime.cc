/*
 * Apache TVM's runtime for a WebAssembly model library, in one translation unit: the sources come with the wheel of
 * apache-tvm on PyPI. The wheel's own list (web/emcc/wasm_runtime.cc) also takes in remote procedure calls, sorting on
 * the CPU and tests, which a model library does not call.
 */
#define TVM_LOG_DEBUG 0
#define TVM_LOG_CUSTOMIZE 1
#define TVM_FFI_USE_LIBBACKTRACE 0
#define TVM_FFI_ALWAYS_LOG_BEFORE_THROW 1

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/runtime/logging.h>
#include <tvm/runtime/tensor.h>

#include "3rdparty/tvm-ffi/src/ffi/backtrace.cc"
#include "3rdparty/tvm-ffi/src/ffi/container.cc"
#include "3rdparty/tvm-ffi/src/ffi/custom_allocator.cc"
#include "3rdparty/tvm-ffi/src/ffi/dtype.cc"
#include "3rdparty/tvm-ffi/src/ffi/error.cc"
#include "3rdparty/tvm-ffi/src/ffi/extra/env_c_api.cc"
#include "3rdparty/tvm-ffi/src/ffi/extra/env_context.cc"
#include "3rdparty/tvm-ffi/src/ffi/extra/json_parser.cc"
#include "3rdparty/tvm-ffi/src/ffi/extra/json_writer.cc"
#include "3rdparty/tvm-ffi/src/ffi/extra/library_module.cc"
#include "3rdparty/tvm-ffi/src/ffi/extra/library_module_system_lib.cc"
#include "3rdparty/tvm-ffi/src/ffi/extra/module.cc"
#include "3rdparty/tvm-ffi/src/ffi/function.cc"
#include "3rdparty/tvm-ffi/src/ffi/init_once.cc"
#include "3rdparty/tvm-ffi/src/ffi/object.cc"
#include "3rdparty/tvm-ffi/src/ffi/tensor.cc"
#include "src/runtime/cpu_device_api.cc"
#include "src/runtime/device_api.cc"
#include "src/runtime/file_utils.cc"
#include "src/runtime/logging.cc"
#include "src/runtime/memory/memory_manager.cc"
#include "src/runtime/tensor.cc"
#include "src/runtime/vm/attn_backend.cc"
#include "src/runtime/vm/builtin.cc"
#include "src/runtime/vm/bytecode.cc"
#include "src/runtime/vm/executable.cc"
#include "src/runtime/vm/kv_state.cc"
#include "src/runtime/vm/lm_support.cc"
#include "src/runtime/vm/paged_kv_cache.cc"
#include "src/runtime/vm/tensor_cache_support.cc"
#include "src/runtime/vm/vm.cc"
#include "src/runtime/workspace_pool.cc"

int TVMBackendParallelLaunch(FTVMParallelLambda run, void* data, int) {
  TVMParallelGroupEnv env;
  env.num_task = 1;
  return run(0, &env, data);
}

int TVMBackendParallelBarrier(int, TVMParallelGroupEnv*) { return 0; }

namespace tvm {
namespace runtime {
namespace detail {

[[noreturn]] void LogFatalImpl(const std::string& file, int line, const std::string& message) {
  std::fprintf(stderr, "[fatal] %s:%d: %s\n", file.c_str(), line, message.c_str());
  abort();
}

void LogMessageImpl(const std::string& file, int line, int level, const std::string& message) {
  std::fprintf(stderr, "[%d] %s:%d: %s\n", level, file.c_str(), line, message.c_str());
}

}  // namespace detail

namespace {

/** Weights as the tensor cache stores them: `f32-to-bf16` holds the upper halves of floats, anything else is raw. */
void DecodeStorage(ffi::PackedArgs args, ffi::Any*) {
  Tensor into = args[0].cast<Tensor>();
  const auto* bytes = args[1].cast<TVMFFIByteArray*>();
  const std::string format = args[2].cast<ffi::String>();
  const std::string dtype = args[3].cast<ffi::String>();
  if (format != "f32-to-bf16" || dtype != "float32") {
    into.CopyFromBytes(bytes->data, bytes->size);
    return;
  }
  auto* words = static_cast<uint32_t*>(into->data);
  for (size_t i = 0; i < bytes->size / 2; ++i) {
    uint16_t upper = 0;
    std::memcpy(&upper, bytes->data + 2 * i, 2);
    words[i] = static_cast<uint32_t>(upper) << 16;
  }
}

void ConcatArrays(ffi::PackedArgs args, ffi::Any* result) {
  ffi::Array<ffi::Any> all;
  for (int i = 0; i < args.size(); ++i) {
    for (const ffi::Any& item : args[i].cast<ffi::Array<ffi::Any>>()) all.push_back(item);
  }
  *result = all;
}

/** Rows of several embeddings, one after another; web-llm's chat joins the prompt's parts so. */
void ConcatEmbeddings(ffi::PackedArgs args, ffi::Any* result) {
  int64_t rows = 0;
  const Tensor first = args[0].cast<Tensor>();
  const int64_t width = first->shape[1];
  for (int i = 0; i < args.size(); ++i) rows += args[i].cast<Tensor>()->shape[0];
  Tensor all = Tensor::Empty({rows, width}, first->dtype, first->device);
  int64_t at = 0;
  for (int i = 0; i < args.size(); ++i) {
    const Tensor part = args[i].cast<Tensor>();
    DLTensor into = *all.operator->();
    into.shape = part->shape;
    into.byte_offset = static_cast<uint64_t>(at * width) * ((first->dtype.bits + 7) / 8);
    Tensor::CopyFromTo(part.operator->(), &into);
    at += part->shape[0];
  }
  *result = all;
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::reflection::GlobalDef()
      .def_packed("tvmjs.array.decode_storage", DecodeStorage)
      .def_packed("tvmjs.runtime.ArrayConcat", ConcatArrays)
      .def_packed("tvmjs.runtime.ConcatEmbeddings", ConcatEmbeddings);
}

}  // namespace runtime
}  // namespace tvm
