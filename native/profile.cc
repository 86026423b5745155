// Profile: when phases, operators and nodes of backward began and ended on this thread, by libtorch's own observers.
#include "addon.h"

#include <ATen/record_function.h>

#include <chrono>
#include <cstring>

namespace mochi {
namespace {

enum SpanKind { kOperator, kBackward, kPhase };

// A span is four numbers: name, kind, begin and end in ms since the start. Kept flat, in the order of their beginnings,
// so that all cross the boundary as one array.
constexpr size_t kColumns = 4;

struct Recording {
  at::CallbackHandle handle = at::INVALID_CALLBACK_HANDLE;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
  std::unordered_map<std::string, int32_t> ids;
  std::vector<std::string> names;
  std::vector<double> spans;

  ~Recording() { at::removeCallback(handle); }

  double now() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  }

  size_t begin(const std::string& name, SpanKind kind) {
    const auto [known, is_new] = ids.try_emplace(name, static_cast<int32_t>(names.size()));
    if (is_new) names.push_back(name);
    const double row[kColumns] = {static_cast<double>(known->second), static_cast<double>(kind), now(), -1};
    spans.insert(spans.end(), row, row + kColumns);
    return spans.size() - 1;  // where the end goes
  }
};

// Observers are plain functions, so what they write to belongs to the thread, as the observers themselves do.
thread_local std::unique_ptr<Recording> recording;

struct OpenSpan : at::ObserverContext {
  explicit OpenSpan(size_t place) : place(place) {}
  size_t place;
};

std::unique_ptr<at::ObserverContext> begin_operator(const at::RecordFunction& function) {
  const bool is_backward = function.scope() == at::RecordScope::BACKWARD_FUNCTION;
  return std::make_unique<OpenSpan>(recording->begin(function.name(), is_backward ? kBackward : kOperator));
}

void end_operator(const at::RecordFunction&, at::ObserverContext* context) {
  recording->spans[static_cast<OpenSpan*>(context)->place] = recording->now();
}

// Begins anew where a profile was left open by an error.
napi_value start_profile(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    recording.reset();
    recording = std::make_unique<Recording>();
    recording->handle = at::addThreadLocalCallback(
        at::RecordFunctionCallback(begin_operator, end_operator)
            .scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));
    return undefined(env);
  });
}

Recording& open_recording() {
  if (!recording) throw BridgeError("no profile is being taken");
  return *recording;
}

// beginPhase(name) → what endPhase takes.
napi_value begin_phase(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const std::string name = to_string(env, Arguments<1>(env, info)[0]);
    return from_double(env, static_cast<double>(open_recording().begin(name, kPhase)));
  });
}

napi_value end_phase(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    Recording& open = open_recording();
    open.spans.at(static_cast<size_t>(to_double(env, Arguments<1>(env, info)[0]))) = open.now();
    return undefined(env);
  });
}

// stopProfile() → { names, spans }
napi_value stop_profile(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const Recording& done = open_recording();
    napi_value result, names, buffer, spans;
    check(napi_create_object(env, &result));
    check(napi_create_array_with_length(env, done.names.size(), &names));
    for (uint32_t index = 0; index < done.names.size(); index++)
      check(napi_set_element(env, names, index, from_string(env, done.names[index])));
    void* bytes = nullptr;
    const size_t length = done.spans.size() * sizeof(double);
    check(napi_create_arraybuffer(env, length, &bytes, &buffer));
    if (length > 0) std::memcpy(bytes, done.spans.data(), length);
    check(napi_create_typedarray(env, napi_float64_array, done.spans.size(), buffer, 0, &spans));
    check(napi_set_named_property(env, result, "names", names));
    check(napi_set_named_property(env, result, "spans", spans));
    recording.reset();
    return result;
  });
}

}  // namespace

void export_profile(napi_env env, napi_value exports) {
  export_function(env, exports, "startProfile", start_profile);
  export_function(env, exports, "stopProfile", stop_profile);
  export_function(env, exports, "beginPhase", begin_phase);
  export_function(env, exports, "endPhase", end_phase);
}

}  // namespace mochi
