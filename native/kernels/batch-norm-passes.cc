// The passes of batch normalisation over a whole tensor: cut into blocks, summed in a fixed order.
#include "batch-norm-passes.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "batch-norm-rows.h"

namespace mochi {
namespace {

template <typename T>
using NumberOf = typename Wider<T>::Type;

template <typename T>
T* data_of(const at::Tensor& tensor) {
  return tensor.defined() ? static_cast<T*>(tensor.data_ptr()) : nullptr;
}

// Calls body(T()) with the element type of a tensor.
template <typename Body>
void with_elements_of(const at::Tensor& tensor, const Body& body) {
  if (tensor.scalar_type() == at::kBFloat16) return body(Half());
  if (tensor.scalar_type() == at::kFloat) return body(float());
  body(double());
}

// A slice is cut into blocks of whole periods, the last with what is left over. Their number depends on the tensor alone
// and their sums are added in order, so that results do not depend on the number of threads.
struct Blocks {
  int64_t channels, slices, period, slice_length, length, per_slice;

  Blocks(const at::Tensor& x, int64_t slices) : channels(x.size(1)), slices(slices) {
    constexpr int64_t kElements = 16384;
    period = std::lcm(channels, kPeriodUnit);
    slice_length = x.numel() / slices;
    length = std::max<int64_t>(kElements / period, 1) * period;
    per_slice = (slice_length + length - 1) / length;
  }

  int64_t count() const { return slices * per_slice; }
  int64_t pixels() const { return slice_length / channels; }

  // body(block, slice, offset of its first element, its elements)
  template <typename Body>
  void for_each(const Body& body) const {
    at::parallel_for(0, count(), 1, [&](int64_t begin, int64_t end) {
      for (int64_t block = begin; block < end; block++) {
        const int64_t slice = block / per_slice, start = block % per_slice * length;
        body(block, slice, slice * slice_length + start, std::min(length, slice_length - start));
      }
    });
  }
};

// One row of a period per slice.
template <typename Number>
class Table {
 public:
  // of(slice, channel), repeated over the period.
  template <typename Of>
  Table(const Blocks& blocks, const Of& of) : period_(blocks.period), values_(blocks.slices * blocks.period) {
    for (int64_t slice = 0; slice < blocks.slices; slice++) {
      Number* row = values_.data() + slice * period_;
      for (int64_t channel = 0; channel < blocks.channels; channel++) row[channel] = static_cast<Number>(of(slice, channel));
      for (int64_t i = blocks.channels; i < period_; i++) row[i] = row[i - blocks.channels];
    }
  }
  const Number* row(int64_t slice) const { return values_.data() + slice * period_; }

 private:
  int64_t period_;
  std::vector<Number> values_;
};

// Two sums per slice and channel, [S, C] each.
struct Sums {
  std::vector<double> first, second;
};

// add(slice, offset, count, sums) adds a block's part to the two rows of a period that `sums` points to.
template <typename Number, typename Add>
Sums sums_over(const Blocks& blocks, const Add& add) {
  const int64_t period = blocks.period, channels = blocks.channels;
  std::vector<Number> parts(blocks.count() * 2 * period);
  blocks.for_each([&](int64_t block, int64_t slice, int64_t offset, int64_t count) {
    add(slice, offset, count, parts.data() + block * 2 * period);
  });
  Sums sums{std::vector<double>(blocks.slices * channels), std::vector<double>(blocks.slices * channels)};
  for (int64_t block = 0; block < blocks.count(); block++) {
    const Number* part = parts.data() + block * 2 * period;
    const int64_t row = block / blocks.per_slice * channels;
    for (int64_t start = 0; start < period; start += channels)
      for (int64_t channel = 0; channel < channels; channel++) {
        sums.first[row + channel] += part[start + channel];
        sums.second[row + channel] += part[period + start + channel];
      }
  }
  return sums;
}

template <typename T>
void measure(const at::Tensor& x, const at::Tensor& running_mean, const at::Tensor& running_variance,
             const BatchNormSettings& settings, const BatchNormStatistics& statistics) {
  using Number = NumberOf<T>;
  const Blocks blocks(x, settings.slices);
  const auto& kernels = batch_norm_rows<T>(settings.set);
  const T* values = data_of<T>(x);
  const int64_t channels = blocks.channels;
  // Distances are taken from each slice's first pixel, so that squares are not swamped by a mean far from zero.
  std::vector<Number> first(blocks.slices * channels);
  for (int64_t slice = 0; slice < blocks.slices; slice++)
    kernels.widen(values + slice * blocks.slice_length, channels, first.data() + slice * channels);
  const Table<Number> origin(blocks, [&](int64_t slice, int64_t channel) { return first[slice * channels + channel]; });
  const Sums sums = sums_over<Number>(blocks, [&](int64_t slice, int64_t offset, int64_t count, Number* into) {
    kernels.statistics(values + offset, count, blocks.period, origin.row(slice), into);
  });

  const double pixels = static_cast<double>(blocks.pixels());
  Number* means = data_of<Number>(statistics.mean);
  Number* inverse_deviations = data_of<Number>(statistics.inverse_deviation);
  Number* running_means = data_of<Number>(running_mean);
  Number* running_variances = data_of<Number>(running_variance);
  for (int64_t channel = 0; channel < channels; channel++) {
    double mean_sum = 0, variance_sum = 0;
    for (int64_t slice = 0; slice < blocks.slices; slice++) {
      const int64_t i = slice * channels + channel;
      const double distance = sums.first[i] / pixels;
      // std::max would turn a NaN into 0.
      const double squares = sums.second[i] - sums.first[i] * distance, spread = squares < 0 ? 0 : squares;
      means[i] = static_cast<Number>(first[i] + distance);
      inverse_deviations[i] = static_cast<Number>(1 / std::sqrt(spread / pixels + settings.epsilon));
      mean_sum += first[i] + distance;
      variance_sum += spread / (pixels - 1);
    }
    const double kept = 1 - settings.momentum, share = settings.momentum / static_cast<double>(blocks.slices);
    running_means[channel] = static_cast<Number>(kept * running_means[channel] + share * mean_sum);
    running_variances[channel] = static_cast<Number>(kept * running_variances[channel] + share * variance_sum);
  }
}

// y = scale · x + shift; the same numbers forwards and backwards, since the ReLU's mask is worked out twice.
template <typename Number>
struct Coefficients {
  Table<Number> scale, shift;

  Coefficients(const Blocks& blocks, const at::Tensor& weight, const at::Tensor& bias, const BatchNormStatistics& statistics)
      : Coefficients(blocks, data_of<Number>(weight), data_of<Number>(bias), data_of<Number>(statistics.mean),
                     data_of<Number>(statistics.inverse_deviation)) {}

 private:
  Coefficients(const Blocks& blocks, const Number* weight, const Number* bias, const Number* mean, const Number* inverse)
      : scale(blocks, [&](int64_t slice, int64_t c) { return weight[c] * inverse[slice * blocks.channels + c]; }),
        shift(blocks, [&](int64_t slice, int64_t c) {
          return bias[c] - mean[slice * blocks.channels + c] * scale.row(slice)[c];
        }) {}
};

template <typename T>
void apply(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight, const at::Tensor& bias,
           const BatchNormStatistics& statistics, const BatchNormSettings& settings, const at::Tensor& y) {
  const Blocks blocks(x, statistics.mean.size(0));
  const auto& kernels = batch_norm_rows<T>(settings.set);
  const Coefficients<NumberOf<T>> coefficients(blocks, weight, bias, statistics);
  blocks.for_each([&](int64_t, int64_t slice, int64_t offset, int64_t count) {
    kernels.normalize({data_of<T>(x) + offset, residual.defined() ? data_of<T>(residual) + offset : nullptr,
                       data_of<T>(y) + offset, coefficients.scale.row(slice), coefficients.shift.row(slice),
                       settings.has_relu},
                      count, blocks.period);
  });
}

template <typename T>
void differentiate(const at::Tensor& incoming, const at::Tensor& x, const at::Tensor& y, const at::Tensor& weight,
                   const at::Tensor& bias, const BatchNormStatistics& statistics, const BatchNormSettings& settings,
                   const BatchNormGradients& gradients) {
  using Number = NumberOf<T>;
  const Blocks blocks(x, statistics.mean.size(0));
  const auto& kernels = batch_norm_rows<T>(settings.set);
  const Coefficients<Number> coefficients(blocks, weight, bias, statistics);
  const Number* means = data_of<Number>(statistics.mean);
  const Number* inverse_deviations = data_of<Number>(statistics.inverse_deviation);
  const int64_t channels = blocks.channels;
  const Table<Number> mean(blocks, [&](int64_t slice, int64_t c) { return means[slice * channels + c]; });
  const auto rows_at = [&](int64_t slice, int64_t offset) {
    GradientRows<T> rows{};
    rows.incoming = data_of<T>(incoming) + offset;
    rows.x = data_of<T>(x) + offset;
    rows.mean = mean.row(slice);
    rows.scale = coefficients.scale.row(slice);
    rows.shift = coefficients.shift.row(slice);
    rows.mask = settings.has_relu ? Mask::FromInput : Mask::None;
    if (y.defined()) {
      rows.mask = Mask::FromOutput;
      rows.y = data_of<T>(y) + offset;
      rows.masked = data_of<T>(gradients.residual) + offset;
    }
    return rows;
  };
  const Sums sums = sums_over<Number>(blocks, [&](int64_t slice, int64_t offset, int64_t count, Number* into) {
    kernels.gradient_sums(rows_at(slice, offset), count, blocks.period, into);
  });

  Number* by_weight = data_of<Number>(gradients.weight);
  Number* by_bias = data_of<Number>(gradients.bias);
  for (int64_t channel = 0; channel < channels; channel++) {
    double weight_sum = 0, bias_sum = 0;
    for (int64_t i = channel; i < blocks.slices * channels; i += channels) {
      weight_sum += sums.second[i] * inverse_deviations[i];
      bias_sum += sums.first[i];
    }
    by_weight[channel] = static_cast<Number>(weight_sum);
    by_bias[channel] = static_cast<Number>(bias_sum);
  }

  // Running statistics do not depend on x: in evaluation only the scale is left.
  const double share = settings.is_training ? 1 / static_cast<double>(blocks.pixels()) : 0;
  const Table<Number> slope(blocks, [&](int64_t slice, int64_t c) {
    const int64_t i = slice * channels + c;
    const double inverse = inverse_deviations[i];
    return -share * coefficients.scale.row(slice)[c] * inverse * inverse * sums.second[i];
  });
  const Table<Number> offset_by(blocks, [&](int64_t slice, int64_t c) {
    return -share * coefficients.scale.row(slice)[c] * sums.first[slice * channels + c];
  });
  blocks.for_each([&](int64_t, int64_t slice, int64_t offset, int64_t count) {
    GradientRows<T> rows = rows_at(slice, offset);
    if (rows.masked) rows.incoming = rows.masked;
    rows.result = data_of<T>(gradients.x) + offset;
    rows.slope = slope.row(slice);
    rows.offset = offset_by.row(slice);
    kernels.input_gradient(rows, count, blocks.period);
  });
}

}  // namespace

BatchNormStatistics batch_norm_statistics(const at::Tensor& x, const at::Tensor& running_mean,
                                          const at::Tensor& running_variance, const BatchNormSettings& settings) {
  if (!settings.is_training)
    return {running_mean.unsqueeze(0), running_variance.add(settings.epsilon).rsqrt_().unsqueeze_(0)};
  const at::Tensor mean = at::empty({settings.slices, x.size(1)}, running_mean.options());
  const BatchNormStatistics statistics{mean, at::empty_like(mean)};
  with_elements_of(x, [&](auto element) {
    measure<decltype(element)>(x, running_mean, running_variance, settings, statistics);
  });
  return statistics;
}

at::Tensor batch_norm_forward(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight,
                              const at::Tensor& bias, const BatchNormStatistics& statistics,
                              const BatchNormSettings& settings) {
  const at::Tensor y = at::empty_like(x);
  with_elements_of(x, [&](auto element) {
    apply<decltype(element)>(x, residual, weight, bias, statistics, settings, y);
  });
  return y;
}

BatchNormGradients batch_norm_backward(const at::Tensor& incoming, const at::Tensor& x, const at::Tensor& y,
                                       const at::Tensor& weight, const at::Tensor& bias,
                                       const BatchNormStatistics& statistics, const BatchNormSettings& settings) {
  const BatchNormGradients gradients{at::empty_like(x), y.defined() ? at::empty_like(x) : incoming,
                                     at::empty_like(weight), at::empty_like(bias)};
  with_elements_of(x, [&](auto element) {
    differentiate<decltype(element)>(incoming, x, y, weight, bias, statistics, settings, gradients);
  });
  return gradients;
}

}  // namespace mochi
