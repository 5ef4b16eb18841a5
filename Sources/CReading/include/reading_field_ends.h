#ifndef READING_FIELD_ENDS_H
#define READING_FIELD_ENDS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t reading_bytes __attribute__((ext_vector_type(64)));
typedef bool reading_bits __attribute__((ext_vector_type(64)));

/// Which of the 64 bytes at `bytes` end a field: those that are `first`, `second`, a line feed or a carriage return. The
/// lowest bit stands for the first byte.
static inline uint64_t reading_field_ends(const uint8_t *bytes, uint8_t first, uint8_t second) {
  reading_bytes vector;
  memcpy(&vector, bytes, sizeof vector);
  const reading_bits bits = __builtin_convertvector(
      (vector == first) | (vector == second) | (vector == '\n') | (vector == '\r'), reading_bits);
  uint64_t ends;
  memcpy(&ends, &bits, sizeof ends);
  return ends;
}

#endif
