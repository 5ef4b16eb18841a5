#include "include/liquid_dense.h"
#include "lanes.h"

#pragma clang fp contract(fast)

// Outputs that are summed side by side: as many as keep the arithmetic units busy with sums that stay in
// registers.
#define LIQUID_DENSE_BLOCK 6

// `count` is a constant wherever this is inlined, at most LIQUID_DENSE_BLOCK.
LIQUID_INLINE void liquid_dense_block(int32_t count, int32_t inputs, const float *weights, const float *bias,
                                      const float *x, float *out) {
#pragma clang fp contract(fast)
  liquid_row sums[LIQUID_DENSE_BLOCK];
#pragma clang loop unroll(full)
  for (int32_t n = 0; n < count; n++) sums[n] = bias ? (liquid_row)bias[n] : (liquid_row)0.0f;
  for (int32_t k = 0; k < inputs; k++) {
    const liquid_row value = LIQUID_ROW(x, k);
#pragma clang loop unroll(full)
    for (int32_t n = 0; n < count; n++) sums[n] += value * weights[(int64_t)n * inputs + k];
  }
#pragma clang loop unroll(full)
  for (int32_t n = 0; n < count; n++) LIQUID_ROW_AT(out, n) = sums[n];
}

LIQUID_CLONES
void liquid_dense(int32_t outputs, int32_t inputs, const float *weights, const float *bias, const float *x,
                  float *out) {
  int32_t n = 0;
  for (; n + LIQUID_DENSE_BLOCK <= outputs; n += LIQUID_DENSE_BLOCK) {
    liquid_dense_block(LIQUID_DENSE_BLOCK, inputs, weights + (int64_t)n * inputs, bias ? bias + n : 0, x,
                       &out[(int64_t)n * LIQUID_LANES]);
  }
  for (; n + 2 <= outputs; n += 2) {
    liquid_dense_block(2, inputs, weights + (int64_t)n * inputs, bias ? bias + n : 0, x,
                       &out[(int64_t)n * LIQUID_LANES]);
  }
  if (n < outputs) {
    liquid_dense_block(1, inputs, weights + (int64_t)n * inputs, bias ? bias + n : 0, x,
                       &out[(int64_t)n * LIQUID_LANES]);
  }
}

// The sum over a row's lanes, in halves.
LIQUID_INLINE float liquid_lane_sum(const liquid_row *row) {
  typedef float liquid_row8 __attribute__((ext_vector_type(8)));
  typedef float liquid_row4 __attribute__((ext_vector_type(4)));
  const liquid_row8 eight = row->lo + row->hi;
  const liquid_row4 four = eight.lo + eight.hi;
  return (four.x + four.z) + (four.y + four.w);
}

// Where the weight gradient reads, and how far a step lies after the last.
typedef struct {
  int32_t steps;
  int32_t inputs;
  int64_t gradient_stride;
  int64_t x_stride;
} liquid_dense_sweep;

#ifdef LIQUID_NEON

// A tile of weights, its sums in registers over all steps. The counts are constants wherever this is inlined,
// at most 4.
//
// The quarters of a row add to the same four lanes, which are summed in the end anyway: 16 sums of whole rows
// would take twice the registers there are.
LIQUID_INLINE void liquid_dense_tile(int32_t rows, int32_t columns, const liquid_dense_sweep *sweep,
                                     const float *gradient, const float *x, float *weight_sums) {
  float32x4_t sums[4][4];
#pragma clang loop unroll(full)
  for (int32_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int32_t c = 0; c < columns; c++) sums[r][c] = vdupq_n_f32(0.0f);
  }
  for (int32_t step = 0; step < sweep->steps; step++) {
#pragma clang loop unroll(full)
    for (int32_t i = 0; i < LIQUID_QUARTERS; i++) {
#pragma clang loop unroll(full)
      for (int32_t r = 0; r < rows; r++) {
        const float32x4_t row = LIQUID_QUARTER(gradient, r * LIQUID_QUARTERS + i);
#pragma clang loop unroll(full)
        for (int32_t c = 0; c < columns; c++) {
          sums[r][c] = vfmaq_f32(sums[r][c], row, LIQUID_QUARTER(x, c * LIQUID_QUARTERS + i));
        }
      }
    }
    gradient += sweep->gradient_stride * LIQUID_LANES;
    x += sweep->x_stride * LIQUID_LANES;
  }
#pragma clang loop unroll(full)
  for (int32_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int32_t c = 0; c < columns; c++) weight_sums[(int64_t)r * sweep->inputs + c] += vaddvq_f32(sums[r][c]);
  }
}

#else

// A tile of weights, its sums in registers over all steps. The counts are constants wherever this is inlined,
// at most 4.
LIQUID_INLINE void liquid_dense_tile(int32_t rows, int32_t columns, const liquid_dense_sweep *sweep,
                                     const float *gradient, const float *x, float *weight_sums) {
#pragma clang fp contract(fast)
  liquid_row sums[4][4];
#pragma clang loop unroll(full)
  for (int32_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int32_t c = 0; c < columns; c++) sums[r][c] = 0.0f;
  }
  for (int32_t step = 0; step < sweep->steps; step++) {
#pragma clang loop unroll(full)
    for (int32_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
      for (int32_t c = 0; c < columns; c++) sums[r][c] += LIQUID_ROW(gradient, r) * LIQUID_ROW(x, c);
    }
    gradient += sweep->gradient_stride * LIQUID_LANES;
    x += sweep->x_stride * LIQUID_LANES;
  }
#pragma clang loop unroll(full)
  for (int32_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int32_t c = 0; c < columns; c++) {
      weight_sums[(int64_t)r * sweep->inputs + c] += liquid_lane_sum(&sums[r][c]);
    }
  }
}

#endif

LIQUID_INLINE void liquid_dense_strip(int32_t rows, const liquid_dense_sweep *sweep, const float *gradient,
                                      const float *x, float *weight_sums) {
  int32_t column = 0;
  for (; column + 4 <= sweep->inputs; column += 4) {
    liquid_dense_tile(rows, 4, sweep, gradient, x + (int64_t)column * LIQUID_LANES, weight_sums + column);
  }
  for (; column < sweep->inputs; column++) {
    liquid_dense_tile(rows, 1, sweep, gradient, x + (int64_t)column * LIQUID_LANES, weight_sums + column);
  }
}

LIQUID_CLONES
void liquid_dense_weight_gradient(int32_t steps, int32_t outputs, int32_t gradient_stride,
                                  const float *out_gradient, int32_t inputs, int32_t x_stride, const float *x,
                                  float *weight_sums) {
  const liquid_dense_sweep sweep = {
      .steps = steps, .inputs = inputs, .gradient_stride = gradient_stride, .x_stride = x_stride};
  int32_t row = 0;
  for (; row + 4 <= outputs; row += 4) {
    liquid_dense_strip(4, &sweep, out_gradient + (int64_t)row * LIQUID_LANES, x,
                       weight_sums + (int64_t)row * inputs);
  }
  for (; row < outputs; row++) {
    liquid_dense_strip(1, &sweep, out_gradient + (int64_t)row * LIQUID_LANES, x,
                       weight_sums + (int64_t)row * inputs);
  }
}

LIQUID_CLONES
void liquid_row_sums(int32_t steps, int32_t rows, int32_t stride, const float *x, float *sums) {
  for (int32_t row = 0; row < rows; row++) {
    liquid_row total = 0.0f;
    for (int32_t step = 0; step < steps; step++) total += LIQUID_ROW(x, (int64_t)step * stride + row);
    sums[row] += liquid_lane_sum(&total);
  }
}
