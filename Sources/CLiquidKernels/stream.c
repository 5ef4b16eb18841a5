#include "include/liquid_stream.h"
#include "lanes.h"
#include "stream_rows.h"

#ifdef LIQUID_WIDEST
#include <immintrin.h>
#endif

#pragma clang fp contract(fast)

// Rows of outputs that are summed side by side: as many as leave registers for what is added to them.
#ifdef LIQUID_NEON
#define LIQUID_STREAM_BLOCK 6
#else
#define LIQUID_STREAM_BLOCK 8
#endif

// `count` is a constant wherever this is inlined, at most LIQUID_STREAM_BLOCK.
LIQUID_INLINE void liquid_stream_dense_block(int32_t count, int32_t rows, int32_t inputs, const float *weights,
                                             const float *bias, const float *x, float *out) {
#pragma clang fp contract(fast)
  liquid_row sums[LIQUID_STREAM_BLOCK];
#pragma clang loop unroll(full)
  for (int32_t n = 0; n < count; n++) sums[n] = LIQUID_ROW(bias, n);
  for (int32_t k = 0; k < inputs; k++) {
    const float value = x[k];
    const float *column = weights + (int64_t)k * rows * LIQUID_LANES;
#pragma clang loop unroll(full)
    for (int32_t n = 0; n < count; n++) sums[n] += LIQUID_ROW(column, n) * value;
  }
#pragma clang loop unroll(full)
  for (int32_t n = 0; n < count; n++) LIQUID_ROW_AT(out, n) = sums[n];
}

LIQUID_CLONES
void liquid_stream_dense(int32_t rows, int32_t inputs, const float *weights, const float *bias, const float *x,
                         float *out) {
  int32_t n = 0;
  for (; n + LIQUID_STREAM_BLOCK <= rows; n += LIQUID_STREAM_BLOCK) {
    const int64_t at = (int64_t)n * LIQUID_LANES;
    liquid_stream_dense_block(LIQUID_STREAM_BLOCK, rows, inputs, weights + at, bias + at, x, out + at);
  }
  for (; n + 2 <= rows; n += 2) {
    const int64_t at = (int64_t)n * LIQUID_LANES;
    liquid_stream_dense_block(2, rows, inputs, weights + at, bias + at, x, out + at);
  }
  if (n < rows) {
    const int64_t at = (int64_t)n * LIQUID_LANES;
    liquid_stream_dense_block(1, rows, inputs, weights + at, bias + at, x, out + at);
  }
}

LIQUID_CLONES
void liquid_stream_synapse_sums(const liquid_stream_table *table, const float *synapses, const float *sources,
                                float *conductance, float *drive) {
  for (int32_t block = 0; block < table->blocks; block++) {
    liquid_row total = 0.0f;
    liquid_row driven = 0.0f;
    liquid_stream_sum_block(table, block, synapses, sources, &total, &driven);
    LIQUID_ROW_AT(conductance, block) = total;
    LIQUID_ROW_AT(drive, block) = driven;
  }
}

LIQUID_CLONES
static void liquid_stream_ltc_of_any_size(const liquid_stream_table *table, const float *synapses,
                                          const liquid_neurons *neurons, int32_t unfolds, float elapsed,
                                          const float *input_conductance, const float *input_drive, float *v,
                                          float *other) {
  float *now = v;
  float *next = other;
  for (int32_t unfold = 0; unfold < unfolds; unfold++) {
    for (int32_t block = 0; block < table->blocks; block++) {
      liquid_row conductance = LIQUID_ROW(input_conductance, block) + LIQUID_ROW(neurons->leak, block);
      liquid_row drive = LIQUID_ROW(input_drive, block) + LIQUID_ROW(neurons->leak_drive, block);
      liquid_stream_sum_block(table, block, synapses, now, &conductance, &drive);
      liquid_stream_neurons(neurons, block, elapsed, &LIQUID_ROW(now, block), &conductance, &drive,
                            &LIQUID_ROW_AT(next, block));
    }
    float *swapped = now;
    now = next;
    next = swapped;
  }
  if (now == v) return;
  for (int32_t block = 0; block < table->blocks; block++) LIQUID_ROW_AT(v, block) = LIQUID_ROW(now, block);
}

#ifdef LIQUID_WIDEST
// What the synapses of a row see, of at most 32 states: picked by instructions that move numbers between registers,
// where looking them up in memory one by one takes as long as all else together. `now` holds what v does.
LIQUID_WIDEST LIQUID_INLINE void liquid_stream_pick(const liquid_stream_table *table, int32_t k, const float *v,
                                                    const liquid_row *now, liquid_row *seen) {
  const int32_t shared = table->shared[k];
  if (shared >= 0) {
    *seen = v[shared];
    return;
  }
  const __m512i places = _mm512_loadu_si512(table->sources + (int64_t)k * LIQUID_LANES);
  // Lanes without a synapse look at the row of zeros after the last state.
  const __mmask16 sees = _mm512_cmplt_epu32_mask(places, _mm512_set1_epi32(2 * LIQUID_LANES));
  *seen = (liquid_row)_mm512_maskz_permutex2var_ps(sees, (__m512)now[0], places, (__m512)now[1]);
}

// liquid_stream_sum_block of a table that sees one or two blocks.
LIQUID_WIDEST LIQUID_INLINE void liquid_stream_sum_picked(const liquid_stream_table *table, int32_t block,
                                                          const float *synapses, const float *v,
                                                          const liquid_row *now, liquid_row *conductance,
                                                          liquid_row *drive) {
  liquid_row seen[LIQUID_SIDE_BY_SIDE];
  int32_t k = table->starts[block];
  const int32_t end = table->starts[block + 1];
  for (; k + LIQUID_SIDE_BY_SIDE <= end; k += LIQUID_SIDE_BY_SIDE) {
    LIQUID_EACH(LIQUID_SIDE_BY_SIDE) liquid_stream_pick(table, k + i, v, now, &seen[i]);
    liquid_stream_add(LIQUID_SIDE_BY_SIDE, synapses + (int64_t)k * 4 * LIQUID_LANES, seen, conductance, drive);
  }
  for (; k < end; k++) {
    liquid_stream_pick(table, k, v, now, seen);
    liquid_stream_add(1, synapses + (int64_t)k * 4 * LIQUID_LANES, seen, conductance, drive);
  }
}

// liquid_stream_ltc of one or two blocks.
LIQUID_WIDEST
static void liquid_stream_ltc_in_registers(const liquid_stream_table *table, const float *synapses,
                                           const liquid_neurons *neurons, int32_t unfolds, float elapsed,
                                           const float *input_conductance, const float *input_drive, float *v) {
  liquid_row now[2] = {LIQUID_ROW(v, 0), LIQUID_ROW(v, 1)};
  for (int32_t unfold = 0; unfold < unfolds; unfold++) {
    liquid_row next[2] = {0.0f, 0.0f};
    for (int32_t block = 0; block < table->blocks; block++) {
      liquid_row conductance = LIQUID_ROW(input_conductance, block) + LIQUID_ROW(neurons->leak, block);
      liquid_row drive = LIQUID_ROW(input_drive, block) + LIQUID_ROW(neurons->leak_drive, block);
      liquid_stream_sum_picked(table, block, synapses, v, now, &conductance, &drive);
      liquid_stream_neurons(neurons, block, elapsed, &now[block], &conductance, &drive, &next[block]);
    }
    for (int32_t block = 0; block < table->blocks; block++) LIQUID_ROW_AT(v, block) = now[block] = next[block];
  }
}
#endif

void liquid_stream_ltc(const liquid_stream_table *table, const float *synapses, const liquid_neurons *neurons,
                       int32_t unfolds, float elapsed, const float *input_conductance, const float *input_drive,
                       float *v, float *other) {
#ifdef LIQUID_WIDEST
  if (table->blocks <= 2 && __builtin_cpu_supports("x86-64-v4")) {
    liquid_stream_ltc_in_registers(table, synapses, neurons, unfolds, elapsed, input_conductance, input_drive, v);
    return;
  }
#endif
  liquid_stream_ltc_of_any_size(table, synapses, neurons, unfolds, elapsed, input_conductance, input_drive, v, other);
}

// `heads` is a constant wherever this is inlined: 1 or 4.
LIQUID_INLINE void liquid_stream_wired_heads(const liquid_stream_table *table, int32_t heads, int32_t first,
                                             int32_t count, const float *weights, const float *bias,
                                             const float *x, float *out) {
#pragma clang fp contract(fast)
  for (int32_t block = first; block < first + count; block++) {
    liquid_row sums[4];
#pragma clang loop unroll(full)
    for (int32_t h = 0; h < heads; h++) sums[h] = LIQUID_ROW(bias, (int64_t)h * table->blocks + block);
    for (int32_t k = table->starts[block]; k < table->starts[block + 1]; k++) {
      liquid_row seen;
      liquid_stream_sources(table, k, x, &seen);
#pragma clang loop unroll(full)
      for (int32_t h = 0; h < heads; h++) sums[h] += seen * LIQUID_ROW(weights, (int64_t)k * heads + h);
    }
#pragma clang loop unroll(full)
    for (int32_t h = 0; h < heads; h++) LIQUID_ROW_AT(out, (int64_t)h * table->blocks + block) = sums[h];
  }
}

LIQUID_CLONES
void liquid_stream_wired(const liquid_stream_table *table, int32_t heads, int32_t first, int32_t count,
                         const float *weights, const float *bias, const float *x, float *out) {
  if (heads == 1) {
    liquid_stream_wired_heads(table, 1, first, count, weights, bias, x, out);
  } else {
    liquid_stream_wired_heads(table, 4, first, count, weights, bias, x, out);
  }
}

LIQUID_CLONES
void liquid_stream_pure(int32_t rows, float elapsed, const float *amplitude, const float *rate, const float *ff1,
                        float *next) {
  for (int32_t row = 0; row < rows; row++) {
    const liquid_row head = LIQUID_ROW(ff1, row);
    const liquid_row speed =
        __builtin_elementwise_abs(LIQUID_ROW(rate, row)) + __builtin_elementwise_abs(head);
    const liquid_row y = speed * elapsed * -1.44269504f;
    liquid_row decay, s;
    liquid_activate(&y, &decay, &s);
    LIQUID_ROW_AT(next, row) = LIQUID_ROW(amplitude, row) * (1.0f - decay * head);
  }
}
