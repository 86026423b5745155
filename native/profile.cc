// Profile: when phases, operators and nodes of backward began and ended on this thread, by libtorch's own observers.
#include "addon.h"

#include <ATen/record_function.h>

#include <chrono>
#include <memory>

namespace mochi {
namespace {

enum SpanKind { kOperator, kBackward, kPhase };

// A span is four numbers: name, kind, begin and end in ms since the start. Kept flat, in the order of their beginnings,
// so that all cross the boundary as one list.
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
void start_profile(napi_env, const Call&) {
  recording.reset();
  recording = std::make_unique<Recording>();
  recording->handle = at::addThreadLocalCallback(
      at::RecordFunctionCallback(begin_operator, end_operator)
          .scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));
}

Recording& open_recording() {
  if (!recording) throw BridgeError("no profile is being taken");
  return *recording;
}

// beginPhase(name) → what endPhase takes.
double begin_phase(napi_env env, const Call& call) {
  return static_cast<double>(open_recording().begin(to_string(env, call[0]), kPhase));
}

void end_phase(napi_env env, const Call& call) {
  Recording& open = open_recording();
  open.spans.at(static_cast<size_t>(to_double(env, call[0]))) = open.now();
}

napi_value stop_profile(napi_env env, const Call&) {
  const Recording& done = open_recording();
  const napi_value names = to_javascript(env, done.names), spans = to_javascript(env, done.spans);
  recording.reset();
  return to_object(env, {{"names", names}, {"spans", spans}});
}

}  // namespace

void export_profile(napi_env env, napi_value exports) {
  export_function<start_profile>(env, exports, "startProfile");
  export_function<stop_profile>(env, exports, "stopProfile");
  export_function<begin_phase>(env, exports, "beginPhase");
  export_function<end_phase>(env, exports, "endPhase");
}

}  // namespace mochi
