// Makes one view of one image in few passes over its rows, each row worked on while it is in the nearest cache.
#include "augment-view.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mochi::augment {

float* Floats::at_least(int64_t count) {
  if (count > count_) {
    memory_ = std::make_unique<char[]>(count * sizeof(float) + kLine);
    count_ = count;
  }
  const auto address = reinterpret_cast<uintptr_t>(memory_.get());
  return reinterpret_cast<float*>((address + kLine - 1) / kLine * kLine);
}

namespace {

// The weights of src/augment/resize.ts: a triangle as wide as one output pixel, or one input pixel where that is wider.
Taps triangle(const Span& span, int64_t input, int64_t output, bool sees_image, bool is_mirrored, double unit) {
  const double scale = span.length / output;
  const double reach = std::max(scale, 1.0);
  const int64_t lowest = sees_image ? 0 : std::max<int64_t>(0, std::floor(span.start));
  const int64_t highest = sees_image ? input : std::min<int64_t>(input, std::ceil(span.start + span.length));
  Taps taps;
  taps.first.resize(output);
  taps.counts.resize(output);
  const auto center_of = [&](int64_t pixel) {
    return span.start + ((is_mirrored ? output - 1 - pixel : pixel) + 0.5) * scale;
  };
  for (int64_t pixel = 0; pixel < output; pixel++) {
    const double center = center_of(pixel);
    taps.first[pixel] = std::max<int64_t>(lowest, std::floor(center - reach + 0.5));
    taps.counts[pixel] = std::min<int64_t>(highest, std::floor(center + reach + 0.5)) - taps.first[pixel];
    taps.widest = std::max(taps.widest, taps.counts[pixel]);
  }
  taps.weights.resize(output * taps.widest);
  for (int64_t pixel = 0; pixel < output; pixel++) {
    float* weights = taps.weights.data() + pixel * taps.widest;
    const double offset = taps.first[pixel] + 0.5 - center_of(pixel);
    double sum = 0;
    for (int64_t tap = 0; tap < taps.counts[pixel]; tap++) {
      const double weight = std::max(0.0, 1 - std::abs(offset + tap) / reach);
      weights[tap] = static_cast<float>(weight);
      sum += weight;
    }
    for (int64_t tap = 0; tap < taps.counts[pixel]; tap++) weights[tap] = static_cast<float>(weights[tap] * unit / sum);
  }
  return taps;
}

// The kernel of src/augment/gaussian-blur.ts, cut off at 4 sigma.
Gaussian gaussian(double sigma) {
  Gaussian result;
  result.reach = static_cast<int64_t>(std::ceil(4 * sigma));
  std::vector<double> bell(2 * result.reach + 1);
  double total = 0;
  for (int64_t tap = 0; tap <= 2 * result.reach; tap++) {
    const double distance = (tap - result.reach) / sigma;
    bell[tap] = std::exp(-0.5 * distance * distance);
    total += bell[tap];
  }
  for (const double weight : bell) result.weights.push_back(static_cast<float>(weight / total));
  return result;
}

class Maker {
 public:
  Maker(const View& view, const RowKernels& kernels, Workspace& workspace)
      : view_(view),
        kernels_(kernels),
        workspace_(workspace),
        stride_((view.size + kStrideUnit - 1) / kStrideUnit * kStrideUnit),
        row_(workspace.row.at_least(3 * stride_)) {
    // Every other operation commutes with the flip, so it costs nothing: the columns are resized from right to left.
    for (const Operation& operation : view.operations) {
      if (operation.code == Code::Flip)
        is_mirrored_ = !is_mirrored_;
      else
        operations_.push_back(operation);
    }
    if (std::any_of(operations_.begin(), operations_.end(), needs_whole_image))
      planes_ = workspace.planes.at_least(3 * stride_ * view.size);
  }

  // Each pass ends where an operation needs all rows of what comes before: contrast their mean, blur their neighbours.
  void run() {
    resize();
    while (next_ < operations_.size()) {
      const Operation operation = operations_[next_++];
      if (operation.code == Code::Contrast)
        change_contrast(operation.value);
      else
        finish_blur();
    }
  }

 private:
  static bool needs_whole_image(const Operation& operation) {
    return operation.code == Code::Contrast || operation.code == Code::Blur;
  }

  void resize() {
    const Taps rows = triangle(view_.rows, view_.height, view_.size, view_.sees_image, false, 1 / 255.0);
    Taps columns = triangle(view_.columns, view_.width, view_.size, view_.sees_image, is_mirrored_, 1);
    // Only the columns of the box are read.
    const int64_t left = *std::min_element(columns.first.begin(), columns.first.end());
    int64_t right = left;
    for (int64_t x = 0; x < view_.size; x++) right = std::max(right, columns.first[x] + columns.counts[x]);
    const int64_t length = 3 * (right - left);
    for (int64_t& first : columns.first) first -= left;
    float* const pixels = workspace_.pixels.at_least(length + 4 * columns.widest + 4);
    std::fill(pixels + length, pixels + length + 4 * columns.widest + 4, 0.0f);
    std::vector<const uint8_t*> sources(rows.widest);
    pass(false, [&](int64_t y, float* row) {
      for (int64_t tap = 0; tap < rows.counts[y]; tap++)
        sources[tap] = view_.pixels + 3 * ((rows.first[y] + tap) * view_.width + left);
      kernels_.combine_bytes(sources.data(), rows.weights.data() + y * rows.widest, rows.counts[y], length, pixels);
      kernels_.resample(pixels, columns, workspace_.scratch.at_least(4 * view_.size), row, stride_);
    });
  }

  void change_contrast(float factor) {
    const double mean = luma_sum_ / (static_cast<double>(view_.size) * view_.size);
    const float constant = static_cast<float>((1 - factor) * mean);
    pass(true, [&](int64_t, float* row) { kernels_.blend(row, stride_, factor, 0, constant); });
  }

  // Rows were blurred as the pass before finished each; here across rows, the outermost repeated at the edges.
  void finish_blur() {
    const Gaussian gaussian = gaussian_;
    const float* const planes = planes_;
    std::vector<const float*> sources(2 * gaussian.reach + 1);
    const bool is_last = std::none_of(operations_.begin() + next_, operations_.end(), needs_whole_image);
    if (!is_last) planes_ = workspace_.blurred.at_least(3 * stride_ * view_.size);
    pass(false, [&](int64_t y, float* row) {
      for (int64_t tap = 0; tap <= 2 * gaussian.reach; tap++)
        sources[tap] = planes + 3 * stride_ * std::clamp<int64_t>(y + tap - gaussian.reach, 0, view_.size - 1);
      kernels_.combine_rows(sources.data(), gaussian.weights.data(), 2 * gaussian.reach + 1, 3 * stride_, row);
    });
    if (!is_last) std::swap(workspace_.planes, workspace_.blurred);
  }

  // Makes every row, applies the operations on single pixels that follow, and prepares the next pass or writes the row.
  template <typename MakeRow>
  void pass(bool is_in_place, MakeRow make_row) {
    const size_t first = next_;
    while (next_ < operations_.size() && !needs_whole_image(operations_[next_])) next_++;
    const Code end = next_ < operations_.size() ? operations_[next_].code : Code::End;
    if (end == Code::Blur) gaussian_ = gaussian(operations_[next_].value);
    const int64_t padded = stride_ + 2 * gaussian_.reach;
    luma_sum_ = 0;
    for (int64_t y = 0; y < view_.size; y++) {
      float* const row = end == Code::End && !is_in_place ? row_ : row_of(planes_, y);
      make_row(y, row);
      for (size_t index = first; index < next_; index++) change_pixels(operations_[index], row);
      if (end == Code::Contrast)
        luma_sum_ += kernels_.luma_sum(row, stride_, view_.size);
      else if (end == Code::Blur)
        kernels_.blur_row(row, stride_, view_.size, gaussian_, workspace_.scratch.at_least(padded));
      else
        kernels_.write(row, stride_, view_.size, view_.normalization, view_.out + 3 * view_.size * y);
    }
  }

  void change_pixels(const Operation& operation, float* row) const {
    switch (operation.code) {
      case Code::Brightness: return kernels_.blend(row, stride_, operation.value, 0, 0);
      case Code::Saturation: return kernels_.blend(row, stride_, operation.value, 1 - operation.value, 0);
      case Code::Hue: return kernels_.shift_hue(row, stride_, operation.value);
      case Code::Grayscale: return kernels_.to_gray(row, stride_);
      default: return;
    }
  }

  float* row_of(float* planes, int64_t y) const { return planes + 3 * stride_ * y; }

  const View& view_;
  const RowKernels& kernels_;
  Workspace& workspace_;
  const int64_t stride_;
  float* const row_;
  float* planes_ = nullptr;
  std::vector<Operation> operations_;
  bool is_mirrored_ = false;
  size_t next_ = 0;  // the first operation not applied yet
  double luma_sum_ = 0;
  Gaussian gaussian_;
};

}  // namespace

void make_view(const View& view, const RowKernels& kernels, Workspace& workspace) {
  Maker(view, kernels, workspace).run();
}

}  // namespace mochi::augment
