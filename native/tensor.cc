// The tensor table: handles, scopes, memory accounting, and copies to and from typed arrays.
#include "addon.h"

#include <algorithm>
#include <cstring>

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

struct ElementType {
  const char* name;
  at::ScalarType dtype;
  napi_typedarray_type array;  // what its tensors are copied to; an array is copied to the first dtype that has it
};
constexpr ElementType kElementTypes[] = {
    {"float32", at::kFloat, napi_float32_array},     {"float64", at::kDouble, napi_float64_array},
    {"bfloat16", at::kBFloat16, napi_float32_array}, {"float16", at::kHalf, napi_float32_array},
    {"int64", at::kLong, napi_bigint64_array},       {"int32", at::kInt, napi_int32_array},
    {"int16", at::kShort, napi_int16_array},         {"int8", at::kChar, napi_int8_array},
    {"uint8", at::kByte, napi_uint8_array},          {"bool", at::kBool, napi_uint8_array},
};

const ElementType* element_type(at::ScalarType dtype) {
  for (const auto& type : kElementTypes)
    if (type.dtype == dtype) return &type;
  return nullptr;
}

std::string name_of(at::ScalarType dtype) {
  const ElementType* type = element_type(dtype);
  return type ? type->name : at::toString(dtype);
}

}  // namespace

at::ScalarType dtype_from_name(const std::string& name) {
  for (const auto& type : kElementTypes)
    if (name == type.name) return type.dtype;
  throw BridgeError("\"" + name + "\" is neither a dtype nor a memory format");
}

std::string describe(const at::Tensor& tensor) {
  if (!tensor.defined()) return "undefined tensor";
  return c10::str(name_of(tensor.scalar_type()), " ", tensor.sizes());
}

napi_value to_javascript(napi_env env, at::Tensor tensor, int32_t maker) {
  if (!tensor.defined()) return undefined(env);
  Environment& state = environment(env);
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
  return to_javascript(env, handle);
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

namespace {

void scope_begin(napi_env env, const Call&) {
  Environment& state = environment(env);
  state.scope_starts.push_back(state.created.size());
}

// scopeEnd(kept?: number[]): frees all that the innermost scope made but the kept ones, which pass to the scope around it.
void scope_end(napi_env env, const Call& call) {
  Environment& state = environment(env);
  if (state.scope_starts.empty()) throw BridgeError("scopeEnd without a scope");
  std::vector<Handle> kept;
  if (!is_absent(env, call[0])) kept = to_list<Handle>(env, call[0], to_double);
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
}

void keep(napi_env env, const Call& call) {
  Environment& state = environment(env);
  const Handle handle = to_double(env, call[0]);
  lookup(state, handle);
  state.slots[slot_index(handle)].is_kept = true;
}

void dispose(napi_env env, const Call& call) {
  Environment& state = environment(env);
  const Handle handle = to_double(env, call[0]);
  if (is_live(state, handle)) free_slot(state, slot_index(handle));
  if (state.scope_starts.empty()) report_memory(env, state);
}

napi_value memory_use(napi_env env, const Call&) {
  const Environment& state = environment(env);
  return to_object(env, {{"tensors", to_javascript(env, state.live_tensors)},
                         {"bytes", to_javascript(env, state.live_bytes)},
                         {"scopes", to_javascript(env, static_cast<int64_t>(state.scope_starts.size()))}});
}

std::vector<int64_t> shape(napi_env env, const Call& call) { return tensor_at(env, call[0]).sizes().vec(); }

std::vector<int64_t> strides(napi_env env, const Call& call) { return tensor_at(env, call[0]).strides().vec(); }

std::string dtype(napi_env env, const Call& call) { return name_of(tensor_at(env, call[0]).scalar_type()); }

std::string device(napi_env env, const Call& call) { return tensor_at(env, call[0]).device().str(); }

double item(napi_env env, const Call& call) { return tensor_at(env, call[0]).item().toDouble(); }

// fromTypedArray(values, shape): a copy, of the dtype that fits the array.
at::Tensor from_typed_array(napi_env env, const Call& call) {
  napi_typedarray_type array;
  size_t length;
  void* data;
  check(napi_get_typedarray_info(env, call[0], &array, &length, &data, nullptr, nullptr));
  const auto is_of_array = [array](const ElementType& type) { return type.array == array; };
  const auto type = std::find_if(std::begin(kElementTypes), std::end(kElementTypes), is_of_array);
  if (type == std::end(kElementTypes)) throw BridgeError("typed arrays of unsigned 16, 32 or 64 bit have no dtype in libtorch");
  at::Tensor tensor = at::empty(to_list<int64_t>(env, call[1], to_double), at::TensorOptions().dtype(type->dtype));
  if (static_cast<size_t>(tensor.numel()) != length)
    throw BridgeError("typed array of " + std::to_string(length) + " elements does not fill " + describe(tensor));
  if (length > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
  return tensor;
}

// toTypedArray(handle): a copy in row-major order; bfloat16 and float16 arrive as float32, bool as bytes.
napi_value to_typed_array(napi_env env, const Call& call) {
  at::NoGradGuard no_grad;
  at::Tensor tensor = tensor_at(env, call[0]);
  const ElementType* type = element_type(tensor.scalar_type());
  if (!type) throw BridgeError("no typed array holds " + describe(tensor));
  if (type->array == napi_float32_array) tensor = tensor.to(at::kFloat);
  tensor = tensor.detach().to(at::kCPU).contiguous();
  void* data;
  napi_value buffer, result;
  check(napi_create_arraybuffer(env, tensor.nbytes(), &data, &buffer));
  if (tensor.nbytes() > 0) std::memcpy(data, tensor.data_ptr(), tensor.nbytes());
  check(napi_create_typedarray(env, type->array, tensor.numel(), buffer, 0, &result));
  return result;
}

}  // namespace

void export_tensors(napi_env env, napi_value exports) {
  export_function<scope_begin>(env, exports, "scopeBegin");
  export_function<scope_end>(env, exports, "scopeEnd");
  export_function<keep>(env, exports, "keep");
  export_function<dispose>(env, exports, "dispose");
  export_function<memory_use>(env, exports, "memoryUse");
  export_function<shape>(env, exports, "shape");
  export_function<strides>(env, exports, "strides");
  export_function<dtype>(env, exports, "dtype");
  export_function<device>(env, exports, "device");
  export_function<item>(env, exports, "item");
  export_function<from_typed_array>(env, exports, "fromTypedArray");
  export_function<to_typed_array>(env, exports, "toTypedArray");
}

}  // namespace mochi
