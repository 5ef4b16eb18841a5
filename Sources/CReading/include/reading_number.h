#ifndef READING_NUMBER_H
#define READING_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Reads the decimal number that the characters from `start` to `end` spell, with `mark` before its decimals: the double
/// nearest to it, ties to even, an infinity where it is too large. False where they are no such number.
bool reading_number(const uint8_t *start, const uint8_t *end, char mark, double *value);

#ifdef __cplusplus
}
#endif

#endif
