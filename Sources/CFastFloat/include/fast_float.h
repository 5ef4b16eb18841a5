#ifndef LNN_FAST_FLOAT_H
#define LNN_FAST_FLOAT_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Reads the decimal number that the characters from `start` to `end` spell, with `mark` before its decimals: the double
/// nearest to it, ties to even, an infinity where it is too large. False where they are no such number.
bool fast_float_parse(const unsigned char *start, const unsigned char *end, char mark, double *value);

#ifdef __cplusplus
}
#endif

#endif
