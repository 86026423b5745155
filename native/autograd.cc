// Automatic differentiation: gradient mode, backward, gradients of leaves and of arbitrary inputs.
#include "addon.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

namespace mochi {
namespace {

napi_value set_grad_enabled(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const bool was_enabled = at::GradMode::is_enabled();
    at::GradMode::set_enabled(to_bool(env, Arguments<1>(env, info)[0]));
    return from_bool(env, was_enabled);
  });
}

napi_value set_requires_grad(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<2> arguments(env, info);
    tensor_at(env, arguments[0]).set_requires_grad(to_bool(env, arguments[1]));
    return undefined(env);
  });
}

napi_value requires_grad(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return from_bool(env, tensor_at(env, Arguments<1>(env, info)[0]).requires_grad()); });
}

// backward(loss): adds to the gradient of every leaf.
napi_value backward(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const at::Tensor loss = tensor_at(env, Arguments<1>(env, info)[0]);
    if (!loss.requires_grad()) throw BridgeError("backward: " + describe(loss) + " does not depend on a parameter");
    if (loss.numel() != 1) throw BridgeError("backward: the loss must be one number, got " + describe(loss));
    loss.backward();
    return undefined(env);
  });
}

napi_value gradient(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const at::Tensor tensor = tensor_at(env, Arguments<1>(env, info)[0]);
    return from_tensor(env, environment(env), tensor.grad());
  });
}

napi_value clear_gradient(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    at::Tensor tensor = tensor_at(env, Arguments<1>(env, info)[0]);
    tensor.mutable_grad() = at::Tensor();
    return undefined(env);
  });
}

std::vector<at::Tensor> tensors_at(napi_env env, napi_value array) {
  uint32_t length;
  check(napi_get_array_length(env, array, &length));
  std::vector<at::Tensor> tensors;
  for (uint32_t index = 0; index < length; index++) {
    napi_value element;
    check(napi_get_element(env, array, index, &element));
    tensors.push_back(tensor_at(env, element));
  }
  return tensors;
}

// gradientsOf(output, inputs): d(output)/d(input) for each input; undefined where the output does not depend on it.
napi_value gradients_of(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<2> arguments(env, info);
    const at::Tensor output = tensor_at(env, arguments[0]);
    const auto results = torch::autograd::grad({output}, tensors_at(env, arguments[1]), {}, c10::nullopt, false, true);
    napi_value array;
    check(napi_create_array_with_length(env, results.size(), &array));
    for (size_t index = 0; index < results.size(); index++)
      check(napi_set_element(env, array, index, from_tensor(env, environment(env), results[index])));
    return array;
  });
}

}  // namespace

void export_autograd(napi_env env, napi_value exports) {
  export_function(env, exports, "setGradEnabled", set_grad_enabled);
  export_function(env, exports, "setRequiresGrad", set_requires_grad);
  export_function(env, exports, "requiresGrad", requires_grad);
  export_function(env, exports, "backward", backward);
  export_function(env, exports, "gradient", gradient);
  export_function(env, exports, "clearGradient", clear_gradient);
  export_function(env, exports, "gradientsOf", gradients_of);
}

}  // namespace mochi
