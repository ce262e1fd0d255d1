/* Tensors inside JSON are not used by a model library: these streams exist to be named, and refuse to work. */
#ifndef TVM_SUPPORT_BASE64_H_
#define TVM_SUPPORT_BASE64_H_

#include <tvm/ffi/error.h>
#include <tvm/support/io.h>

namespace tvm {
namespace support {

class Base64InStream : public Stream {
 public:
  explicit Base64InStream(Stream*) {}
  using Stream::Read;
  using Stream::Write;
  void InitPosition() { TVM_FFI_THROW(RuntimeError) << "base64 tensors are not built in"; }
  size_t Read(void*, size_t) final { return 0; }
  size_t Write(const void*, size_t) final { return 0; }
};

class Base64OutStream : public Stream {
 public:
  explicit Base64OutStream(Stream*) {}
  using Stream::Read;
  using Stream::Write;
  size_t Read(void*, size_t) final { return 0; }
  size_t Write(const void*, size_t) final { return 0; }
  void Finish() { TVM_FFI_THROW(RuntimeError) << "base64 tensors are not built in"; }
};

}  // namespace support
}  // namespace tvm

#endif  // TVM_SUPPORT_BASE64_H_
