#include "include/liquid_stack.h"
#include "lanes.h"

#pragma clang fp contract(fast)

LIQUID_CLONES
void liquid_layer_norm(int32_t count, float epsilon, const float *scale, const float *shift, const float *x,
                       float *normalized, float *reciprocal, float *out) {
  liquid_row mean = 0.0f, variance = 0.0f;
  for (int32_t row = 0; row < count; row++) mean += LIQUID_ROW(x, row);
  mean *= 1.0f / (float)count;
  for (int32_t row = 0; row < count; row++) {
    const liquid_row deviation = LIQUID_ROW(x, row) - mean;
    variance += deviation * deviation;
  }
  variance = variance * (1.0f / (float)count) + epsilon;
  const liquid_row factor = 1.0f / __builtin_elementwise_sqrt(variance);
  LIQUID_ROW_AT(reciprocal, 0) = factor;
  for (int32_t row = 0; row < count; row++) {
    const liquid_row unit = (LIQUID_ROW(x, row) - mean) * factor;
    LIQUID_ROW_AT(normalized, row) = unit;
    LIQUID_ROW_AT(out, row) = unit * scale[row] + shift[row];
  }
}

LIQUID_CLONES
void liquid_layer_norm_gradient(int32_t count, const float *scale, const float *normalized, const float *reciprocal,
                                const float *out_gradient, float *scale_sum, float *shift_sum, float *x_gradient) {
  liquid_row mean = 0.0f, along = 0.0f;
  for (int32_t row = 0; row < count; row++) {
    const liquid_row gradient = LIQUID_ROW(out_gradient, row);
    const liquid_row unit = LIQUID_ROW(normalized, row);
    LIQUID_ROW_AT(scale_sum, row) += gradient * unit;
    LIQUID_ROW_AT(shift_sum, row) += gradient;
    mean += gradient * scale[row];
    along += gradient * scale[row] * unit;
  }
  mean *= 1.0f / (float)count;
  along *= 1.0f / (float)count;
  const liquid_row factor = LIQUID_ROW(reciprocal, 0);
  for (int32_t row = 0; row < count; row++) {
    const liquid_row gradient = LIQUID_ROW(out_gradient, row) * scale[row];
    LIQUID_ROW_AT(x_gradient, row) += (gradient - mean - LIQUID_ROW(normalized, row) * along) * factor;
  }
}

LIQUID_CLONES
void liquid_multiply(int32_t rows, const float *x, const float *factor, float *out) {
  for (int32_t row = 0; row < rows; row++) {
    LIQUID_ROW_AT(out, row) = LIQUID_ROW(x, row) * LIQUID_ROW(factor, row);
  }
}

LIQUID_CLONES
void liquid_pool_mean(int32_t count, const float *steps, const float *x, const float *mean, float *next_steps,
                      float *next) {
  const liquid_row number = LIQUID_ROW(steps, 0) + 1.0f;
  const liquid_row weight = 1.0f / number;
  LIQUID_ROW_AT(next_steps, 0) = number;
  for (int32_t row = 0; row < count; row++) {
    const liquid_row before = LIQUID_ROW(mean, row);
    LIQUID_ROW_AT(next, row) = before + (LIQUID_ROW(x, row) - before) * weight;
  }
}

LIQUID_CLONES
void liquid_pool_mean_gradient(int32_t count, const float *next_steps, const float *gradient, float *x_gradient,
                               float *before_gradient) {
  const liquid_row weight = 1.0f / LIQUID_ROW(next_steps, 0);
  for (int32_t row = 0; row < count; row++) {
    const liquid_row part = LIQUID_ROW(gradient, row) * weight;
    LIQUID_ROW_AT(x_gradient, row) += part;
    LIQUID_ROW_AT(before_gradient, row) += LIQUID_ROW(gradient, row) - part;
  }
}

LIQUID_CLONES
void liquid_pool_max(int32_t count, const float *steps, const float *x, const float *largest, float *next_steps,
                     float *next) {
  const liquid_row number = LIQUID_ROW(steps, 0);
  for (int32_t row = 0; row < count; row++) {
    const liquid_row now = LIQUID_ROW(x, row), before = LIQUID_ROW(largest, row);
    // A new value that is NaN is taken: no comparison with it is true.
    const liquid_row larger = now <= before ? before : now;
    LIQUID_ROW_AT(next, row) = number == 0.0f ? now : larger;
  }
  LIQUID_ROW_AT(next_steps, 0) = number + 1.0f;
}

LIQUID_CLONES
void liquid_pool_max_gradient(int32_t count, const float *steps, const float *x, const float *largest,
                              const float *gradient, float *x_gradient, float *before_gradient) {
  const liquid_row zero = 0.0f;
  const liquid_irow isFirst = LIQUID_ROW(steps, 0) == 0.0f;
  for (int32_t row = 0; row < count; row++) {
    const liquid_irow keeps = (LIQUID_ROW(x, row) <= LIQUID_ROW(largest, row)) & ~isFirst;
    const liquid_row part = LIQUID_ROW(gradient, row);
    LIQUID_ROW_AT(x_gradient, row) += keeps ? zero : part;
    LIQUID_ROW_AT(before_gradient, row) += keeps ? part : zero;
  }
}

LIQUID_INLINE void liquid_exp_row(const liquid_row *x, liquid_row *out) {
#pragma clang fp contract(fast)
  const liquid_row y = *x * 1.44269504f;
  liquid_row s;
  liquid_activate(&y, out, &s);
}

LIQUID_CLONES
void liquid_pool_attention(int32_t count, const float *query, const float *top, const float *sum, const float *x,
                           const float *mean, float *next_top, float *next_sum, float *share, float *kept,
                           float *next) {
  liquid_row score = 0.0f;
  for (int32_t row = 0; row < count; row++) score += LIQUID_ROW(x, row) * query[row];
  const liquid_row before = LIQUID_ROW(top, 0), total = LIQUID_ROW(sum, 0);
  const liquid_row higher = score <= before ? before : score;
  const liquid_row now = total == 0.0f ? score : higher;
  const liquid_row above = score - now, below = total == 0.0f ? (liquid_row)0.0f : before - now;
  liquid_row part, rest;
  liquid_exp_row(&above, &part);
  liquid_exp_row(&below, &rest);
  const liquid_row weights = total * rest + part;
  const liquid_row weight = part / weights;
  LIQUID_ROW_AT(next_top, 0) = now;
  LIQUID_ROW_AT(next_sum, 0) = weights;
  LIQUID_ROW_AT(share, 0) = part;
  LIQUID_ROW_AT(kept, 0) = rest;
  for (int32_t row = 0; row < count; row++) {
    const liquid_row earlier = LIQUID_ROW(mean, row);
    LIQUID_ROW_AT(next, row) = earlier + (LIQUID_ROW(x, row) - earlier) * weight;
  }
}

LIQUID_CLONES
void liquid_pool_attention_gradient(int32_t count, const float *query, const float *x, const float *mean,
                                    const float *next_sum, const float *share, const float *kept,
                                    const float *gradient, const float *next_sum_gradient, float *query_sum,
                                    float *x_gradient, float *before_gradient, float *sum_gradient) {
  const liquid_row reciprocal = 1.0f / LIQUID_ROW(next_sum, 0);
  const liquid_row weight = LIQUID_ROW(share, 0) * reciprocal;
  liquid_row weight_gradient = 0.0f;
  for (int32_t row = 0; row < count; row++) {
    const liquid_row part = LIQUID_ROW(gradient, row);
    weight_gradient += part * (LIQUID_ROW(x, row) - LIQUID_ROW(mean, row));
    LIQUID_ROW_AT(x_gradient, row) += part * weight;
    LIQUID_ROW_AT(before_gradient, row) += part - part * weight;
  }
  const liquid_row all = LIQUID_ROW(next_sum_gradient, 0) - weight_gradient * weight * reciprocal;
  const liquid_row score_gradient = (weight_gradient * reciprocal + all) * LIQUID_ROW(share, 0);
  LIQUID_ROW_AT(sum_gradient, 0) += all * LIQUID_ROW(kept, 0);
  for (int32_t row = 0; row < count; row++) {
    LIQUID_ROW_AT(query_sum, row) += score_gradient * LIQUID_ROW(x, row);
    LIQUID_ROW_AT(x_gradient, row) += score_gradient * query[row];
  }
}
