// Module entry: environment state, process settings, conversions between JavaScript and C++ values.
#include "addon.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/version.h>

#ifdef __GLIBC__
#include <malloc.h>
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

std::vector<int64_t> to_int_list(napi_env env, napi_value value) {
  uint32_t length;
  check(napi_get_array_length(env, value, &length));
  std::vector<int64_t> result(length);
  for (uint32_t index = 0; index < length; index++) {
    napi_value element;
    check(napi_get_element(env, value, index, &element));
    result[index] = static_cast<int64_t>(to_double(env, element));
  }
  return result;
}

napi_value from_double(napi_env env, double value) {
  napi_value result;
  check(napi_create_double(env, value, &result));
  return result;
}

napi_value from_bool(napi_env env, bool value) {
  napi_value result;
  check(napi_get_boolean(env, value, &result));
  return result;
}

napi_value from_string(napi_env env, const std::string& value) {
  napi_value result;
  check(napi_create_string_utf8(env, value.data(), value.size(), &result));
  return result;
}

napi_value undefined(napi_env env) {
  napi_value result;
  check(napi_get_undefined(env, &result));
  return result;
}

void export_function(napi_env env, napi_value exports, const char* name, Callback callback) {
  napi_value function;
  check(napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function));
  check(napi_set_named_property(env, exports, name, function));
}

namespace {

napi_value set_threads(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<1> arguments(env, info);
    at::set_num_threads(static_cast<int>(to_double(env, arguments[0])));
    return undefined(env);
  });
}

// confineThread(): operators called from this thread run on it alone, whatever the process-wide number is.
napi_value confine_thread(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
#ifdef _OPENMP
    omp_set_num_threads(1);
#endif
    return undefined(env);
  });
}

napi_value build_info(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    napi_value result;
    check(napi_create_object(env, &result));
    Dl_info library{};
    dladdr(reinterpret_cast<void*>(&at::set_num_threads), &library);
    check(napi_set_named_property(env, result, "version", from_string(env, TORCH_VERSION)));
    check(napi_set_named_property(env, result, "path", from_string(env, library.dli_fname ? library.dli_fname : "")));
    check(napi_set_named_property(env, result, "threads", from_double(env, at::get_num_threads())));
    check(napi_set_named_property(env, result, "hasCuda", from_bool(env, at::hasCUDA())));
    check(napi_set_named_property(env, result, "parallel", from_string(env, at::get_parallel_info())));
    check(napi_set_named_property(env, result, "configuration", from_string(env, at::show_config())));
    return result;
  });
}

// Freed blocks stay in the process: without this every step pays again for the page faults of its activations
// (15–20 % of the training rate on glibc).
void keep_freed_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 0x7fffffff);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

napi_value initialise(napi_env env, napi_value exports) {
  return guarded(env, [&] {
    static const bool once = (keep_freed_memory(), true);
    (void)once;
    auto* state = new Environment();
    check(napi_set_instance_data(
        env, state, [](napi_env, void* data, void*) { delete static_cast<Environment*>(data); }, nullptr));
    export_function(env, exports, "setThreads", set_threads);
    export_function(env, exports, "confineThread", confine_thread);
    export_function(env, exports, "buildInfo", build_info);
    export_calls(env, exports);
    export_tensors(env, exports);
    export_autograd(env, exports);
    export_autocast(env, exports);
    export_jpeg(env, exports);
    return exports;
  });
}

}  // namespace
}  // namespace mochi

NAPI_MODULE(NODE_GYP_MODULE_NAME, mochi::initialise)
