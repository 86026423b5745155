// The passes of batch normalisation over a whole tensor in channels-last memory, on all threads.
// Shapes: B batch, C channels, S slices of the batch with statistics of their own.
#pragma once

#include <ATen/ATen.h>

#include "instruction-sets.h"

namespace mochi {

struct BatchNormSettings {
  bool is_training;
  double momentum;
  double epsilon;
  int64_t slices;
  bool has_relu;
  InstructionSet set;
};

// Mean and 1 / √(variance + ε), [S, C]; in evaluation the running ones, [1, C].
struct BatchNormStatistics {
  at::Tensor mean;
  at::Tensor inverse_deviation;
};

// In training measured, slice by slice; the running statistics then move by the slices' average.
BatchNormStatistics batch_norm_statistics(const at::Tensor& x, const at::Tensor& running_mean,
                                          const at::Tensor& running_variance, const BatchNormSettings& settings);

at::Tensor batch_norm_forward(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight,
                              const at::Tensor& bias, const BatchNormStatistics& statistics,
                              const BatchNormSettings& settings);

struct BatchNormGradients {
  at::Tensor x;
  at::Tensor residual;
  at::Tensor weight;
  at::Tensor bias;
};

// `y` is the output where a residual was added before a ReLU, else undefined.
BatchNormGradients batch_norm_backward(const at::Tensor& incoming, const at::Tensor& x, const at::Tensor& y,
                                       const at::Tensor& weight, const at::Tensor& bias,
                                       const BatchNormStatistics& statistics, const BatchNormSettings& settings);

}  // namespace mochi
