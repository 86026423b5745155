// JPEG to RGB through libjpeg-turbo: size and orientation from the header, then one region at a reduced scale.
#include "../addon.h"

#ifdef MOCHI_WITH_JPEG
#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include <jerror.h>
#include <jpeglib.h>

namespace mochi {
namespace {

// libjpeg reports by these callbacks; a longjmp leaves it, so nothing between here and setjmp may own memory.
struct Failure {
  jpeg_error_mgr manager;
  std::jmp_buf jump;
  char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void fail(j_common_ptr info) {
  auto* failure = reinterpret_cast<Failure*>(info->err);
  failure->manager.format_message(info, failure->message);
  std::longjmp(failure->jump, 1);
}

// Warnings that cost pixels are errors; of the others (stray bytes between segments, odd scan parameters) none is seen.
void judge_warning(j_common_ptr info, int level) {
  if (level >= 0) return;
  switch (info->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC: fail(info);
    default: break;
  }
}

struct Bytes {
  const uint8_t* data;
  size_t length;
};

uint32_t read_number(const uint8_t* at, int bytes, bool is_little) {
  uint32_t value = 0;
  for (int i = 0; i < bytes; i++) value = value << 8 | at[is_little ? bytes - 1 - i : i];
  return value;
}

// The orientation tag (0x0112) of the first image directory of an EXIF segment; 1, upright, where there is none.
int exif_orientation(Bytes segment) {
  constexpr size_t kPrefix = 6;  // "Exif\0\0"
  if (segment.length < kPrefix + 8 || std::memcmp(segment.data, "Exif\0\0", kPrefix) != 0) return 1;
  const Bytes tiff = {segment.data + kPrefix, segment.length - kPrefix};
  const bool is_little = tiff.data[0] == 'I';
  const size_t directory = read_number(tiff.data + 4, 4, is_little);
  if (directory > tiff.length - 2) return 1;
  const size_t entries = read_number(tiff.data + directory, 2, is_little);
  for (size_t entry = 0; entry < entries; entry++) {
    const size_t at = directory + 2 + 12 * entry;
    if (at + 12 > tiff.length) return 1;
    if (read_number(tiff.data + at, 2, is_little) != 0x0112) continue;
    const uint32_t value = read_number(tiff.data + at + 8, 2, is_little);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

int orientation_of(const jpeg_decompress_struct& info) {
  for (auto* marker = info.marker_list; marker; marker = marker->next) {
    if (marker->marker != JPEG_APP0 + 1) continue;
    const int orientation = exif_orientation({marker->data, marker->data_length});
    if (orientation != 1) return orientation;
  }
  return 1;
}

// A part of the upright image in pixels of the reduced scale.
struct Region {
  int denominator;
  int64_t top, left, height, width;
};

// Where a stored pixel (x, y) of the region goes: output[3 * (origin + x * step_x + y * step_y)]. The stored rectangle is
// the upright one seen through the orientation's mirror or turn.
struct Placement {
  int64_t top, left, height, width;  // stored
  int64_t origin, step_x, step_y;
};

Placement place(const Region& upright, int orientation, int64_t stored_height, int64_t stored_width) {
  const bool is_turned = orientation >= 5;
  // EXIF: which stored axis runs backwards when the picture is upright.
  const bool flips_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flips_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Placement stored{upright.top, upright.left, upright.height, upright.width, 0, 1, upright.width};
  if (is_turned) stored = {upright.left, upright.top, upright.width, upright.height, 0, upright.width, 1};
  if (flips_x) {
    stored.left = stored_width - stored.left - stored.width;
    stored.origin += (stored.width - 1) * stored.step_x;
    stored.step_x = -stored.step_x;
  }
  if (flips_y) {
    stored.top = stored_height - stored.top - stored.height;
    stored.origin += (stored.height - 1) * stored.step_y;
    stored.step_y = -stored.step_y;
  }
  return stored;
}

// Ink to light. Adobe writes CMYK inverted, 255 for no ink; others as it is.
void cmyk_to_rgb(uint8_t* row, int64_t pixels, bool is_inverted) {
  const int flip = is_inverted ? 0 : 255;
  for (int64_t i = 0; i < pixels; i++) {
    const int black = row[4 * i + 3] ^ flip;
    for (int channel = 0; channel < 3; channel++)
      row[3 * i + channel] = static_cast<uint8_t>(((row[4 * i + channel] ^ flip) * black + 127) / 255);
  }
}

void scatter(const uint8_t* row, const Placement& to, int64_t y, uint8_t* output) {
  uint8_t* target = output + 3 * (to.origin + y * to.step_y);
  if (to.step_x == 1) {
    std::memcpy(target, row, 3 * to.width);
    return;
  }
  for (int64_t x = 0; x < to.width; x++, target += 3 * to.step_x) std::memcpy(target, row + 3 * x, 3);
}

// A file cut short behind the region is found by its missing end marker, since the rest of it is not decoded.
bool has_end(const jpeg_decompress_struct& info) {
  const uint8_t* rest = info.src->next_input_byte;
  for (int64_t i = static_cast<int64_t>(info.src->bytes_in_buffer) - 2; i >= 0; i--)
    if (rest[i] == 0xff && rest[i + 1] == JPEG_EOI) return true;
  return false;
}

void begin(jpeg_decompress_struct& info, Failure& failure) {
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = fail;
  failure.manager.emit_message = judge_warning;
  jpeg_create_decompress(&info);
}

void read_header(jpeg_decompress_struct& info, Bytes file) {
  jpeg_mem_src(&info, const_cast<uint8_t*>(file.data), file.length);
  jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(&info, TRUE);
}

struct Header {
  int64_t height, width, components, orientation;
};

// @returns whether it went well; `failure.message` says why not.
bool parse(Bytes file, Header& header, Failure& failure) {
  jpeg_decompress_struct info{};
  begin(info, failure);
  if (setjmp(failure.jump)) {
    jpeg_destroy_decompress(&info);
    return false;
  }
  read_header(info, file);
  header = {info.image_height, info.image_width, info.num_components, orientation_of(info)};
  jpeg_destroy_decompress(&info);
  return true;
}

bool decode(Bytes file, const Region& region, uint8_t* output, Failure& failure) {
  jpeg_decompress_struct info{};
  begin(info, failure);
  if (setjmp(failure.jump)) {
    jpeg_destroy_decompress(&info);
    return false;
  }
  read_header(info, file);
  if (!has_end(info)) ERREXIT(&info, JERR_INPUT_EOF);
  const bool has_ink = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = has_ink ? JCS_CMYK : JCS_RGB;
  info.scale_num = 1;
  info.scale_denom = static_cast<unsigned>(region.denominator);
  jpeg_start_decompress(&info);
  const Placement to = place(region, orientation_of(info), info.output_height, info.output_width);
  if (to.top < 0 || to.left < 0 || to.height < 1 || to.width < 1 || to.top + to.height > info.output_height ||
      to.left + to.width > info.output_width)
    ERREXIT(&info, JERR_WIDTH_OVERFLOW);

  // Chroma is interpolated between neighbours: two columns more on each side keep those at the edge what they are.
  JDIMENSION first = static_cast<JDIMENSION>(std::max<int64_t>(0, to.left - 2));
  JDIMENSION columns = static_cast<JDIMENSION>(std::min<int64_t>(info.output_width, to.left + to.width + 2) - first);
  if (columns < info.output_width) jpeg_crop_scanline(&info, &first, &columns);
  if (to.top > 0) jpeg_skip_scanlines(&info, static_cast<JDIMENSION>(to.top));
  JSAMPARRAY row = (*info.mem->alloc_sarray)(reinterpret_cast<j_common_ptr>(&info), JPOOL_IMAGE,
                                             info.output_width * info.output_components, 1);
  for (int64_t y = 0; y < to.height; y++) {
    jpeg_read_scanlines(&info, row, 1);
    if (has_ink) cmyk_to_rgb(row[0], info.output_width, info.saw_Adobe_marker);
    scatter(row[0] + 3 * (to.left - first), to, y, output);
  }
  jpeg_destroy_decompress(&info);
  return true;
}

Bytes to_bytes(napi_env env, napi_value value) {
  napi_typedarray_type type;
  size_t length;
  void* data;
  check(napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr));
  if (type != napi_uint8_array) throw BridgeError("JPEG functions take Uint8Array");
  return {static_cast<uint8_t*>(data), length};
}

// jpegHeader(file) → [height, width, components, orientation], height and width as stored.
napi_value jpeg_header(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<1> arguments(env, info);
    Header header{};
    Failure failure;
    if (!parse(to_bytes(env, arguments[0]), header, failure)) throw BridgeError(failure.message);
    napi_value result;
    check(napi_create_array_with_length(env, 4, &result));
    const int64_t values[] = {header.height, header.width, header.components, header.orientation};
    for (uint32_t i = 0; i < 4; i++) check(napi_set_element(env, result, i, from_double(env, static_cast<double>(values[i]))));
    return result;
  });
}

// jpegDecode(file, [denominator, top, left, height, width], output, offset): writes `[height, width, 3]` RGB, upright.
napi_value jpeg_decode(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments<4> arguments(env, info);
    const Bytes file = to_bytes(env, arguments[0]);
    const std::vector<int64_t> numbers = to_int_list(env, arguments[1]);
    const Bytes output = to_bytes(env, arguments[2]);
    const auto offset = static_cast<size_t>(to_double(env, arguments[3]));
    if (numbers.size() != 5) throw BridgeError("jpegDecode needs [denominator, top, left, height, width]");
    const Region region{static_cast<int>(numbers[0]), numbers[1], numbers[2], numbers[3], numbers[4]};
    if (offset > output.length || static_cast<size_t>(3 * region.height * region.width) > output.length - offset)
      throw BridgeError("jpegDecode: the output is too small for the region");
    Failure failure;
    if (!decode(file, region, const_cast<uint8_t*>(output.data) + offset, failure)) throw BridgeError(failure.message);
    return undefined(env);
  });
}

}  // namespace

void export_jpeg(napi_env env, napi_value exports) {
  export_function(env, exports, "jpegHeader", jpeg_header);
  export_function(env, exports, "jpegDecode", jpeg_decode);
}

}  // namespace mochi

#else

// Built without libjpeg-turbo: the functions are missing, and JPEG goes through sharp.
void mochi::export_jpeg(napi_env, napi_value) {}

#endif
