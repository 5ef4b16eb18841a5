#include "include/liquid_gru.h"
#include "lanes.h"

#pragma clang fp contract(fast)

LIQUID_INLINE void liquid_gru_gate(float *input, const float *recurrent, int64_t row) {
#pragma clang fp contract(fast)
  const liquid_row y = (LIQUID_ROW(input, row) + LIQUID_ROW(recurrent, row)) * -1.44269504f;
  liquid_row a;
  liquid_activate(&y, &a, &LIQUID_ROW_AT(input, row));
}

LIQUID_CLONES
void liquid_gru_step(int32_t neurons, float *input, const float *recurrent, const float *previous, float *next) {
  const int64_t count = neurons;
  for (int64_t j = 0; j < count; j++) {
    liquid_gru_gate(input, recurrent, j);
    liquid_gru_gate(input, recurrent, count + j);
    const liquid_row sum =
        LIQUID_ROW(input, 2 * count + j) + LIQUID_ROW(input, j) * LIQUID_ROW(recurrent, 2 * count + j);
    liquid_row candidate;
    liquid_tanh_row(&sum, &candidate);
    LIQUID_ROW_AT(input, 2 * count + j) = candidate;
    LIQUID_ROW_AT(next, j) = candidate + LIQUID_ROW(input, count + j) * (LIQUID_ROW(previous, j) - candidate);
  }
}

LIQUID_CLONES
void liquid_gru_gradient(int32_t neurons, float *input, float *recurrent, const float *previous,
                         const float *next_gradient, float *previous_gradient) {
  const int64_t count = neurons;
  for (int64_t j = 0; j < count; j++) {
    const liquid_row gradient = LIQUID_ROW(next_gradient, j);
    const liquid_row reset = LIQUID_ROW(input, j);
    const liquid_row update = LIQUID_ROW(input, count + j);
    const liquid_row candidate = LIQUID_ROW(input, 2 * count + j);
    const liquid_row sum = gradient * (1.0f - update) * (1.0f - candidate * candidate);
    const liquid_row reset_sum = sum * LIQUID_ROW(recurrent, 2 * count + j) * reset * (1.0f - reset);
    const liquid_row update_sum = gradient * (LIQUID_ROW(previous, j) - candidate) * update * (1.0f - update);
    LIQUID_ROW_AT(input, j) = reset_sum;
    LIQUID_ROW_AT(recurrent, j) = reset_sum;
    LIQUID_ROW_AT(input, count + j) = update_sum;
    LIQUID_ROW_AT(recurrent, count + j) = update_sum;
    LIQUID_ROW_AT(input, 2 * count + j) = sum;
    LIQUID_ROW_AT(recurrent, 2 * count + j) = sum * reset;
    LIQUID_ROW_AT(previous_gradient, j) += gradient * update;
  }
}
