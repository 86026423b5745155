// The operator mochi::negative_logits: logits of the keys and of MoCHi's synthetic negatives, with their gradient.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "mixing-rows.h"

namespace mochi {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Float32 and contiguous, as the rows are read.
at::Tensor as_rows(const at::Tensor& tensor) { return tensor.to(at::kFloat).contiguous(); }

float* row_of(const at::Tensor& tensor, int64_t row) { return tensor.data_ptr<float>() + row * tensor.size(1); }

const bool* mask_of(const at::Tensor& mask, int64_t row) {
  return mask.defined() ? mask.data_ptr<bool>() + row * mask.size(1) : nullptr;
}

// What is neither differentiated nor looked at by autograd.
struct Settings {
  MixingSizes sizes;
  Key key;
  InstructionSet set;
  at::Tensor exclude;  // [B, K] or undefined
};

void check_arguments(const at::Tensor& query, const at::Tensor& keys, const Settings& settings) {
  const auto& [sizes, key, set, exclude] = settings;
  const auto fits = [](const at::Tensor& tensor) {
    return tensor.is_cpu() && tensor.dim() == 2 && (tensor.scalar_type() == at::kFloat || tensor.scalar_type() == at::kBFloat16);
  };
  TORCH_CHECK(fits(query) && fits(keys) && query.size(1) == keys.size(1),
              "query and keys must be float32 or bfloat16 [B, d] and [K, d] on the CPU");
  TORCH_CHECK(!exclude.defined() || (exclude.is_cpu() && exclude.scalar_type() == at::kBool &&
                                     exclude.sizes() == at::IntArrayRef({query.size(0), keys.size(0)})),
              "exclude must be bool [B, K] on the CPU");
  TORCH_CHECK(sizes.synthetic >= 0 && sizes.synthetic_with_query >= 0, "counts must not be negative");
  TORCH_CHECK(sizes.hardest >= (sizes.synthetic > 0 ? 2 : 1) && sizes.hardest <= sizes.keys,
              "hardest must lie between ", sizes.synthetic > 0 ? 2 : 1, " and ", sizes.keys);
}

struct NegativeLogits : torch::autograd::Function<NegativeLogits> {
  static variable_list forward(AutogradContext* ctx, const at::Tensor& query, const at::Tensor& keys,
                               const Settings& settings) {
    const auto& [sizes, key, set, exclude] = settings;
    const int64_t batch = query.size(0), pairs = sizes.synthetic, mixes = pairs + sizes.synthetic_with_query;
    const at::Tensor query_rows = as_rows(query), key_rows = as_rows(keys);
    const auto floats = query_rows.options();
    const at::Tensor logits = at::empty({batch, sizes.keys + mixes}, floats);
    const at::Tensor parents = at::empty({batch, pairs + mixes}, floats.dtype(at::kLong));
    const at::Tensor shares = at::empty({batch, mixes}, floats), norms = at::empty({batch, mixes}, floats);
    at::Tensor of_keys = logits.narrow(1, 0, sizes.keys);
    at::mm_out(of_keys, query_rows, key_rows.t());
    const MixingKernels& kernels = mixing_kernels(set);
    at::parallel_for(0, batch, 1, [&](int64_t begin, int64_t end) {
      MixingScratch scratch(settings.sizes);
      for (int64_t row = begin; row < end; row++) {
        kernels.mix(settings.sizes,
                    {row_of(query_rows, row), key_rows.data_ptr<float>(), mask_of(settings.exclude, row), row_of(logits, row),
                     parents.data_ptr<int64_t>() + row * parents.size(1),
                     row_of(shares, row), row_of(norms, row), row_key(settings.key, static_cast<uint32_t>(row))},
                    scratch);
      }
    });
    ctx->save_for_backward({query, keys, exclude, parents, shares, norms});
    ctx->saved_data["hardest"] = sizes.hardest;
    ctx->saved_data["pairs"] = pairs;
    ctx->saved_data["set"] = static_cast<int64_t>(set);
    ctx->mark_non_differentiable({parents, shares});
    return {logits, parents, shares};
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto saved = ctx->get_saved_variables();
    const at::Tensor query = as_rows(saved[0]), keys = as_rows(saved[1]), &exclude = saved[2], &parents = saved[3];
    const at::Tensor &shares = saved[4], &norms = saved[5], incoming = as_rows(gradients[0]);
    const int64_t pairs = ctx->saved_data["pairs"].toInt(), mixes = shares.size(1);
    const MixingSizes sizes{query.size(1), keys.size(0), ctx->saved_data["hardest"].toInt(), pairs, mixes - pairs};
    const at::Tensor by_logits = at::empty({query.size(0), sizes.keys}, query.options()), by_query = at::empty_like(query);
    const MixingKernels& kernels = mixing_kernels(static_cast<InstructionSet>(ctx->saved_data["set"].toInt()));
    at::parallel_for(0, query.size(0), 1, [&](int64_t begin, int64_t end) {
      MixingScratch scratch(sizes);
      for (int64_t row = begin; row < end; row++) {
        kernels.differentiate(
            sizes,
            {row_of(query, row), keys.data_ptr<float>(), mask_of(exclude, row), row_of(incoming, row),
             parents.data_ptr<int64_t>() + row * parents.size(1), row_of(shares, row), row_of(norms, row),
             row_of(by_logits, row), row_of(by_query, row)},
            scratch);
      }
    });
    by_query.addmm_(by_logits, keys);
    variable_list results(3);
    results[0] = by_query.to(saved[0].scalar_type());
    return results;
  }
};

std::tuple<at::Tensor, at::Tensor, at::Tensor> negative_logits(
    const at::Tensor& query, const at::Tensor& keys, const c10::optional<at::Tensor>& exclude, int64_t hardest, int64_t synthetic,
    int64_t synthetic_with_query, int64_t key_high, int64_t key_low, const std::string& instructions) {
  const Settings settings{{query.size(-1), keys.size(0), hardest, synthetic, synthetic_with_query},
                          {static_cast<uint32_t>(key_high), static_cast<uint32_t>(key_low)},
                          instruction_set(instructions),
                          exclude.has_value() ? exclude->contiguous() : at::Tensor()};
  check_arguments(query, keys, settings);
  const auto results = NegativeLogits::apply(query, keys.detach(), settings);
  return {results[0], results[1], results[2]};
}

at::Tensor uniform_rows(int64_t key_high, int64_t key_low, int64_t rows, int64_t columns) {
  const at::Tensor draws = at::empty({rows, columns}, at::kFloat);
  for (int64_t row = 0; row < rows; row++) {
    const Key key = row_key({static_cast<uint32_t>(key_high), static_cast<uint32_t>(key_low)}, static_cast<uint32_t>(row));
    float* values = draws.data_ptr<float>() + row * columns;
    for (int64_t column = 0; column < columns; column++) values[column] = uniform(key, static_cast<uint32_t>(column));
  }
  return draws;
}

std::vector<std::string> list_instruction_sets() { return instruction_sets(); }

TORCH_LIBRARY_FRAGMENT(mochi, library) {
  library.def(
      "negative_logits(Tensor query, Tensor keys, Tensor? exclude, int hardest, int synthetic, int synthetic_with_query, "
      "int key_high, int key_low, str instruction_set=\"\") -> (Tensor logits, Tensor parents, Tensor shares)",
      negative_logits);
  library.def("uniform_rows(int key_high, int key_low, int rows, int columns) -> Tensor", uniform_rows);
  library.def("instruction_sets() -> str[]", list_instruction_sets);
}

}  // namespace
}  // namespace mochi
