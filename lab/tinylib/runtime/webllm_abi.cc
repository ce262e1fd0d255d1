/*
 * The C functions through which web-llm 0.2.79 speaks to a model library (values and type codes in two arrays, tensors
 * handed over as DLTensor pointers), on top of the runtime of today's Apache TVM (tagged values, one kind of object
 * handle). web-llm's side is the `tvmjs` part of its JavaScript.
 */
#include <tvm/ffi/any.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/runtime/tensor.h>

#include <cstring>
#include <string>
#include <unordered_set>
#include <vector>

namespace {

using tvm::runtime::Tensor;
namespace ffi = tvm::ffi;

/** A value of the older interface; its type code stands in a second array. */
union OldValue {
  int64_t integer;
  double number;
  void* pointer;
  const char* text;
  DLDevice device;
};
static_assert(sizeof(OldValue) == 8);

enum OldCode : int32_t {
  kInt = 0,
  kUInt = 1,
  kFloat = 2,
  kPointer = 3,
  kNull = 4,
  kDevice = 6,
  kDLTensor = 7,
  kObject = 8,
  kModule = 9,
  kFunction = 10,
  kText = 11,
  kBytes = 12,
  kTensor = 13,
  kBool = 15,
};

std::string last_error;
/** Text and bytes handed to JavaScript live here until the next ones. */
std::string returned_text;
TVMFFIByteArray returned_bytes;

int Failed() {
  TVMFFIObjectHandle error = nullptr;
  TVMFFIErrorMoveFromRaised(&error);
  if (error == nullptr) {
    last_error = "unknown error";
  } else {
    const auto* cell = reinterpret_cast<TVMFFIErrorCell*>(static_cast<char*>(error) + sizeof(TVMFFIObject));
    last_error = std::string(cell->message.data, cell->message.size);
    TVMFFIObjectDecRef(error);
  }
  return -1;
}

DLTensor* TensorPart(void* object) {
  return reinterpret_cast<DLTensor*>(static_cast<char*>(object) + sizeof(TVMFFIObject));
}
TVMFFIObject* TensorObject(void* dltensor) {
  return reinterpret_cast<TVMFFIObject*>(static_cast<char*>(dltensor) - sizeof(TVMFFIObject));
}

/** Borrowed: nothing is counted, the caller's value outlives the result. */
TVMFFIAny FromOld(const OldValue& value, int32_t code) {
  TVMFFIAny any;
  std::memset(&any, 0, sizeof(any));
  switch (code) {
    case kInt:
    case kUInt:
    case kBool:
      any.type_index = kTVMFFIInt;
      any.v_int64 = value.integer;
      break;
    case kFloat:
      any.type_index = kTVMFFIFloat;
      any.v_float64 = value.number;
      break;
    case kPointer:
      any.type_index = kTVMFFIOpaquePtr;
      any.v_ptr = value.pointer;
      break;
    case kDevice:
      any.type_index = kTVMFFIDevice;
      any.v_device = value.device;
      break;
    case kDLTensor:
      any.type_index = kTVMFFIDLTensorPtr;
      any.v_ptr = value.pointer;
      break;
    case kText:
      any.type_index = kTVMFFIRawStr;
      any.v_c_str = value.text;
      break;
    case kBytes:
      any.type_index = kTVMFFIByteArrayPtr;
      any.v_ptr = value.pointer;
      break;
    case kTensor:
      any.type_index = kTVMFFITensor;
      any.v_obj = TensorObject(value.pointer);
      break;
    case kObject:
    case kModule:
    case kFunction:
      any.v_obj = static_cast<TVMFFIObject*>(value.pointer);
      any.type_index = any.v_obj->type_index;
      break;
    default:
      any.type_index = kTVMFFINone;
      break;
  }
  return any;
}

/** Objects pass over with whatever count the caller gave them; text and bytes are kept until the next ones. */
void ToOld(const TVMFFIAny& any, OldValue* value, int32_t* code) {
  value->integer = 0;
  switch (any.type_index) {
    case kTVMFFINone:
      *code = kNull;
      return;
    case kTVMFFIInt:
    case kTVMFFIBool:
      *code = kInt;
      value->integer = any.v_int64;
      return;
    case kTVMFFIFloat:
      *code = kFloat;
      value->number = any.v_float64;
      return;
    case kTVMFFIOpaquePtr:
      *code = kPointer;
      value->pointer = any.v_ptr;
      return;
    case kTVMFFIDevice:
      *code = kDevice;
      value->device = any.v_device;
      return;
    case kTVMFFIDLTensorPtr:
      *code = kDLTensor;
      value->pointer = any.v_ptr;
      return;
    case kTVMFFIRawStr:
      *code = kText;
      value->text = any.v_c_str;
      return;
    case kTVMFFIByteArrayPtr:
      *code = kBytes;
      value->pointer = any.v_ptr;
      return;
    case kTVMFFISmallStr:
    case kTVMFFISmallBytes:
    case kTVMFFIStr:
    case kTVMFFIBytes: {
      const bool small = any.type_index == kTVMFFISmallStr || any.type_index == kTVMFFISmallBytes;
      if (small) {
        returned_text.assign(any.v_bytes, any.small_str_len);
      } else {
        const auto* cell = reinterpret_cast<TVMFFIByteArray*>(reinterpret_cast<char*>(any.v_obj) + sizeof(TVMFFIObject));
        returned_text.assign(cell->data, cell->size);
      }
      if (any.type_index == kTVMFFISmallStr || any.type_index == kTVMFFIStr) {
        *code = kText;
        value->text = returned_text.c_str();
      } else {
        returned_bytes = {returned_text.data(), returned_text.size()};
        *code = kBytes;
        value->pointer = &returned_bytes;
      }
      return;
    }
    case kTVMFFITensor:
      *code = kTensor;
      value->pointer = TensorPart(any.v_obj);
      return;
    case kTVMFFIFunction:
      *code = kFunction;
      value->pointer = any.v_obj;
      return;
    case kTVMFFIModule:
      *code = kModule;
      value->pointer = any.v_obj;
      return;
    default:
      *code = kObject;
      value->pointer = any.v_obj;
      return;
  }
}

/** Functions compiled into the model: the text they return is an object to JavaScript, that of all others is text. */
std::unordered_set<void*> machine_functions;

/** A handle points at the object's header, which a class with virtual functions does not begin with. */
ffi::Module ModuleOf(void* handle) {
  auto* object = static_cast<ffi::ModuleObj*>(static_cast<ffi::Object*>(handle));
  return ffi::Module(ffi::GetObjectPtr<ffi::ModuleObj>(object));
}

TVMFFIByteArray NameOf(const char* text) { return {text, std::strlen(text)}; }

}  // namespace

extern "C" {

#define EXPORT __attribute__((used, visibility("default")))

/** Implemented by web-llm: runs JavaScript function number `resource`. */
extern int TVMWasmPackedCFunc(OldValue* args, int32_t* codes, int32_t count, void* result, void* resource);
extern void TVMWasmPackedCFuncFinalizer(void* resource);

EXPORT const char* TVMGetLastError() { return last_error.c_str(); }
EXPORT void TVMAPISetLastError(const char* message) { last_error = message; }

EXPORT void* TVMWasmAllocSpace(int size) { return new int64_t[(size + 7) / 8]; }
EXPORT void TVMWasmFreeSpace(void* space) { delete[] static_cast<int64_t*>(space); }

static int CallJavaScript(void* resource, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  std::vector<OldValue> values(count + 1);
  std::vector<int32_t> codes(count + 1);
  std::vector<std::string> texts(count);
  for (int32_t i = 0; i < count; ++i) {
    ToOld(args[i], &values[i], &codes[i]);
    if (codes[i] == kText) {
      texts[i] = values[i].text;
      values[i].text = texts[i].c_str();
    }
  }
  if (TVMWasmPackedCFunc(values.data(), codes.data(), count, result, resource) == 0) return 0;
  TVMFFIErrorSetRaisedFromCStr("RuntimeError", last_error.c_str());
  return -1;
}

EXPORT int TVMWasmFuncCreateFromCFunc(void* resource, void** out) {
  return TVMFFIFunctionCreate(resource, CallJavaScript, TVMWasmPackedCFuncFinalizer, out) == 0 ? 0 : Failed();
}

/** An argument that JavaScript keeps after its call needs a count of its own. */
EXPORT int TVMCbArgToReturn(OldValue* value, int32_t* code) {
  const TVMFFIAny any = FromOld(*value, *code);
  if (any.type_index >= kTVMFFIStaticObjectBegin) TVMFFIObjectIncRef(any.v_obj);
  return 0;
}

EXPORT int TVMCFuncSetReturn(void* result, OldValue* value, int32_t* code, int) {
  const TVMFFIAny any = FromOld(*value, *code);
  return TVMFFIAnyViewToOwnedAny(&any, static_cast<TVMFFIAny*>(result)) == 0 ? 0 : Failed();
}

EXPORT int TVMFuncCall(void* function, OldValue* values, int32_t* codes, int count, OldValue* result, int32_t* code) {
  std::vector<TVMFFIAny> args(count + 1);
  for (int i = 0; i < count; ++i) args[i] = FromOld(values[i], codes[i]);
  TVMFFIAny out;
  std::memset(&out, 0, sizeof(out));
  if (TVMFFIFunctionCall(function, args.data(), count, &out) != 0) return Failed();
  if (out.type_index == kTVMFFIStr && machine_functions.count(function) > 0) {
    *code = kObject;
    result->integer = 0;
    result->pointer = out.v_obj;
    return 0;
  }
  ToOld(out, result, code);
  // Text and bytes were copied, so the count that came with them is given back.
  if (out.type_index == kTVMFFIStr || out.type_index == kTVMFFIBytes) TVMFFIObjectDecRef(out.v_obj);
  return 0;
}

EXPORT int TVMFuncFree(void* function) {
  machine_functions.erase(function);
  return TVMFFIObjectDecRef(function);
}
EXPORT int TVMModFree(void* module) { return TVMFFIObjectDecRef(module); }
EXPORT int TVMObjectFree(void* object) { return TVMFFIObjectDecRef(object); }
EXPORT int TVMArrayFree(void* tensor) { return TVMFFIObjectDecRef(TensorObject(tensor)); }

EXPORT int TVMObjectGetTypeIndex(void* object, uint32_t* out) {
  *out = static_cast<uint32_t>(static_cast<TVMFFIObject*>(object)->type_index);
  return 0;
}

EXPORT int TVMObjectTypeIndex2Key(uint32_t index, const char** out) {
  returned_text = ffi::TypeIndexToTypeKey(static_cast<int32_t>(index));
  *out = returned_text.c_str();
  return 0;
}

EXPORT int TVMObjectTypeKey2Index(const char* key, uint32_t* out) {
  const bool array = std::strcmp(key, "Array") == 0;
  const bool text = std::strcmp(key, "runtime.String") == 0;
  const TVMFFIByteArray name = NameOf(array ? "ffi.Array" : text ? "ffi.String" : key);
  int32_t index = 0;
  if (TVMFFITypeKeyToIndex(&name, &index) != 0) return Failed();
  *out = static_cast<uint32_t>(index);
  return 0;
}

/** Names that web-llm 0.2.79 asks for, where today's runtime calls the same function otherwise. */
EXPORT int TVMFuncGetGlobal(const char* name, void** out) {
  static const char* const renamed[][2] = {
      {"runtime.ArrayGetItem", "ffi.ArrayGetItem"},
      {"runtime.ArraySize", "ffi.ArraySize"},
      {"runtime.Array", "ffi.Array"},
      {"runtime.SystemLib", "ffi.SystemLib"},
      {"runtime.ShapeTuple", "ffi.Shape"},
      {"runtime.TVMArrayCreateView", "runtime.TVMTensorCreateView"},
      {"vm.builtin.ndarray_cache.get", "vm.builtin.tensor_cache.get"},
      {"vm.builtin.ndarray_cache.remove", "vm.builtin.tensor_cache.remove"},
      {"vm.builtin.ndarray_cache.update", "vm.builtin.tensor_cache.update"},
      {"vm.builtin.ndarray_cache.clear", "vm.builtin.tensor_cache.clear"},
  };
  const char* found = name;
  for (const auto& pair : renamed) {
    if (std::strcmp(name, pair[0]) == 0) found = pair[1];
  }
  const TVMFFIByteArray asked = NameOf(found);
  *out = nullptr;
  return TVMFFIFunctionGetGlobal(&asked, out) == 0 ? 0 : Failed();
}

EXPORT int TVMFuncRegisterGlobal(const char* name, void* function, int override_existing) {
  const TVMFFIByteArray asked = NameOf(name);
  return TVMFFIFunctionSetGlobal(&asked, function, override_existing) == 0 ? 0 : Failed();
}

EXPORT int TVMFuncListGlobalNames(int* count, const char*** names) {
  static std::vector<std::string> kept;
  static std::vector<const char*> pointers;
  kept.clear();
  pointers.clear();
  for (const ffi::String& name : ffi::Function::ListGlobalNames()) kept.push_back(name);
  for (const std::string& name : kept) pointers.push_back(name.c_str());
  *count = static_cast<int>(pointers.size());
  *names = pointers.data();
  return 0;
}

EXPORT int TVMModGetFunction(void* module, const char* name, int search_imports, void** out) {
  ffi::Optional<ffi::Function> found = ModuleOf(module)->GetFunction(name, search_imports != 0);
  *out = nullptr;
  if (found.has_value()) {
    ffi::Any owned = found.value();
    *out = ffi::details::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(owned)).v_obj;
    const bool machine = std::strcmp(ModuleOf(module)->kind(), "relax.VirtualMachine") == 0;
    if (machine && std::strncmp(name, "webgpu.", 7) != 0) machine_functions.insert(*out);
  }
  return 0;
}

EXPORT int TVMModImport(void* module, void* imported) {
  ModuleOf(module)->ImportModule(ModuleOf(imported));
  return 0;
}

EXPORT int TVMArrayAlloc(const int64_t* shape, int dimensions, int code, int bits, int lanes, int device_type,
                         int device_id, void** out) {
  const DLDataType dtype{static_cast<uint8_t>(code), static_cast<uint8_t>(bits), static_cast<uint16_t>(lanes)};
  const DLDevice device{static_cast<DLDeviceType>(device_type), device_id};
  ffi::Any owned = Tensor::Empty(ffi::Shape(shape, shape + dimensions), dtype, device);
  *out = TensorPart(ffi::details::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(owned)).v_obj);
  return 0;
}

EXPORT int TVMArrayCopyFromTo(void* from, void* to, void* stream) {
  Tensor::CopyFromTo(static_cast<DLTensor*>(from), static_cast<DLTensor*>(to), stream);
  return 0;
}

EXPORT int TVMArrayCopyFromBytes(void* tensor, const void* bytes, size_t size) {
  Tensor::CopyFromBytes(static_cast<DLTensor*>(tensor), const_cast<void*>(bytes), size);
  return 0;
}

EXPORT int TVMArrayCopyToBytes(void* tensor, void* bytes, size_t size) {
  Tensor::CopyToBytes(static_cast<DLTensor*>(tensor), bytes, size);
  return 0;
}

}  // extern "C"

TVM_FFI_STATIC_INIT_BLOCK() {
  // JavaScript makes strings through these two; text passes through them as text.
  ffi::reflection::GlobalDef()
      .def("runtime.String", [](ffi::String text) { return text; })
      .def("runtime.GetFFIString", [](ffi::String text) { return text; });
}
