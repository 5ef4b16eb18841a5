#include "lanes.h"

#pragma clang fp contract(fast)

LIQUID_CLONES
void liquid_affine(int32_t rows, const float *weight, const float *bias, const float *x, float *out) {
  for (int32_t row = 0; row < rows; row++) {
    LIQUID_ROW_AT(out, row) = LIQUID_ROW(x, row) * weight[row] + bias[row];
  }
}

LIQUID_CLONES
void liquid_affine_gradient(int32_t rows, const float *weight, const float *x, const float *out_gradient,
                            float *weight_sum, float *bias_sum, float *x_gradient) {
  for (int32_t row = 0; row < rows; row++) {
    const liquid_row gradient = LIQUID_ROW(out_gradient, row);
    LIQUID_ROW_AT(weight_sum, row) += gradient * LIQUID_ROW(x, row);
    LIQUID_ROW_AT(bias_sum, row) += gradient;
    if (x_gradient) LIQUID_ROW_AT(x_gradient, row) += gradient * weight[row];
  }
}

LIQUID_CLONES
void liquid_add(int32_t rows, const float *from, float *to) {
  for (int32_t row = 0; row < rows; row++) LIQUID_ROW_AT(to, row) += LIQUID_ROW(from, row);
}
