// Automatic differentiation: gradient mode, backward, gradients of leaves and of arbitrary inputs.
#include "addon.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

namespace mochi {
namespace {

// setGradEnabled(enabled) → whether it was on.
bool set_grad_enabled(napi_env env, const Call& call) {
  const bool was_enabled = at::GradMode::is_enabled();
  at::GradMode::set_enabled(to_bool(env, call[0]));
  return was_enabled;
}

void set_requires_grad(napi_env env, const Call& call) {
  tensor_at(env, call[0]).set_requires_grad(to_bool(env, call[1]));
}

bool requires_grad(napi_env env, const Call& call) { return tensor_at(env, call[0]).requires_grad(); }

// backward(loss): adds to the gradient of every leaf.
void backward(napi_env env, const Call& call) {
  const at::Tensor loss = tensor_at(env, call[0]);
  if (!loss.requires_grad()) throw BridgeError("backward: " + describe(loss) + " does not depend on a parameter");
  if (loss.numel() != 1) throw BridgeError("backward: the loss must be one number, got " + describe(loss));
  loss.backward();
}

at::Tensor gradient(napi_env env, const Call& call) { return tensor_at(env, call[0]).grad(); }

void clear_gradient(napi_env env, const Call& call) { tensor_at(env, call[0]).mutable_grad() = at::Tensor(); }

// gradientsOf(output, inputs): d(output)/d(input) for each input; undefined where the output does not depend on it.
std::vector<at::Tensor> gradients_of(napi_env env, const Call& call) {
  const at::Tensor output = tensor_at(env, call[0]);
  return torch::autograd::grad({output}, to_list<at::Tensor>(env, call[1], tensor_at), {}, c10::nullopt, false, true);
}

}  // namespace

void export_autograd(napi_env env, napi_value exports) {
  export_function<set_grad_enabled>(env, exports, "setGradEnabled");
  export_function<set_requires_grad>(env, exports, "setRequiresGrad");
  export_function<requires_grad>(env, exports, "requiresGrad");
  export_function<backward>(env, exports, "backward");
  export_function<gradient>(env, exports, "gradient");
  export_function<clear_gradient>(env, exports, "clearGradient");
  export_function<gradients_of>(env, exports, "gradientsOf");
}

}  // namespace mochi
