// Batch normalisation of a stretch of memory for one instruction set: included once for each, with its TARGET and LANES.

#define INLINE TARGET __attribute__((always_inline)) static inline

// One element or a vector of them, read and written as `Value` in the precision of the statistics.
template <typename T>
struct One {
  using Value = T;
  INLINE Value load(const T* at) { return *at; }
  INLINE void store(T* at, Value value) { *at = value; }
};

template <>
struct One<Half> {
  using Value = float;
  INLINE Value load(const Half* at) {
    const uint32_t bits = static_cast<uint32_t>(at->bits) << 16;
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  INLINE void store(Half* at, Value value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    at->bits = static_cast<uint16_t>(value == value ? (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16 : 0x7fc0u);
  }
};

template <typename T>
struct Many {
  typedef T Value __attribute__((vector_size(4 * LANES)));
  typedef T Unaligned __attribute__((vector_size(4 * LANES), aligned(sizeof(T)), may_alias));
  static constexpr int kWidth = 4 * LANES / sizeof(T);
  INLINE Value load(const T* at) { return *reinterpret_cast<const Unaligned*>(at); }
  INLINE void store(T* at, const Value& value) { *reinterpret_cast<Unaligned*>(at) = value; }
};

template <>
struct Many<Half> {
  typedef float Value __attribute__((vector_size(4 * LANES)));
  typedef uint32_t Words __attribute__((vector_size(4 * LANES)));
  typedef uint16_t Halves __attribute__((vector_size(2 * LANES)));
  typedef uint16_t Unaligned __attribute__((vector_size(2 * LANES), aligned(2), may_alias));
  static constexpr int kWidth = LANES;
  INLINE Value load(const Half* at) {
    const Halves halves = *reinterpret_cast<const Unaligned*>(at);
    return reinterpret_cast<Value>(__builtin_convertvector(halves, Words) << 16);
  }
  // Rounds to nearest, ties to even, as libtorch does.
  INLINE void store(Half* at, const Value& value) {
    const Words bits = reinterpret_cast<Words>(value);
    const Words rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    const Words quiet = Words{} + 0x7fc0u;
    *reinterpret_cast<Unaligned*>(at) = __builtin_convertvector(value == value ? rounded : quiet, Halves);
  }
};

// Four vectors at a time hide the latency of the additions; the rest of a stretch goes element by element.
constexpr int kUnroll = 4;
static_assert(kPeriodUnit % (kUnroll * LANES) == 0, "a period consists of whole rounds");

template <typename T>
TARGET static void widen(const T* x, int64_t count, typename Wider<T>::Type* numbers) {
  for (int64_t i = 0; i < count; i++) numbers[i] = One<T>::load(x + i);
}

template <template <typename> class Width, bool kHasResidual, bool kHasRelu, typename T>
INLINE void normalize_at(const NormalizeRows<T>& rows, int64_t i, int64_t column) {
  using Numbers = Width<typename Wider<T>::Type>;
  typename Numbers::Value y =
      Width<T>::load(rows.x + i) * Numbers::load(rows.scale + column) + Numbers::load(rows.shift + column);
  if (kHasResidual) y += Width<T>::load(rows.residual + i);
  // A NaN passes, as it does libtorch's relu.
  if (kHasRelu) y = y < 0 ? typename Numbers::Value{} : y;
  Width<T>::store(rows.y + i, y);
}

template <bool kHasResidual, bool kHasRelu, typename T>
TARGET static void normalize_as(const NormalizeRows<T> rows, int64_t count, int64_t period) {
  int64_t i = 0;
  for (; i + period <= count; i += period)
    for (int64_t column = 0; column < period; column += Many<T>::kWidth)
      normalize_at<Many, kHasResidual, kHasRelu>(rows, i + column, column);
  for (int64_t column = 0; i + column < count; column++)
    normalize_at<One, kHasResidual, kHasRelu>(rows, i + column, column);
}

template <typename T>
TARGET static void normalize(const NormalizeRows<T>& rows, int64_t count, int64_t period) {
  if (rows.residual)
    return rows.has_relu ? normalize_as<true, true>(rows, count, period) : normalize_as<true, false>(rows, count, period);
  return rows.has_relu ? normalize_as<false, true>(rows, count, period) : normalize_as<false, false>(rows, count, period);
}

// The incoming gradient where the ReLU let its input through.
template <template <typename> class Width, Mask kMask, typename T>
INLINE typename Width<T>::Value masked_at(const GradientRows<T>& rows, int64_t i, int64_t column) {
  using Numbers = Width<typename Wider<T>::Type>;
  using Value = typename Numbers::Value;
  const Value incoming = Width<T>::load(rows.incoming + i);
  if (kMask == Mask::None) return incoming;
  const Value y = kMask == Mask::FromOutput ? Width<T>::load(rows.y + i)
                                            : Width<T>::load(rows.x + i) * Numbers::load(rows.scale + column) +
                                                  Numbers::load(rows.shift + column);
  return y <= 0 ? Value{} : incoming;
}

// Of what sums are taken: the incoming gradient behind the ReLU, or the distance itself.
template <typename T, Mask kMask>
struct Gradients {
  template <template <typename> class Width, typename Value>
  INLINE Value term(const GradientRows<T>& rows, int64_t i, int64_t column, const Value&) {
    const Value gradient = masked_at<Width, kMask>(rows, i, column);
    if (kMask == Mask::FromOutput) Width<T>::store(rows.masked + i, gradient);
    return gradient;
  }
};

struct Distances {
  template <template <typename> class Width, typename Value, typename T>
  INLINE Value term(const GradientRows<T>&, int64_t, int64_t, const Value& distance) {
    return distance;
  }
};

// Σ t and Σ t · (x − mean).
template <typename Terms, typename T>
TARGET static void add_sums(const GradientRows<T> rows, int64_t count, int64_t period, typename Wider<T>::Type* sums) {
  using Number = typename Wider<T>::Type;
  using Vectors = Many<Number>;
  using Value = typename Vectors::Value;
  constexpr int kWidth = Vectors::kWidth;
  const int64_t whole = count - count % period;
  for (int64_t column = 0; column < period; column += kUnroll * kWidth) {
    Value first[kUnroll], second[kUnroll], mean[kUnroll];
    for (int part = 0; part < kUnroll; part++) {
      first[part] = Vectors::load(sums + column + part * kWidth);
      second[part] = Vectors::load(sums + period + column + part * kWidth);
      mean[part] = Vectors::load(rows.mean + column + part * kWidth);
    }
    for (int64_t i = column; i < whole; i += period) {
      for (int part = 0; part < kUnroll; part++) {
        const int64_t at = i + part * kWidth;
        const Value distance = Many<T>::load(rows.x + at) - mean[part];
        const Value term = Terms::template term<Many>(rows, at, column + part * kWidth, distance);
        first[part] += term;
        second[part] += term * distance;
      }
    }
    for (int part = 0; part < kUnroll; part++) {
      Vectors::store(sums + column + part * kWidth, first[part]);
      Vectors::store(sums + period + column + part * kWidth, second[part]);
    }
  }
  for (int64_t column = 0; whole + column < count; column++) {
    const int64_t at = whole + column;
    const Number distance = One<T>::load(rows.x + at) - rows.mean[column];
    const Number term = Terms::template term<One>(rows, at, column, distance);
    sums[column] += term;
    sums[period + column] += term * distance;
  }
}

template <typename T>
TARGET static void statistics(const T* x, int64_t count, int64_t period, const typename Wider<T>::Type* origin,
                              typename Wider<T>::Type* sums) {
  GradientRows<T> rows{};
  rows.x = x;
  rows.mean = origin;
  add_sums<Distances>(rows, count, period, sums);
}

template <typename T>
TARGET static void gradient_sums(const GradientRows<T>& rows, int64_t count, int64_t period, typename Wider<T>::Type* sums) {
  switch (rows.mask) {
    case Mask::None: return add_sums<Gradients<T, Mask::None>>(rows, count, period, sums);
    case Mask::FromInput: return add_sums<Gradients<T, Mask::FromInput>>(rows, count, period, sums);
    case Mask::FromOutput: return add_sums<Gradients<T, Mask::FromOutput>>(rows, count, period, sums);
  }
}

template <template <typename> class Width, Mask kMask, typename T>
INLINE void input_gradient_at(const GradientRows<T>& rows, int64_t i, int64_t column) {
  using Numbers = Width<typename Wider<T>::Type>;
  const auto gradient = masked_at<Width, kMask>(rows, i, column);
  const auto distance = Width<T>::load(rows.x + i) - Numbers::load(rows.mean + column);
  Width<T>::store(rows.result + i, Numbers::load(rows.scale + column) * gradient +
                                       Numbers::load(rows.slope + column) * distance + Numbers::load(rows.offset + column));
}

template <Mask kMask, typename T>
TARGET static void input_gradient_as(const GradientRows<T> rows, int64_t count, int64_t period) {
  int64_t i = 0;
  for (; i + period <= count; i += period)
    for (int64_t column = 0; column < period; column += Many<T>::kWidth) input_gradient_at<Many, kMask>(rows, i + column, column);
  for (int64_t column = 0; i + column < count; column++) input_gradient_at<One, kMask>(rows, i + column, column);
}

// What `gradient_sums` wrote to `masked` is read again as the incoming gradient.
template <typename T>
TARGET static void input_gradient(const GradientRows<T>& rows, int64_t count, int64_t period) {
  if (rows.mask == Mask::FromInput) return input_gradient_as<Mask::FromInput>(rows, count, period);
  input_gradient_as<Mask::None>(rows, count, period);
}

template <typename T>
constexpr BatchNormRows<T> kernels = {widen<T>, statistics<T>, normalize<T>, gradient_sums<T>, input_gradient<T>};

#undef INLINE
