// The operator mochi::augment: views of many images, made by several threads, one view at a time each.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/library.h>

#include <cmath>

#include "augment-view.h"

namespace mochi::augment {
namespace {

void check_tensor(const at::Tensor& tensor, const char* name, at::ScalarType dtype, at::IntArrayRef shape) {
  bool fits = tensor.is_cpu() && tensor.scalar_type() == dtype && tensor.dim() == static_cast<int64_t>(shape.size());
  for (size_t axis = 0; fits && axis < shape.size(); axis++)
    fits = shape[axis] < 0 || tensor.size(static_cast<int64_t>(axis)) == shape[axis];
  TORCH_CHECK(fits && tensor.is_contiguous(), name, " is ", tensor.toString(), " ", tensor.sizes(), "; expected ", dtype,
              " ", shape, " on the CPU, contiguous (-1: any length)");
}

Span span_of(double start, double length, int64_t input, int64_t index) {
  // Boxes that were scaled end beyond the image by a rounding error.
  constexpr double kSlack = 1e-6;
  TORCH_CHECK(start >= -kSlack && length > 0 && start + length <= input * (1 + kSlack), "box ", index, " covers ", start,
              " to ", start + length, " of ", input, " pixels");
  return {start, length};
}

std::vector<Operation> operations_of(const float* pairs, int64_t count) {
  std::vector<Operation> operations;
  for (int64_t index = 0; index < count; index++) {
    const float code = pairs[2 * index], value = pairs[2 * index + 1];
    TORCH_CHECK(code >= 0 && code <= kLastCode && std::trunc(code) == code, "there is no operation ", code);
    const Operation operation{static_cast<Code>(static_cast<int32_t>(code)), value};
    if (operation.code == Code::End) break;
    TORCH_CHECK(std::isfinite(value) && (operation.code != Code::Blur || value > 0), "operation ", code, " with ", value);
    operations.push_back(operation);
  }
  return operations;
}

Normalization normalization_of(c10::ArrayRef<double> mean, c10::ArrayRef<double> std) {
  TORCH_CHECK(mean.size() == 3 && std.size() == 3, "mean and std need one number per channel");
  Normalization result;
  for (int channel = 0; channel < 3; channel++) {
    result.scale[channel] = static_cast<float>(1 / std[channel]);
    result.shift[channel] = static_cast<float>(-mean[channel] / std[channel]);
  }
  return result;
}

// pixels: interleaved bytes of all images; then per view: geometry [B, 3], offset in bytes, height, width of its image;
// boxes [B, 4], top, left, height, width; operations [B, L, 2], code and value in order, filled up with 0.
at::Tensor augment(const at::Tensor& pixels, const at::Tensor& geometry, const at::Tensor& boxes,
                   const at::Tensor& operations, int64_t size, bool sees_image, at::ArrayRef<double> mean,
                   at::ArrayRef<double> std, c10::string_view instruction_set) {
  TORCH_CHECK(size > 0, "size is ", size);
  check_tensor(pixels, "pixels", at::kByte, {-1});
  check_tensor(geometry, "geometry", at::kLong, {-1, 3});
  const int64_t count = geometry.size(0);
  check_tensor(boxes, "boxes", at::kDouble, {count, 4});
  check_tensor(operations, "operations", at::kFloat, {count, -1, 2});
  const RowKernels& kernels = row_kernels(std::string(instruction_set.data(), instruction_set.size()));

  at::Tensor out = at::empty({count, 3, size, size}, at::TensorOptions(at::kFloat), at::MemoryFormat::ChannelsLast);
  std::vector<View> views(count);
  for (int64_t index = 0; index < count; index++) {
    const int64_t* const place = geometry.data_ptr<int64_t>() + 3 * index;
    const double* const box = boxes.data_ptr<double>() + 4 * index;
    View& view = views[index];
    view.height = place[1];
    view.width = place[2];
    TORCH_CHECK(place[0] >= 0 && view.height > 0 && view.width > 0 &&
                    view.height <= (pixels.numel() - place[0]) / 3 / view.width,
                "image ", index, ", ", view.height, " x ", view.width, " at byte ", place[0], ", is not within ",
                pixels.numel(), " bytes");
    view.pixels = pixels.data_ptr<uint8_t>() + place[0];
    view.rows = span_of(box[0], box[2], view.height, index);
    view.columns = span_of(box[1], box[3], view.width, index);
    view.sees_image = sees_image;
    view.operations = operations_of(operations.data_ptr<float>() + 2 * operations.size(1) * index, operations.size(1));
    view.size = size;
    view.normalization = normalization_of(mean, std);
    view.out = out.data_ptr<float>() + 3 * size * size * index;
  }
  at::parallel_for(0, count, 1, [&](int64_t begin, int64_t end) {
    Workspace workspace;
    for (int64_t index = begin; index < end; index++) make_view(views[index], kernels, workspace);
  });
  return out;
}

std::vector<std::string> augment_instruction_sets() { return instruction_sets(); }

}  // namespace

TORCH_LIBRARY_FRAGMENT(mochi, library) {
  library.def(
      "augment(Tensor pixels, Tensor geometry, Tensor boxes, Tensor operations, int size, "
      "bool sees_image, float[] mean, float[] std, str instruction_set='') -> Tensor");
  library.impl("augment", c10::DispatchKey::CPU, TORCH_FN(augment));
  library.def("augment_instruction_sets() -> str[]", augment_instruction_sets);
}

}  // namespace mochi::augment
