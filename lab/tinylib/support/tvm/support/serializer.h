/*
 * How values are laid out in a VM executable and a WebGPU module: plain values as their bytes, texts and sequences as a
 * 64-bit count and their items, maps as a count and key-value pairs. Written from what the compiler emits.
 */
#ifndef TVM_SUPPORT_SERIALIZER_H_
#define TVM_SUPPORT_SERIALIZER_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/string.h>
#include <tvm/support/io.h>

#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tvm {
namespace support {

template <typename T>
struct Serializer<T, std::enable_if_t<std::is_arithmetic_v<T> || std::is_enum_v<T>>> {
  static void Write(Stream* stream, const T& value) { stream->Write(static_cast<const void*>(&value), sizeof(T)); }
  static bool Read(Stream* stream, T* value) { return stream->Read(static_cast<void*>(value), sizeof(T)) == sizeof(T); }
};

template <>
struct Serializer<DLDataType> {
  static void Write(Stream* stream, const DLDataType& value) { stream->Write(static_cast<const void*>(&value), 4); }
  static bool Read(Stream* stream, DLDataType* value) { return stream->Read(static_cast<void*>(value), 4) == 4; }
};

template <>
struct Serializer<DLDevice> {
  static void Write(Stream* stream, const DLDevice& value) {
    stream->Write(static_cast<int32_t>(value.device_type));
    stream->Write(static_cast<int32_t>(value.device_id));
  }
  static bool Read(Stream* stream, DLDevice* value) {
    int32_t type = 0;
    int32_t id = 0;
    if (!stream->Read(&type) || !stream->Read(&id)) return false;
    *value = DLDevice{static_cast<DLDeviceType>(type), id};
    return true;
  }
};

template <>
struct Serializer<std::string> {
  static void Write(Stream* stream, const std::string& value) {
    stream->Write(static_cast<uint64_t>(value.size()));
    stream->Write(static_cast<const void*>(value.data()), value.size());
  }
  static bool Read(Stream* stream, std::string* value) {
    uint64_t size = 0;
    if (!stream->Read(&size)) return false;
    value->resize(static_cast<size_t>(size));
    return stream->Read(static_cast<void*>(value->data()), value->size()) == value->size();
  }
};

template <>
struct Serializer<ffi::String> {
  static void Write(Stream* stream, const ffi::String& value) { stream->Write(std::string(value)); }
  static bool Read(Stream* stream, ffi::String* value) {
    std::string text;
    if (!stream->Read(&text)) return false;
    *value = ffi::String(std::move(text));
    return true;
  }
};

template <typename A, typename B>
struct Serializer<std::pair<A, B>> {
  static void Write(Stream* stream, const std::pair<A, B>& value) {
    stream->Write(value.first);
    stream->Write(value.second);
  }
  static bool Read(Stream* stream, std::pair<A, B>* value) {
    return stream->Read(&value->first) && stream->Read(&value->second);
  }
};

template <typename T>
struct Serializer<std::vector<T>> {
  static void Write(Stream* stream, const std::vector<T>& value) {
    stream->Write(static_cast<uint64_t>(value.size()));
    stream->WriteArray(value.data(), value.size());
  }
  static bool Read(Stream* stream, std::vector<T>* value) {
    uint64_t size = 0;
    if (!stream->Read(&size)) return false;
    value->resize(static_cast<size_t>(size));
    return stream->ReadArray(value->data(), value->size());
  }
};

template <typename T>
struct Serializer<ffi::Array<T>> {
  static void Write(Stream* stream, const ffi::Array<T>& value) {
    stream->Write(static_cast<uint64_t>(value.size()));
    for (const T& item : value) stream->Write(item);
  }
  static bool Read(Stream* stream, ffi::Array<T>* value) {
    uint64_t size = 0;
    if (!stream->Read(&size)) return false;
    *value = ffi::Array<T>();
    for (uint64_t i = 0; i < size; ++i) {
      T item;
      if (!stream->Read(&item)) return false;
      value->push_back(item);
    }
    return true;
  }
};

template <typename K, typename V>
struct Serializer<std::unordered_map<K, V>> {
  static void Write(Stream* stream, const std::unordered_map<K, V>& value) {
    stream->Write(static_cast<uint64_t>(value.size()));
    for (const auto& [key, item] : value) {
      stream->Write(key);
      stream->Write(item);
    }
  }
  static bool Read(Stream* stream, std::unordered_map<K, V>* value) {
    uint64_t size = 0;
    if (!stream->Read(&size)) return false;
    value->clear();
    for (uint64_t i = 0; i < size; ++i) {
      std::pair<K, V> item;
      if (!stream->Read(&item)) return false;
      value->insert(std::move(item));
    }
    return true;
  }
};

template <typename K, typename V>
struct Serializer<ffi::Map<K, V>> {
  static void Write(Stream* stream, const ffi::Map<K, V>& value) {
    stream->Write(static_cast<uint64_t>(value.size()));
    for (const auto& [key, item] : value) {
      stream->Write(K(key));
      stream->Write(V(item));
    }
  }
  static bool Read(Stream* stream, ffi::Map<K, V>* value) {
    uint64_t size = 0;
    if (!stream->Read(&size)) return false;
    *value = ffi::Map<K, V>();
    for (uint64_t i = 0; i < size; ++i) {
      K key;
      V item{ffi::UnsafeInit()};
      if (!stream->Read(&key) || !stream->Read(&item)) return false;
      value->Set(key, item);
    }
    return true;
  }
};

}  // namespace support
}  // namespace tvm

#endif  // TVM_SUPPORT_SERIALIZER_H_
