// The operator mochi::batch_norm: batch normalisation, a residual and the ReLU in one pass, with their gradient.
// Shapes: B batch, C channels, S slices of the batch with statistics of their own.
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/library.h>

#include "batch-norm-passes.h"

namespace mochi {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::MemoryFormat format_of(const at::Tensor& x) {
  return x.dim() == 4 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
}

bool fits(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight, int64_t slices) {
  const auto dtype = x.scalar_type();
  const auto number = dtype == at::kDouble ? at::kDouble : at::kFloat;
  if (dtype != at::kFloat && dtype != at::kBFloat16 && dtype != at::kDouble) return false;
  if (!x.is_cpu() || !weight.is_cpu() || weight.scalar_type() != number) return false;
  if ((x.dim() != 2 && x.dim() != 4) || x.numel() == 0 || !x.is_contiguous(format_of(x))) return false;
  if (slices < 1 || x.size(0) % slices != 0 || weight.dim() != 1 || weight.size(0) != x.size(1)) return false;
  return !residual.defined() || (residual.is_cpu() && residual.scalar_type() == dtype && residual.sizes() == x.sizes() &&
                                 residual.is_contiguous(format_of(x)));
}

struct BatchNorm : torch::autograd::Function<BatchNorm> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const c10::optional<at::Tensor>& added,
                            const at::Tensor& weight, const at::Tensor& bias, const BatchNormStatistics& statistics,
                            const BatchNormSettings& settings) {
    const at::Tensor residual = added.value_or(at::Tensor());
    const at::Tensor y = batch_norm_forward(x, residual, weight, bias, statistics, settings);
    const bool needs_output = residual.defined() && settings.has_relu;
    ctx->save_for_backward(
        {x, needs_output ? y : at::Tensor(), weight, bias, statistics.mean, statistics.inverse_deviation});
    ctx->saved_data["is_training"] = settings.is_training;
    ctx->saved_data["has_relu"] = settings.has_relu;
    ctx->saved_data["has_residual"] = residual.defined();
    ctx->saved_data["set"] = static_cast<int64_t>(settings.set);
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list incoming) {
    const auto saved = ctx->get_saved_variables();
    BatchNormSettings settings{};
    settings.is_training = ctx->saved_data["is_training"].toBool();
    settings.has_relu = ctx->saved_data["has_relu"].toBool();
    settings.set = static_cast<InstructionSet>(ctx->saved_data["set"].toInt());
    const at::Tensor& x = saved[0];
    const auto gradients = batch_norm_backward(incoming[0].contiguous(format_of(x)), x, saved[1], saved[2], saved[3],
                                               {saved[4], saved[5]}, settings);
    const bool has_residual = ctx->saved_data["has_residual"].toBool();
    return {gradients.x, has_residual ? gradients.residual : at::Tensor(), gradients.weight, gradients.bias, {}, {}};
  }
};

at::Tensor batch_norm(const at::Tensor& x, const c10::optional<at::Tensor>& added, const at::Tensor& weight,
                      const at::Tensor& bias, const at::Tensor& running_mean, const at::Tensor& running_variance,
                      bool is_training, double momentum, double epsilon, int64_t slices, bool has_relu,
                      const std::string& instructions) {
  const at::Tensor residual = added.value_or(at::Tensor());
  const BatchNormSettings settings{is_training, momentum, epsilon, slices, has_relu, instruction_set(instructions)};
  TORCH_CHECK(fits(x, residual, weight, is_training ? slices : 1),
              "x must be float32, bfloat16 or float64 [B, C] or channels-last [B, C, H, W] on the CPU, a residual likewise");
  BatchNormStatistics statistics;
  {
    const at::NoGradGuard no_gradient;
    statistics = batch_norm_statistics(x, running_mean, running_variance, settings);
  }
  if (is_training) {
    torch::autograd::impl::bump_version(running_mean);
    torch::autograd::impl::bump_version(running_variance);
  }
  const auto needs_gradient = [](const at::Tensor& tensor) { return tensor.defined() && tensor.requires_grad(); };
  if (at::GradMode::is_enabled() &&
      (needs_gradient(x) || needs_gradient(residual) || needs_gradient(weight) || needs_gradient(bias)))
    return BatchNorm::apply(x, added, weight, bias, statistics, settings);
  return batch_norm_forward(x, residual, weight, bias, statistics, settings);
}

bool batch_norm_fits(const at::Tensor& x, const c10::optional<at::Tensor>& residual, const at::Tensor& weight, int64_t slices) {
  return fits(x, residual.value_or(at::Tensor()), weight, slices);
}

TORCH_LIBRARY_FRAGMENT(mochi, library) {
  library.def(
      "batch_norm(Tensor x, Tensor? residual, Tensor weight, Tensor bias, Tensor(a!) running_mean, "
      "Tensor(b!) running_var, bool training, float momentum, float eps, int slices, bool relu, "
      "str instruction_set=\"\") -> Tensor",
      batch_norm);
  library.def("batch_norm_fits(Tensor x, Tensor? residual, Tensor weight, int slices) -> bool", batch_norm_fits);
}

}  // namespace
}  // namespace mochi
