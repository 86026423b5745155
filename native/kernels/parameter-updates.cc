// The operators mochi::sgd_step and mochi::momentum_update: all parameters of a model in one pass over their memory.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/library.h>

#include <algorithm>
#include <vector>

namespace mochi {
namespace {

using Tensors = std::vector<at::Tensor>;

// Whether elements of the same index lie at the same place; the stride of a dimension of length 1 says nothing of that.
bool have_one_layout(const at::Tensor& one, const at::Tensor& other) {
  if (one.sizes() != other.sizes()) return false;
  for (int64_t dim = 0; dim < one.dim(); dim++)
    if (one.size(dim) > 1 && one.stride(dim) != other.stride(dim)) return false;
  return true;
}

// Whether that holds for all lists, as float32 on the CPU.
bool are_alike(std::initializer_list<const Tensors*> lists) {
  const Tensors& first = **lists.begin();
  for (const Tensors* list : lists)
    for (size_t i = 0; i < first.size(); i++) {
      const at::Tensor &tensor = (*list)[i], &model = first[i];
      if (!tensor.is_cpu() || tensor.scalar_type() != at::kFloat || !tensor.is_non_overlapping_and_dense() ||
          !have_one_layout(tensor, model))
        return false;
    }
  return true;
}

void check_lengths(std::initializer_list<const Tensors*> lists) {
  for (const Tensors* list : lists)
    TORCH_CHECK(list->size() == (*lists.begin())->size(), "the lists of tensors must be of one length");
}

// body(tensor, begin, end) for stretches of every tensor, on all threads.
template <typename Body>
void for_each_stretch(const Tensors& tensors, const Body& body) {
  constexpr int64_t kLength = 16384;
  struct Stretch {
    size_t tensor;
    int64_t begin, end;
  };
  std::vector<Stretch> stretches;
  for (size_t tensor = 0; tensor < tensors.size(); tensor++)
    for (int64_t begin = 0, count = tensors[tensor].numel(); begin < count; begin += kLength)
      stretches.push_back({tensor, begin, std::min(begin + kLength, count)});
  at::parallel_for(0, static_cast<int64_t>(stretches.size()), 4, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) body(stretches[i].tensor, stretches[i].begin, stretches[i].end);
  });
}

// g ← ∇w + λ w;  v ← μ v + g;  w ← w − η v, or w − η (g + μ v) with Nesterov.
void sgd_step(Tensors weights, Tensors velocities, Tensors gradients, double learning_rate, double momentum,
              double weight_decay, bool nesterov) {
  check_lengths({&weights, &velocities, &gradients});
  const at::NoGradGuard no_gradient;
  if (!are_alike({&weights, &velocities, &gradients})) {
    const Tensors decayed = weight_decay == 0 ? gradients : at::_foreach_add(gradients, weights, weight_decay);
    at::_foreach_mul_(velocities, momentum);
    at::_foreach_add_(velocities, decayed);
    at::_foreach_add_(weights, nesterov ? at::_foreach_add(decayed, velocities, momentum) : velocities, -learning_rate);
    return;
  }
  const float rate = static_cast<float>(learning_rate), kept = static_cast<float>(momentum);
  const float decay = static_cast<float>(weight_decay);
  for_each_stretch(weights, [&](size_t tensor, int64_t begin, int64_t end) {
    float* __restrict__ weight = weights[tensor].data_ptr<float>();
    float* __restrict__ velocity = velocities[tensor].data_ptr<float>();
    const float* __restrict__ gradient = gradients[tensor].data_ptr<float>();
    for (int64_t i = begin; i < end; i++) {
      const float decayed = gradient[i] + decay * weight[i];
      velocity[i] = kept * velocity[i] + decayed;
      weight[i] -= rate * (nesterov ? decayed + kept * velocity[i] : velocity[i]);
    }
  });
  for (const Tensors* written : {&weights, &velocities})
    for (const at::Tensor& tensor : *written) tensor.unsafeGetTensorImpl()->bump_version();
}

// θₖ ← m θₖ + (1 − m) θ_q
void momentum_update(Tensors followers, Tensors leaders, double momentum) {
  check_lengths({&followers, &leaders});
  const at::NoGradGuard no_gradient;
  if (!are_alike({&followers, &leaders})) {
    at::_foreach_mul_(followers, momentum);
    at::_foreach_add_(followers, leaders, 1 - momentum);
    return;
  }
  const float kept = static_cast<float>(momentum), share = static_cast<float>(1 - momentum);
  for_each_stretch(followers, [&](size_t tensor, int64_t begin, int64_t end) {
    float* __restrict__ follower = followers[tensor].data_ptr<float>();
    const float* __restrict__ leader = leaders[tensor].data_ptr<float>();
    for (int64_t i = begin; i < end; i++) follower[i] = kept * follower[i] + share * leader[i];
  });
  for (const at::Tensor& tensor : followers) tensor.unsafeGetTensorImpl()->bump_version();
}

TORCH_LIBRARY_FRAGMENT(mochi, library) {
  library.def(
      "sgd_step(Tensor(a!)[] weights, Tensor(b!)[] velocities, Tensor[] gradients, float learning_rate, float momentum, "
      "float weight_decay, bool nesterov) -> ()",
      sgd_step);
  library.def("momentum_update(Tensor(a!)[] followers, Tensor[] leaders, float momentum) -> ()", momentum_update);
}

}  // namespace
}  // namespace mochi
