#ifndef LIQUID_ORTHONORMAL_H
#define LIQUID_ORTHONORMAL_H

#include <stdint.h>

// Makes a vector [length] orthogonal to `count` orthonormal ones, [count, length], and of length 1: Gram and
// Schmidt's procedure, twice, which keeps it orthogonal to rounding.
void liquid_orthonormalise(int32_t count, int32_t length, const double *basis, double *vector);

#endif
