// The addon's shared parts: state of one JavaScript environment, the tensor table, error translation.
#pragma once

#define NAPI_VERSION 8
#include <node_api.h>

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace mochi {

// A tensor crosses the boundary as one number: generation * 2^20 + slot. Handles are never reused, so a stale one is
// always noticed; below 2^53 a double holds it exactly.
using Handle = double;
constexpr uint64_t kSlotBits = 20;

struct Slot {
  at::Tensor tensor;
  uint64_t generation = 1;
  int64_t bytes = 0;
  int32_t maker = -1;    // operator id; kept after the tensor is freed, for the message of a stale use
  bool is_kept = false;  // survives the end of every scope
};

enum class Kind : uint8_t {
  Tensor, OptionalTensorList, TensorList, Number, Int, Float, Bool, String, IntList, FloatList, BoolList, NumberList, Device, Generator
};

struct ArgumentPlan {
  Kind kind;
  bool is_optional;
  bool has_default;
  int32_t repeat;  // int[2] takes one number for both: its N, else 0
  c10::IValue default_value;
};

struct OperatorPlan {
  c10::OperatorHandle handle;
  std::string name;
  std::vector<ArgumentPlan> arguments;
  std::vector<bool> returns_written_argument;  // in-place and out= results are the caller's own tensors
};

// State of one JavaScript environment (main thread or worker).
struct Environment {
  std::vector<Slot> slots;
  std::vector<uint32_t> free_slots;
  std::vector<Handle> created;        // handles of the open scopes, in order
  std::vector<size_t> scope_starts;   // where each open scope begins in `created`
  std::vector<OperatorPlan> operators;
  std::unordered_map<std::string, int32_t> operator_ids;
  torch::jit::Stack stack;  // of the call under way; its storage is reused, so that a call allocates nothing of its own
  int64_t live_tensors = 0;
  int64_t live_bytes = 0;
  int64_t reported_bytes = 0;
};

Environment& environment(napi_env env);

// A failed Node-API call whose exception is already pending in JavaScript.
struct PendingException {};
// A misuse of the bridge: becomes a JavaScript Error with this message.
struct BridgeError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void check(napi_status status) {
  if (status != napi_ok) throw PendingException{};
}

void throw_to_javascript(napi_env env, const std::string& message);

// Runs `body`, turning every C++ exception into a JavaScript one: nothing may cross the C boundary.
template <typename Body>
napi_value guarded(napi_env env, Body body) {
  try {
    return body();
  } catch (const PendingException&) {
    bool is_pending = false;
    napi_is_exception_pending(env, &is_pending);
    if (!is_pending) throw_to_javascript(env, "wrong type of argument passed to the native bridge");
  } catch (const c10::Error& error) {
    throw_to_javascript(env, error.what_without_backtrace());
  } catch (const std::exception& error) {
    throw_to_javascript(env, error.what());
  }
  return nullptr;
}

template <size_t N>
struct Arguments {
  napi_value values[N];
  size_t count = N;
  Arguments(napi_env env, napi_callback_info info) { check(napi_get_cb_info(env, info, &count, values, nullptr, nullptr)); }
  napi_value operator[](size_t index) const { return values[index]; }
};

napi_valuetype type_of(napi_env env, napi_value value);
inline bool is_absent(napi_env env, napi_value value) {
  const napi_valuetype type = type_of(env, value);
  return type == napi_undefined || type == napi_null;
}
double to_double(napi_env env, napi_value value);
bool to_bool(napi_env env, napi_value value);
std::string to_string(napi_env env, napi_value value);
std::vector<int64_t> to_int_list(napi_env env, napi_value value);
napi_value from_double(napi_env env, double value);
napi_value from_bool(napi_env env, bool value);
napi_value from_string(napi_env env, const std::string& value);
napi_value undefined(napi_env env);

// Tensor table (tensor.cc).
Handle store(napi_env env, Environment& state, at::Tensor tensor, int32_t maker = -1);
const at::Tensor* find(const Environment& state, Handle handle);  // null where it is not alive
const at::Tensor& lookup(const Environment& state, Handle handle);
inline const at::Tensor& tensor_at(napi_env env, napi_value value) {
  return lookup(environment(env), to_double(env, value));
}
napi_value from_tensor(napi_env env, Environment& state, at::Tensor tensor, int32_t maker = -1);
std::string describe(const at::Tensor& tensor);
at::ScalarType dtype_from_name(const std::string& name);

using Callback = napi_value (*)(napi_env, napi_callback_info);
void export_function(napi_env env, napi_value exports, const char* name, Callback callback);
void export_calls(napi_env env, napi_value exports);     // call.cc
void export_tensors(napi_env env, napi_value exports);   // tensor.cc
void export_autograd(napi_env env, napi_value exports);  // autograd.cc
void export_autocast(napi_env env, napi_value exports);  // autocast.cc
bool autocast_enabled(c10::DeviceType device);           // autocast.cc
void export_jpeg(napi_env env, napi_value exports);      // kernels/jpeg.cc
void export_profile(napi_env env, napi_value exports);   // profile.cc

}  // namespace mochi
