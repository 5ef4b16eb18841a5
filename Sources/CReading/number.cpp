#include "include/reading_number.h"

#include <fast_float/fast_float.h>

bool reading_number(const uint8_t *start, const uint8_t *end, char mark, double *value) {
  const fast_float::parse_options options(fast_float::chars_format::general, mark);
  const char *last = reinterpret_cast<const char *>(end);
  const auto result =
      fast_float::from_chars_advanced(reinterpret_cast<const char *>(start), last, *value, options);
  // What is out of range has its value: zero or an infinity.
  return result.ec != std::errc::invalid_argument && result.ptr == last;
}
