#include "include/liquid_solvers.h"
#include "lanes.h"

#pragma clang fp contract(fast)

LIQUID_CLONES
void liquid_stage(int32_t rows, int32_t terms, const float *weights, const float *elapsed, const float *k,
                  const float *v, float *out) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  for (int32_t j = 0; j < rows; j++) {
    liquid_row sum = 0.0f;
    for (int32_t n = 0; n < terms; n++) sum += LIQUID_ROW(k, (int64_t)n * rows + j) * weights[n];
    const liquid_row before = LIQUID_ROW(v, j);
    LIQUID_ROW_AT(out, j) = d > 0.0f ? before + d * sum : before;
  }
}

LIQUID_CLONES
void liquid_stage_gradient(int32_t rows, int32_t terms, float weight, const float *weights,
                           const float *elapsed, const float *gradient, const float *k, float *out) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  for (int32_t j = 0; j < rows; j++) {
    liquid_row sum = LIQUID_ROW(gradient, j) * weight;
    for (int32_t n = 0; n < terms; n++) sum += LIQUID_ROW(k, (int64_t)n * rows + j) * weights[n];
    LIQUID_ROW_AT(out, j) = d > 0.0f ? d * sum : (liquid_row)0.0f;
  }
}

LIQUID_CLONES
void liquid_leak(int32_t rows, const float *rate, const float *activity, const float *v, float *derivative) {
  for (int32_t j = 0; j < rows; j++) {
    LIQUID_ROW_AT(derivative, j) = LIQUID_ROW(activity, j) - LIQUID_ROW(v, j) * rate[j];
  }
}

LIQUID_CLONES
void liquid_leak_gradient(int32_t rows, const float *rate, const float *v, const float *gradient,
                          float *v_gradient, float *rate_sum) {
  for (int32_t j = 0; j < rows; j++) {
    const liquid_row g = LIQUID_ROW(gradient, j);
    LIQUID_ROW_AT(v_gradient, j) -= g * rate[j];
    LIQUID_ROW_AT(rate_sum, j) -= g * LIQUID_ROW(v, j);
  }
}

LIQUID_CLONES
void liquid_leak_step(int32_t rows, const float *rate, const float *elapsed, const float *activity,
                      const float *v, float *next) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  for (int32_t j = 0; j < rows; j++) {
    const liquid_row before = LIQUID_ROW(v, j);
    const liquid_row after = (before + d * LIQUID_ROW(activity, j)) / (d * rate[j] + 1.0f);
    LIQUID_ROW_AT(next, j) = d > 0.0f ? after : before;
  }
}

LIQUID_CLONES
void liquid_leak_step_gradient(int32_t rows, const float *rate, const float *elapsed, const float *next,
                               float *gradient, float *activity_gradient, float *rate_sum) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  for (int32_t j = 0; j < rows; j++) {
    const liquid_row g = LIQUID_ROW(gradient, j);
    const liquid_row scaled = d > 0.0f ? g / (d * rate[j] + 1.0f) : g;
    const liquid_row activity = scaled * d;
    LIQUID_ROW_AT(activity_gradient, j) = activity;
    LIQUID_ROW_AT(rate_sum, j) -= activity * LIQUID_ROW(next, j);
    LIQUID_ROW_AT(gradient, j) = scaled;
  }
}
