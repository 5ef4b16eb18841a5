#ifndef LIQUID_STREAM_ROWS_H
#define LIQUID_STREAM_ROWS_H

#include "include/liquid_stream.h"
#include "lanes.h"

// What the synapses of a row of the table see.
LIQUID_INLINE void liquid_stream_sources(const liquid_stream_table *table, int32_t k, const float *x,
                                         liquid_row *seen) {
  const int32_t shared = table->shared[k];
  if (shared >= 0) {
    *seen = x[shared];
    return;
  }
  const int32_t *sources = table->sources + (int64_t)k * LIQUID_LANES;
  liquid_row row;
#pragma clang loop unroll(full)
  for (int32_t lane = 0; lane < LIQUID_LANES; lane++) row[lane] = x[sources[lane]];
  *seen = row;
}

// Adds `count` rows of synapses, which see `seen`, to a block's sums: of w s, and of what the fourth row of each synapse
// says times s.
LIQUID_INLINE void liquid_stream_add(int32_t count, const float *synapses, const liquid_row *seen, liquid_row *total,
                                     liquid_row *driven) {
#pragma clang fp contract(fast)
  liquid_row y[LIQUID_SIDE_BY_SIDE], a[LIQUID_SIDE_BY_SIDE], s[LIQUID_SIDE_BY_SIDE];
  LIQUID_EACH(count) y[i] = seen[i] * LIQUID_ROW(synapses, 4 * i) + LIQUID_ROW(synapses, 4 * i + 1);
  liquid_activate_rows(count, y, a, s);
  LIQUID_EACH(count) {
    *total += s[i] * LIQUID_ROW(synapses, 4 * i + 2);
    *driven += s[i] * LIQUID_ROW(synapses, 4 * i + 3);
  }
}

// Adds the synapses of a block to its sums.
LIQUID_INLINE void liquid_stream_sum_block(const liquid_stream_table *table, int32_t block, const float *synapses,
                                           const float *x, liquid_row *conductance, liquid_row *drive) {
  liquid_row total = *conductance;
  liquid_row driven = *drive;
  liquid_row seen[LIQUID_SIDE_BY_SIDE];
  int32_t k = table->starts[block];
  const int32_t end = table->starts[block + 1];
  for (; k + LIQUID_SIDE_BY_SIDE <= end; k += LIQUID_SIDE_BY_SIDE) {
    LIQUID_EACH(LIQUID_SIDE_BY_SIDE) liquid_stream_sources(table, k + i, x, &seen[i]);
    liquid_stream_add(LIQUID_SIDE_BY_SIDE, synapses + (int64_t)k * 4 * LIQUID_LANES, seen, &total, &driven);
  }
  for (; k < end; k++) {
    liquid_stream_sources(table, k, x, seen);
    liquid_stream_add(1, synapses + (int64_t)k * 4 * LIQUID_LANES, seen, &total, &driven);
  }
  *conductance = total;
  *drive = driven;
}

// One sub-step of the neurons of a block, from the sums over their synapses.
LIQUID_INLINE void liquid_stream_neurons(const liquid_neurons *neurons, int32_t block, float elapsed,
                                         const liquid_row *before, const liquid_row *conductance,
                                         const liquid_row *drive, liquid_row *next) {
#pragma clang fp contract(fast)
  const liquid_row r = 1.0f / (*conductance * elapsed + LIQUID_ROW(neurons->capacitance, block));
  *next = *before + (*drive - *conductance * *before) * elapsed * r;
}

#endif
