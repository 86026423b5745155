// One view of one image: what the augmentation kernel is told about it, and the memory it works in.
#pragma once

#include <cstdint>
#include <memory>

#include "augment-rows.h"

namespace mochi::augment {

// Numbers that stand for operations in the operator's tensor; src/augment/kernel.ts holds the same.
enum class Code : int32_t {
  End = 0,
  Brightness = 1,  // value: factor
  Contrast = 2,    // value: factor
  Saturation = 3,  // value: factor
  Hue = 4,         // value: turns
  Grayscale = 5,
  Blur = 6,  // value: standard deviation in pixels
  Flip = 7,
};
constexpr int32_t kLastCode = 7;

struct Operation {
  Code code;
  float value;
};

// A stretch of one axis in pixels of the image; may begin and end between two.
struct Span {
  double start;
  double length;
};

struct View {
  const uint8_t* pixels;  // interleaved, rows without gaps
  int64_t height;
  int64_t width;
  Span rows;
  Span columns;
  bool sees_image;  // pixels outside the box count where a resized pixel reaches over its edge
  std::vector<Operation> operations;
  int64_t size;
  Normalization normalization;
  float* out;  // size · size interleaved pixels
};

// Floats that begin on a cache line, zero at first.
class Floats {
 public:
  float* at_least(int64_t count);

 private:
  static constexpr size_t kLine = 64;
  std::unique_ptr<char[]> memory_;
  int64_t count_ = 0;
};

// Reused from view to view.
struct Workspace {
  Floats pixels;   // one row of the box, interleaved
  Floats scratch;  // of one row
  Floats row;      // a finished row
  Floats planes;   // rows of the view
  Floats blurred;  // the same, after a blur that is not the last pass
};

void make_view(const View& view, const RowKernels& kernels, Workspace& workspace);

}  // namespace mochi::augment
