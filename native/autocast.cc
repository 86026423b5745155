// Autocast of one device type; kept apart because its calls changed in later 2.x.
#include "addon.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace mochi {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
static void use_autocast(c10::DeviceType device, bool enabled) {
  at::autocast::set_autocast_enabled(device, enabled);
  at::autocast::set_autocast_dtype(device, at::kBFloat16);
}
bool autocast_enabled(c10::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
#else
static void use_autocast(c10::DeviceType device, bool enabled) {
  if (device == c10::DeviceType::CUDA) {
    at::autocast::set_enabled(enabled);
    at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
  } else {
    at::autocast::set_cpu_enabled(enabled);
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
  }
}
bool autocast_enabled(c10::DeviceType device) {
  return device == c10::DeviceType::CUDA ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}
#endif

namespace {

// setAutocast(device, enabled) → whether it was on. The weight cache stays off: on 1.13 a cached weight goes stale after
// an in-place update, and one first used without gradient silently loses its gradient.
napi_value set_autocast(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<2> arguments(env, info);
    const c10::DeviceType device = c10::Device(to_string(env, arguments[0])).type();
    const bool was_enabled = autocast_enabled(device);
    at::autocast::set_autocast_cache_enabled(false);
    use_autocast(device, to_bool(env, arguments[1]));
    return from_bool(env, was_enabled);
  });
}

}  // namespace

void export_autocast(napi_env env, napi_value exports) { export_function(env, exports, "setAutocast", set_autocast); }

}  // namespace mochi
