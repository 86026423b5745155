// The operator mochi::negative_logits: logits of the keys and of MoCHi's synthetic negatives, with their gradient.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/library.h>

#include "mixing-rows.h"

namespace mochi {
namespace {

using torch::autograd::SavedVariable;
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

// What the gradient needs; a node of its own rather than a torch::autograd::Function, whose copies of the incoming gradient
// hide whether somebody else still holds it.
struct NegativeLogitsBackward : torch::autograd::Node {
  Settings settings;
  SavedVariable query, keys;
  at::Tensor parents, shares, norms;

  std::string name() const override { return "NegativeLogitsBackward"; }

  void release_variables() override {
    query.reset_data();
    keys.reset_data();
    parents = shares = norms = at::Tensor();
  }

  variable_list apply(variable_list&& gradients) override {
    TORCH_CHECK(!at::GradMode::is_enabled(), "mochi::negative_logits has no second derivative");
    if (!gradients[0].defined()) return {at::Tensor()};
    const at::Tensor of_query = query.unpack(), query_rows = as_rows(of_query), key_rows = as_rows(keys.unpack());
    // Turned in place into the gradient of the keys' logits where nobody else sees it: it is the largest tensor of a step.
    at::Tensor slopes = std::move(gradients[0]);
    const bool is_shared = slopes.use_count() > 1 || slopes.storage().use_count() > 1;
    slopes = is_shared || !slopes.is_contiguous() ? slopes.clone(at::MemoryFormat::Contiguous) : slopes;
    at::Tensor by_query = at::empty_like(query_rows);
    at::parallel_for(0, query_rows.size(0), 1, [&](int64_t begin, int64_t end) {
      MixingScratch scratch(settings.sizes);
      for (int64_t row = begin; row < end; row++) {
        mixing_kernels(settings.set)
            .differentiate(settings.sizes,
                           {row_of(query_rows, row), key_rows.data_ptr<float>(), mask_of(settings.exclude, row),
                            row_of(slopes, row), parents.data_ptr<int64_t>() + row * parents.size(1), row_of(shares, row),
                            row_of(norms, row), row_of(by_query, row)},
                           scratch);
      }
    });
    by_query.addmm_(slopes.narrow(1, 0, settings.sizes.keys), key_rows);
    return {by_query.to(of_query.scalar_type())};
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
  at::Tensor logits, parents, shares, norms;
  {
    at::AutoDispatchBelowADInplaceOrView guard;
    const int64_t batch = query.size(0), mixes = synthetic + synthetic_with_query;
    const at::Tensor query_rows = as_rows(query), key_rows = as_rows(keys);
    logits = at::empty({batch, keys.size(0) + mixes}, query_rows.options());
    parents = at::empty({batch, synthetic + mixes}, query_rows.options().dtype(at::kLong));
    shares = at::empty({batch, mixes}, query_rows.options());
    norms = at::empty({batch, mixes}, query_rows.options());
    at::Tensor of_keys = logits.narrow(1, 0, keys.size(0));
    at::mm_out(of_keys, query_rows, key_rows.t());
    at::parallel_for(0, batch, 1, [&](int64_t begin, int64_t end) {
      MixingScratch scratch(settings.sizes);
      for (int64_t row = begin; row < end; row++) {
        mixing_kernels(settings.set)
            .mix(settings.sizes,
                 {row_of(query_rows, row), key_rows.data_ptr<float>(), mask_of(settings.exclude, row), row_of(logits, row),
                  parents.data_ptr<int64_t>() + row * parents.size(1), row_of(shares, row), row_of(norms, row),
                  row_key(settings.key, static_cast<uint32_t>(row))},
                 scratch);
      }
    });
  }
  if (at::GradMode::is_enabled() && query.requires_grad()) {
    std::shared_ptr<NegativeLogitsBackward> node(new NegativeLogitsBackward(), torch::autograd::deleteNode);
    node->set_next_edges(torch::autograd::collect_next_edges(query));
    node->settings = settings;
    node->query = SavedVariable(query, false);
    node->keys = SavedVariable(keys.detach(), false);
    node->parents = parents;
    node->shares = shares;
    node->norms = norms;
    torch::autograd::set_history(logits, node);
  }
  return {logits, parents, shares};
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

TORCH_LIBRARY_FRAGMENT(mochi, library) {
  library.def(
      "negative_logits(Tensor query, Tensor keys, Tensor? exclude, int hardest, int synthetic, int synthetic_with_query, "
      "int key_high, int key_low, str instruction_set=\"\") -> (Tensor logits, Tensor parents, Tensor shares)",
      negative_logits);
  library.def("uniform_rows(int key_high, int key_low, int rows, int columns) -> Tensor", uniform_rows);
}

}  // namespace
}  // namespace mochi
