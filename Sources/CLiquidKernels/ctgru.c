#include "include/liquid_ctgru.h"
#include "lanes.h"

#pragma clang fp contract(fast)

#define LIQUID_SCALES LIQUID_CTGRU_SCALES
#define LIQUID_LOG2E 1.44269504f

// The shares of the scales, and the mean of their indices.
//
// With k = x / ln(ratio) and p the nearest scale, -(x - ln tau_m)^2 + (x - ln tau_p)^2 is
// ln(ratio)^2 (m - p) (2 k - m - p): no difference of large numbers. Beyond k = +-1000 all shares but one are 0 in
// 32 bits, so that k is clamped there.
LIQUID_INLINE void liquid_ctgru_shares(const liquid_row *scale, liquid_row *shares, liquid_row *mean) {
#pragma clang fp contract(fast)
  liquid_row k = *scale * (1.0f / LIQUID_CTGRU_LOG_RATIO);
  k = 1000.0f < k ? (liquid_row)1000.0f : k;
  k = -1000.0f > k ? (liquid_row)-1000.0f : k;
  liquid_row near = (k + 12582912.0f) - 12582912.0f;
  near = (float)(LIQUID_SCALES - 1) < near ? (liquid_row)(float)(LIQUID_SCALES - 1) : near;
  near = 0.0f > near ? (liquid_row)0.0f : near;
  liquid_row total = 0.0f;
  liquid_row moment = 0.0f;
  for (int32_t m = 0; m < LIQUID_SCALES; m++) {
    const liquid_row y = ((float)m - near) * (2.0f * k - (float)m - near) *
                         (LIQUID_CTGRU_LOG_RATIO * LIQUID_CTGRU_LOG_RATIO * LIQUID_LOG2E);
    liquid_row s;
    liquid_activate(&y, &shares[m], &s);
    total += shares[m];
    moment += shares[m] * (float)m;
  }
  const liquid_row inverse = 1.0f / total;
  for (int32_t m = 0; m < LIQUID_SCALES; m++) shares[m] *= inverse;
  *mean = moment * inverse;
}

// exp(-elapsed / tau_m)
LIQUID_INLINE void liquid_ctgru_decay(const float *elapsed, liquid_row *decay) {
#pragma clang fp contract(fast)
  float rate = 1.0f;
  for (int32_t m = 0; m < LIQUID_SCALES; m++) {
    const liquid_row y = LIQUID_ROW(elapsed, 0) * (rate * -LIQUID_LOG2E);
    liquid_row s;
    liquid_activate(&y, &decay[m], &s);
    rate *= 0.316227766f;
  }
}

LIQUID_CLONES
void liquid_ctgru_retrieve(int32_t neurons, const float *scale, const float *memory, float *retrieved) {
  for (int64_t j = 0; j < neurons; j++) {
    liquid_row shares[LIQUID_SCALES], mean;
    liquid_ctgru_shares(&LIQUID_ROW(scale, j), shares, &mean);
    liquid_row sum = 0.0f;
    for (int32_t m = 0; m < LIQUID_SCALES; m++) sum += shares[m] * LIQUID_ROW(memory, LIQUID_SCALES * j + m);
    LIQUID_ROW_AT(retrieved, j) = sum;
  }
}

// A share's derivative with respect to x is 2 share (ln tau_m - the mean of ln tau).
LIQUID_CLONES
void liquid_ctgru_retrieve_gradient(int32_t neurons, float *scale, const float *memory,
                                    const float *retrieved_gradient, float *memory_gradient) {
  for (int64_t j = 0; j < neurons; j++) {
    const liquid_row gradient = LIQUID_ROW(retrieved_gradient, j);
    liquid_row shares[LIQUID_SCALES], mean;
    liquid_ctgru_shares(&LIQUID_ROW(scale, j), shares, &mean);
    liquid_row slope = 0.0f;
    for (int32_t m = 0; m < LIQUID_SCALES; m++) {
      const int64_t row = LIQUID_SCALES * j + m;
      slope += LIQUID_ROW(memory, row) * shares[m] * ((float)m - mean);
      LIQUID_ROW_AT(memory_gradient, row) += gradient * shares[m];
    }
    LIQUID_ROW_AT(scale, j) = gradient * slope * (2.0f * LIQUID_CTGRU_LOG_RATIO);
  }
}

LIQUID_CLONES
void liquid_ctgru_store(int32_t neurons, const float *elapsed, const float *scale, float *event,
                        const float *memory, float *next_memory, float *next) {
  liquid_row decay[LIQUID_SCALES];
  liquid_ctgru_decay(elapsed, decay);
  for (int64_t j = 0; j < neurons; j++) {
    liquid_row shares[LIQUID_SCALES], mean;
    liquid_ctgru_shares(&LIQUID_ROW(scale, j), shares, &mean);
    liquid_row signal;
    liquid_tanh_row(&LIQUID_ROW(event, j), &signal);
    LIQUID_ROW_AT(event, j) = signal;
    liquid_row sum = 0.0f;
    for (int32_t m = 0; m < LIQUID_SCALES; m++) {
      const liquid_row kept = LIQUID_ROW(memory, LIQUID_SCALES * j + m);
      const liquid_row value = (kept + shares[m] * (signal - kept)) * decay[m];
      LIQUID_ROW_AT(next_memory, LIQUID_SCALES * j + m) = value;
      sum += value;
    }
    LIQUID_ROW_AT(next, j) = sum;
  }
}

LIQUID_CLONES
void liquid_ctgru_store_gradient(int32_t neurons, const float *elapsed, float *scale, float *event,
                                 const float *memory, const float *next_gradient,
                                 const float *next_memory_gradient, float *memory_gradient) {
  liquid_row decay[LIQUID_SCALES];
  liquid_ctgru_decay(elapsed, decay);
  for (int64_t j = 0; j < neurons; j++) {
    liquid_row shares[LIQUID_SCALES], mean;
    liquid_ctgru_shares(&LIQUID_ROW(scale, j), shares, &mean);
    const liquid_row signal = LIQUID_ROW(event, j);
    liquid_row signal_gradient = 0.0f;
    liquid_row slope = 0.0f;
    for (int32_t m = 0; m < LIQUID_SCALES; m++) {
      const int64_t row = LIQUID_SCALES * j + m;
      const liquid_row gradient =
          (LIQUID_ROW(next_memory_gradient, row) + LIQUID_ROW(next_gradient, j)) * decay[m];
      const liquid_row stored = gradient * shares[m];
      signal_gradient += stored;
      slope += stored * (signal - LIQUID_ROW(memory, row)) * ((float)m - mean);
      LIQUID_ROW_AT(memory_gradient, row) += gradient - stored;
    }
    LIQUID_ROW_AT(scale, j) = slope * (2.0f * LIQUID_CTGRU_LOG_RATIO);
    LIQUID_ROW_AT(event, j) = signal_gradient * (1.0f - signal * signal);
  }
}
