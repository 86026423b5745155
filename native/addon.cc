// Module entry: environment state, process settings, conversions between JavaScript and C++ values.
#include "addon.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <cstdlib>
#include <memory>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#endif
#ifdef _OPENMP
#include <omp.h>
#endif

namespace mochi {

Environment& environment(napi_env env) {
  void* data = nullptr;
  check(napi_get_instance_data(env, &data));
  return *static_cast<Environment*>(data);
}

void throw_to_javascript(napi_env env, const std::string& message) { napi_throw_error(env, nullptr, message.c_str()); }

napi_valuetype type_of(napi_env env, napi_value value) {
  napi_valuetype type;
  check(napi_typeof(env, value, &type));
  return type;
}

double to_double(napi_env env, napi_value value) {
  double result;
  check(napi_get_value_double(env, value, &result));
  return result;
}

bool to_bool(napi_env env, napi_value value) {
  bool result;
  check(napi_get_value_bool(env, value, &result));
  return result;
}

std::string to_string(napi_env env, napi_value value) {
  size_t length = 0;
  check(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string result(length, '\0');
  check(napi_get_value_string_utf8(env, value, result.data(), length + 1, &length));
  return result;
}

napi_value to_javascript(napi_env env, double value) {
  napi_value result;
  check(napi_create_double(env, value, &result));
  return result;
}

napi_value to_javascript(napi_env env, int64_t value) { return to_javascript(env, static_cast<double>(value)); }

napi_value to_javascript(napi_env env, bool value) {
  napi_value result;
  check(napi_get_boolean(env, value, &result));
  return result;
}

napi_value to_javascript(napi_env env, const std::string& value) {
  napi_value result;
  check(napi_create_string_utf8(env, value.data(), value.size(), &result));
  return result;
}

napi_value undefined(napi_env env) {
  napi_value result;
  check(napi_get_undefined(env, &result));
  return result;
}

napi_value to_object(napi_env env, std::initializer_list<std::pair<const char*, napi_value>> properties) {
  napi_value object;
  check(napi_create_object(env, &object));
  for (const auto& [name, value] : properties) check(napi_set_named_property(env, object, name, value));
  return object;
}

void export_callback(napi_env env, napi_value exports, const char* name, Callback callback) {
  napi_value function;
  check(napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function));
  check(napi_set_named_property(env, exports, name, function));
}

namespace {

void set_threads(napi_env env, const Call& call) { at::set_num_threads(static_cast<int>(to_double(env, call[0]))); }

// confineThread(): operators called from this thread run on it alone, whatever the process-wide number is.
void confine_thread(napi_env, const Call&) {
#ifdef _OPENMP
  omp_set_num_threads(1);
#endif
}

napi_value build_info(napi_env env, const Call&) {
  Dl_info library{};
  dladdr(reinterpret_cast<void*>(&at::set_num_threads), &library);
  return to_object(env, {{"version", to_javascript(env, std::string(TORCH_VERSION))},
                         {"path", to_javascript(env, std::string(library.dli_fname ? library.dli_fname : ""))},
                         {"threads", to_javascript(env, int64_t{at::get_num_threads()})},
                         {"hasCuda", to_javascript(env, at::hasCUDA())},
                         {"parallel", to_javascript(env, at::get_parallel_info())},
                         {"configuration", to_javascript(env, at::show_config())}});
}

// Freed blocks stay in the process: without this every step pays again for the page faults of its activations
// (15–20 % of the training rate on glibc).
void keep_freed_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 0x7fffffff);
  mallopt(M_TOP_PAD, 64 << 20);
#ifdef MADV_HUGEPAGE
  // Asked for once and given back untouched, the heap has its addresses in one piece, to be filled by pages of 2 MiB.
  constexpr size_t kHeap = (1 << 30) - (1 << 20), kHuge = 2 << 20;
  if (void* heap = std::malloc(kHeap)) {
    void* aligned = heap;
    size_t size = kHeap;
    if (std::align(kHuge, kHeap - kHuge, aligned, size)) madvise(aligned, kHeap - kHuge, MADV_HUGEPAGE);
    std::free(heap);
  }
#endif
#endif
}

napi_value initialise(napi_env env, napi_value exports) {
  return guarded(env, [&] {
    static const bool once = (keep_freed_memory(), true);
    (void)once;
    auto* state = new Environment();
    check(napi_set_instance_data(
        env, state, [](napi_env, void* data, void*) { delete static_cast<Environment*>(data); }, nullptr));
    export_function<set_threads>(env, exports, "setThreads");
    export_function<confine_thread>(env, exports, "confineThread");
    export_function<build_info>(env, exports, "buildInfo");
    export_calls(env, exports);
    export_tensors(env, exports);
    export_autograd(env, exports);
    export_autocast(env, exports);
    export_jpeg(env, exports);
    export_profile(env, exports);
    return exports;
  });
}

}  // namespace
}  // namespace mochi

NAPI_MODULE(NODE_GYP_MODULE_NAME, mochi::initialise)
