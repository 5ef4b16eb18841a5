#include "include/liquid_orthonormal.h"
#include "lanes.h"

LIQUID_INLINE double liquid_product(int32_t length, const double *a, const double *b) {
#pragma clang fp contract(fast) reassociate(on)
  double sum = 0;
  for (int32_t i = 0; i < length; i++) sum += a[i] * b[i];
  return sum;
}

LIQUID_CLONES
void liquid_orthonormalise(int32_t count, int32_t length, const double *basis, double *vector) {
#pragma clang fp contract(fast)
  for (int32_t pass = 0; pass < 2; pass++) {
    for (int32_t k = 0; k < count; k++) {
      const double *other = basis + (int64_t)k * length;
      const double shadow = liquid_product(length, other, vector);
      for (int32_t i = 0; i < length; i++) vector[i] -= shadow * other[i];
    }
  }
  const double scale = 1 / __builtin_sqrt(liquid_product(length, vector, vector));
  for (int32_t i = 0; i < length; i++) vector[i] *= scale;
}
