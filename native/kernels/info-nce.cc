// The operator mochi::info_nce: the loss of one positive among M negatives with its logits, and their gradient.
// Shapes: B batch, M negatives.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <cmath>

#include "info-nce-rows.h"

namespace mochi {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct InfoNce : torch::autograd::Function<InfoNce> {
  static variable_list forward(AutogradContext* ctx, const at::Tensor& positive, const at::Tensor& negatives,
                               double temperature, InstructionSet set) {
    const int64_t batch = negatives.size(0), count = negatives.size(1);
    const at::Tensor positives = positive.contiguous(), rows = negatives.contiguous();
    const at::Tensor logits = at::empty({batch, 1 + count}, rows.options());
    const at::Tensor tops = at::empty({batch}, rows.options()), sums = at::empty({batch}, rows.options());
    const float scale = static_cast<float>(1 / temperature);
    at::parallel_for(0, batch, 1, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; row++)
        info_nce_kernels(set).contrast(positives.data_ptr<float>()[row], rows.data_ptr<float>() + row * count, count, scale,
                                       logits.data_ptr<float>() + row * (1 + count), tops.data_ptr<float>() + row,
                                       sums.data_ptr<float>() + row);
    });
    double loss = 0;
    for (int64_t row = 0; row < batch; row++) {
      const double above = tops.data_ptr<float>()[row] - logits.data_ptr<float>()[row * (1 + count)];
      loss += above + std::log(sums.data_ptr<float>()[row]);
    }
    ctx->save_for_backward({logits, tops, sums});
    ctx->saved_data["temperature"] = temperature;
    ctx->saved_data["set"] = static_cast<int64_t>(set);
    ctx->set_materialize_grads(false);
    return {at::full({}, loss / batch, rows.options()), logits};
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto saved = ctx->get_saved_variables();
    const at::Tensor &logits = saved[0], &tops = saved[1], &sums = saved[2];
    const at::Tensor &by_loss = gradients[0], &by_logits = gradients[1];
    const int64_t batch = logits.size(0), count = logits.size(1) - 1;
    const double temperature = ctx->saved_data["temperature"].toDouble();
    const auto set = static_cast<InstructionSet>(ctx->saved_data["set"].toInt());
    at::Tensor by_positive = at::empty({batch, 1}, logits.options()), by_negatives = at::empty({batch, count}, logits.options());
    const float slope = by_loss.defined() ? static_cast<float>(by_loss.item<double>() / batch / temperature) : 0;
    at::parallel_for(0, batch, 1, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; row++) {
        const float* values = logits.data_ptr<float>() + row * (1 + count);
        const float top = tops.data_ptr<float>()[row], sum = sums.data_ptr<float>()[row];
        by_positive.data_ptr<float>()[row] = slope * (std::exp(values[0] - top) - sum) / sum;
        info_nce_kernels(set).differentiate(values, count, top, slope / sum, by_negatives.data_ptr<float>() + row * count);
      }
    });
    if (by_logits.defined()) {
      by_positive.add_(by_logits.narrow(1, 0, 1), 1 / temperature);
      by_negatives.add_(by_logits.narrow(1, 1, count), 1 / temperature);
    }
    return {by_positive, by_negatives, {}, {}};
  }
};

std::tuple<at::Tensor, at::Tensor> info_nce(const at::Tensor& positive, const at::Tensor& negatives, double temperature,
                                            const std::string& instructions) {
  const auto fits = [](const at::Tensor& tensor) {
    return tensor.is_cpu() && tensor.dim() == 2 && tensor.scalar_type() == at::kFloat;
  };
  TORCH_CHECK(fits(positive) && fits(negatives) && positive.size(0) == negatives.size(0) && positive.size(1) == 1,
              "positive and negatives must be float32 [B, 1] and [B, M] on the CPU");
  const auto results = InfoNce::apply(positive, negatives, temperature, instruction_set(instructions));
  return {results[0], results[1]};
}

TORCH_LIBRARY_FRAGMENT(mochi, library) {
  library.def("info_nce(Tensor positive, Tensor negatives, float temperature, str instruction_set=\"\") -> (Tensor loss, Tensor logits)",
              info_nce);
}

}  // namespace
}  // namespace mochi
