// The operator mochi::convolution: libtorch's convolution, with a weight gradient of its own where libtorch's is slow.
// oneDNN's bfloat16 weight gradient costs up to ten times its forward where the output has few pixels; there
// dL/dW = (dL/dy)ᵀ · patches of x is one matrix product (1.5 to 20 times faster on two AMX cores, 2.1 to 11 at 4×4).
// Shapes: B batch, C and O channels, H, W input, P, Q output, k kernel.
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "../addon.h"

namespace mochi {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Geometry {
  int64_t kernel, stride, padding;
  int64_t output(int64_t length) const { return (length + 2 * padding - kernel) / stride + 1; }
};

// Where the matrix product was measured to be faster; above, its copy of the patches costs more than it saves.
bool gains(const at::Tensor& x, const at::Tensor& weight, const Geometry& geometry) {
  if (!x.is_cpu() || x.scalar_type() != at::kBFloat16 || weight.scalar_type() != at::kBFloat16 || x.dim() != 4) return false;
  if (!x.is_contiguous(at::MemoryFormat::ChannelsLast) || weight.size(2) != weight.size(3)) return false;
  const int64_t pixels = geometry.output(x.size(2)) * geometry.output(x.size(3));
  if (geometry.stride == 1) return pixels <= 36;
  return pixels <= (geometry.kernel == 1 ? 256 : 64);
}

at::Tensor patches(const at::Tensor& x, const Geometry& geometry) {
  const auto [kernel, stride, padding] = geometry;
  at::Tensor rows = x.permute({0, 2, 3, 1});  // [B, H, W, C]
  const int64_t batch = rows.size(0), channels = rows.size(3);
  if (padding > 0) rows = at::constant_pad_nd(rows, {0, 0, padding, padding, padding, padding});
  const int64_t height = geometry.output(x.size(2)), width = geometry.output(x.size(3));
  const int64_t row = rows.stride(1), pixel = rows.stride(2);
  // A row of a patch is contiguous: k pixels of C channels.
  return rows
      .as_strided({batch, height, width, kernel, kernel * channels}, {rows.stride(0), row * stride, pixel * stride, row, 1})
      .reshape({batch * height * width, kernel * kernel * channels});  // [B·P·Q, k·k·C]
}

at::Tensor weight_gradient(const at::Tensor& gradient, const at::Tensor& x, const at::Tensor& weight, const Geometry& geometry) {
  const int64_t outputs = weight.size(0);
  const at::Tensor rows = gradient.permute({0, 2, 3, 1}).reshape({-1, outputs});  // [B·P·Q, O]
  const at::Tensor product = at::mm(rows.t(), patches(x, geometry));              // [O, k·k·C]
  return product.view({outputs, geometry.kernel, geometry.kernel, weight.size(1)}).permute({0, 3, 1, 2});
}

struct Convolution : torch::autograd::Function<Convolution> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight, int64_t stride,
                            int64_t padding) {
    ctx->save_for_backward({x, weight});
    ctx->saved_data["stride"] = stride;
    ctx->saved_data["padding"] = padding;
    return at::conv2d(x, weight, {}, stride, padding);
  }

  static variable_list backward(AutogradContext* ctx, variable_list incoming) {
    TORCH_CHECK(!at::GradMode::is_enabled(), "mochi::convolution has no second derivative");
    const auto saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1];
    const int64_t stride = ctx->saved_data["stride"].toInt(), padding = ctx->saved_data["padding"].toInt();
    const at::Tensor gradient = incoming[0].contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor of_x, of_weight;
    if (ctx->needs_input_grad(0))
      of_x = std::get<0>(at::convolution_backward(gradient, x, weight, c10::nullopt, {stride, stride}, {padding, padding},
                                                  {1, 1}, false, {0, 0}, 1, {true, false, false}));
    if (ctx->needs_input_grad(1)) of_weight = weight_gradient(gradient, x, weight, {weight.size(2), stride, padding});
    return {of_x, of_weight, {}, {}};
  }
};

// oneDNN's AVX2 gradient of a strided 1×1 convolution writes past its end with fewer than 8 channels (2.6, valgrind).
bool overruns(const at::Tensor& x, const at::Tensor& weight, int64_t stride, int64_t padding) {
  return x.is_cpu() && weight.size(2) == 1 && weight.size(3) == 1 && stride > 1 && padding == 0 && weight.size(1) < 8;
}

at::Tensor convolution(const at::Tensor& x, const at::Tensor& weight, int64_t stride, int64_t padding) {
  if (overruns(x, weight, stride, padding)) {
    // The same pixels, taken before.
    const at::Tensor taken = x.slice(2, 0, c10::nullopt, stride).slice(3, 0, c10::nullopt, stride);
    return convolution(taken.contiguous(at::MemoryFormat::ChannelsLast), weight, 1, 0);
  }
  // What autocast does for conv2d, done here so that the gradient below sees the cast tensors.
  const bool is_cast = autocast_enabled(x.device().type());
  const auto cast = [&](const at::Tensor& tensor) {
    return is_cast && tensor.scalar_type() == at::kFloat ? tensor.to(at::kBFloat16) : tensor;
  };
  const at::Tensor input = cast(x), kernel = cast(weight);
  if (at::GradMode::is_enabled() && kernel.requires_grad() && gains(input, kernel, {weight.size(2), stride, padding}))
    return Convolution::apply(input, kernel, stride, padding);
  return at::conv2d(input, kernel, {}, stride, padding);
}

TORCH_LIBRARY_FRAGMENT(mochi, library) {
  library.def("convolution(Tensor x, Tensor weight, int stride, int padding) -> Tensor", convolution);
}

}  // namespace
}  // namespace mochi
