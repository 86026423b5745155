// The tensor table: handles, scopes, memory accounting, and copies to and from typed arrays.
#include "addon.h"

#include <cstring>
#include <sstream>

namespace mochi {
namespace {

uint64_t slot_index(Handle handle) { return static_cast<uint64_t>(handle) & ((1ull << kSlotBits) - 1); }
uint64_t generation_of(Handle handle) { return static_cast<uint64_t>(handle) >> kSlotBits; }

bool is_live(const Environment& state, Handle handle) {
  const uint64_t index = slot_index(handle);
  return handle > 0 && index < state.slots.size() && state.slots[index].generation == generation_of(handle) &&
         state.slots[index].tensor.defined();
}

void free_slot(Environment& state, uint64_t index) {
  Slot& slot = state.slots[index];
  slot.tensor = at::Tensor();
  slot.generation++;
  slot.is_kept = false;
  state.live_bytes -= slot.bytes;
  state.live_tensors--;
  state.free_slots.push_back(static_cast<uint32_t>(index));
}

// V8 learns of native memory only between scopes: inside one, activations come and go without concerning its collector.
void report_memory(napi_env env, Environment& state) {
  constexpr int64_t kStep = 1 << 20;
  const int64_t change = state.live_bytes - state.reported_bytes;
  if (change < kStep && change > -kStep) return;
  int64_t total;
  check(napi_adjust_external_memory(env, change, &total));
  state.reported_bytes = state.live_bytes;
}

struct TypeName {
  const char* name;
  at::ScalarType dtype;
};
constexpr TypeName kTypeNames[] = {
    {"float32", at::kFloat}, {"float64", at::kDouble}, {"bfloat16", at::kBFloat16}, {"float16", at::kHalf},
    {"int64", at::kLong},    {"int32", at::kInt},      {"int16", at::kShort},       {"int8", at::kChar},
    {"uint8", at::kByte},    {"bool", at::kBool},
};

const char* name_of(at::ScalarType dtype) {
  for (const auto& entry : kTypeNames)
    if (entry.dtype == dtype) return entry.name;
  return at::toString(dtype);
}

}  // namespace

at::ScalarType dtype_from_name(const std::string& name) {
  for (const auto& entry : kTypeNames)
    if (name == entry.name) return entry.dtype;
  throw BridgeError("\"" + name + "\" is neither a dtype nor a memory format");
}

std::string describe(const at::Tensor& tensor) {
  if (!tensor.defined()) return "undefined tensor";
  std::ostringstream text;
  text << name_of(tensor.scalar_type()) << " [";
  for (int64_t axis = 0; axis < tensor.dim(); axis++) text << (axis ? ", " : "") << tensor.size(axis);
  text << "]";
  return text.str();
}

Handle store(napi_env env, Environment& state, at::Tensor tensor, int32_t maker) {
  uint32_t index;
  if (state.free_slots.empty()) {
    if (state.slots.size() >> kSlotBits) throw BridgeError("over a million tensors are alive: a scope() is missing");
    index = static_cast<uint32_t>(state.slots.size());
    state.slots.emplace_back();
  } else {
    index = state.free_slots.back();
    state.free_slots.pop_back();
  }
  Slot& slot = state.slots[index];
  slot.tensor = std::move(tensor);
  slot.maker = maker;
  // A view shares its storage: only the first holder counts it.
  slot.bytes = slot.tensor.has_storage() && slot.tensor.storage().use_count() == 1
                   ? static_cast<int64_t>(slot.tensor.storage().nbytes())
                   : 0;
  state.live_bytes += slot.bytes;
  state.live_tensors++;
  const Handle handle = static_cast<Handle>((slot.generation << kSlotBits) + index);
  if (state.scope_starts.empty())
    report_memory(env, state);
  else
    state.created.push_back(handle);
  return handle;
}

const at::Tensor* find(const Environment& state, Handle handle) {
  return is_live(state, handle) ? &state.slots[slot_index(handle)].tensor : nullptr;
}

const at::Tensor& lookup(const Environment& state, Handle handle) {
  if (const at::Tensor* found = find(state, handle)) return *found;
  const uint64_t index = slot_index(handle);
  std::string maker;
  if (index < state.slots.size() && state.slots[index].generation == generation_of(handle) + 1 && state.slots[index].maker >= 0)
    maker = " (made by " + state.operators[state.slots[index].maker].name + ")";
  throw BridgeError("tensor" + maker + " was used after its scope ended or after dispose(); return it from scope() or keep() it");
}

napi_value from_tensor(napi_env env, Environment& state, at::Tensor tensor, int32_t maker) {
  if (!tensor.defined()) return undefined(env);
  return from_double(env, store(env, state, std::move(tensor), maker));
}

namespace {

napi_value scope_begin(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    Environment& state = environment(env);
    state.scope_starts.push_back(state.created.size());
    return undefined(env);
  });
}

// scopeEnd(kept: number[]): frees all that the innermost scope made but the kept ones, which pass to the scope around it.
napi_value scope_end(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<1> arguments(env, info);
    Environment& state = environment(env);
    if (state.scope_starts.empty()) throw BridgeError("scopeEnd without a scope");
    std::vector<Handle> kept;
    if (arguments.count > 0 && !is_absent(env, arguments[0])) {
      uint32_t length;
      check(napi_get_array_length(env, arguments[0], &length));
      for (uint32_t index = 0; index < length; index++) {
        napi_value element;
        check(napi_get_element(env, arguments[0], index, &element));
        kept.push_back(to_double(env, element));
      }
    }
    const size_t start = state.scope_starts.back();
    state.scope_starts.pop_back();
    const bool is_outermost = state.scope_starts.empty();
    size_t end = start;
    for (size_t position = start; position < state.created.size(); position++) {
      const Handle handle = state.created[position];
      if (!is_live(state, handle)) continue;
      const uint64_t index = slot_index(handle);
      if (state.slots[index].is_kept) continue;
      if (std::find(kept.begin(), kept.end(), handle) == kept.end())
        free_slot(state, index);
      else if (!is_outermost)
        state.created[end++] = handle;
    }
    state.created.resize(end);
    if (is_outermost) report_memory(env, state);
    return undefined(env);
  });
}

napi_value keep(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<1> arguments(env, info);
    Environment& state = environment(env);
    const Handle handle = to_double(env, arguments[0]);
    lookup(state, handle);
    state.slots[slot_index(handle)].is_kept = true;
    return undefined(env);
  });
}

napi_value dispose(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<1> arguments(env, info);
    Environment& state = environment(env);
    const Handle handle = to_double(env, arguments[0]);
    if (is_live(state, handle)) free_slot(state, slot_index(handle));
    if (state.scope_starts.empty()) report_memory(env, state);
    return undefined(env);
  });
}

napi_value memory_use(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const Environment& state = environment(env);
    napi_value result;
    check(napi_create_object(env, &result));
    check(napi_set_named_property(env, result, "tensors", from_double(env, static_cast<double>(state.live_tensors))));
    check(napi_set_named_property(env, result, "bytes", from_double(env, static_cast<double>(state.live_bytes))));
    check(napi_set_named_property(env, result, "scopes", from_double(env, static_cast<double>(state.scope_starts.size()))));
    return result;
  });
}

napi_value to_array(napi_env env, at::IntArrayRef values) {
  napi_value array;
  check(napi_create_array_with_length(env, values.size(), &array));
  for (size_t index = 0; index < values.size(); index++)
    check(napi_set_element(env, array, index, from_double(env, static_cast<double>(values[index]))));
  return array;
}

napi_value shape(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return to_array(env, tensor_at(env, Arguments<1>(env, info)[0]).sizes()); });
}

napi_value strides(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return to_array(env, tensor_at(env, Arguments<1>(env, info)[0]).strides()); });
}

napi_value dtype(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return from_string(env, name_of(tensor_at(env, Arguments<1>(env, info)[0]).scalar_type())); });
}

napi_value device(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return from_string(env, tensor_at(env, Arguments<1>(env, info)[0]).device().str()); });
}

napi_value item(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const at::Scalar value = tensor_at(env, Arguments<1>(env, info)[0]).item();
    return value.isBoolean() ? from_bool(env, value.toBool()) : from_double(env, value.toDouble());
  });
}

at::ScalarType element_type(napi_typedarray_type type) {
  switch (type) {
    case napi_float32_array: return at::kFloat;
    case napi_float64_array: return at::kDouble;
    case napi_bigint64_array: return at::kLong;
    case napi_int32_array: return at::kInt;
    case napi_int16_array: return at::kShort;
    case napi_int8_array: return at::kChar;
    case napi_uint8_array:
    case napi_uint8_clamped_array: return at::kByte;
    default: throw BridgeError("typed arrays of unsigned 16, 32 or 64 bit have no dtype in libtorch");
  }
}

// fromTypedArray(values, shape): a copy, of the dtype that fits the array.
napi_value from_typed_array(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<2> arguments(env, info);
    napi_typedarray_type type;
    size_t length;
    void* data;
    check(napi_get_typedarray_info(env, arguments[0], &type, &length, &data, nullptr, nullptr));
    const std::vector<int64_t> sizes = to_int_list(env, arguments[1]);
    at::Tensor tensor = at::empty(sizes, at::TensorOptions().dtype(element_type(type)));
    if (static_cast<size_t>(tensor.numel()) != length)
      throw BridgeError("typed array of " + std::to_string(length) + " elements does not fill " + describe(tensor));
    if (length > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    return from_tensor(env, environment(env), std::move(tensor));
  });
}

// toTypedArray(handle): a copy in row-major order; bfloat16 and float16 arrive as float32, bool as bytes.
napi_value to_typed_array(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    at::NoGradGuard no_grad;
    at::Tensor tensor = tensor_at(env, Arguments<1>(env, info)[0]);
    if (tensor.scalar_type() == at::kBFloat16 || tensor.scalar_type() == at::kHalf) tensor = tensor.to(at::kFloat);
    tensor = tensor.detach().to(at::kCPU).contiguous();
    napi_typedarray_type type;
    switch (tensor.scalar_type()) {
      case at::kFloat: type = napi_float32_array; break;
      case at::kDouble: type = napi_float64_array; break;
      case at::kLong: type = napi_bigint64_array; break;
      case at::kInt: type = napi_int32_array; break;
      case at::kShort: type = napi_int16_array; break;
      case at::kChar: type = napi_int8_array; break;
      case at::kByte:
      case at::kBool: type = napi_uint8_array; break;
      default: throw BridgeError("no typed array holds " + describe(tensor));
    }
    void* data;
    napi_value buffer;
    check(napi_create_arraybuffer(env, tensor.nbytes(), &data, &buffer));
    if (tensor.nbytes() > 0) std::memcpy(data, tensor.data_ptr(), tensor.nbytes());
    napi_value result;
    check(napi_create_typedarray(env, type, tensor.numel(), buffer, 0, &result));
    return result;
  });
}

}  // namespace

void export_tensors(napi_env env, napi_value exports) {
  export_function(env, exports, "scopeBegin", scope_begin);
  export_function(env, exports, "scopeEnd", scope_end);
  export_function(env, exports, "keep", keep);
  export_function(env, exports, "dispose", dispose);
  export_function(env, exports, "memoryUse", memory_use);
  export_function(env, exports, "shape", shape);
  export_function(env, exports, "strides", strides);
  export_function(env, exports, "dtype", dtype);
  export_function(env, exports, "device", device);
  export_function(env, exports, "item", item);
  export_function(env, exports, "fromTypedArray", from_typed_array);
  export_function(env, exports, "toTypedArray", to_typed_array);
}

}  // namespace mochi
