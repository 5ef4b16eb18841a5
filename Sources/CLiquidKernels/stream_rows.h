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

// Adds the synapses of a block to its sums: of w s, and of what the fourth row of each synapse says times s.
LIQUID_INLINE void liquid_stream_sum_block(const liquid_stream_table *table, int32_t block, const float *synapses,
                                           const float *x, liquid_row *conductance, liquid_row *drive) {
#pragma clang fp contract(fast)
  liquid_row total = *conductance;
  liquid_row driven = *drive;
  for (int32_t k = table->starts[block]; k < table->starts[block + 1]; k++) {
    const float *synapse = synapses + (int64_t)k * 4 * LIQUID_LANES;
    liquid_row seen, a, s;
    liquid_stream_sources(table, k, x, &seen);
    const liquid_row y = seen * LIQUID_ROW(synapse, 0) + LIQUID_ROW(synapse, 1);
    liquid_activate(&y, &a, &s);
    total += s * LIQUID_ROW(synapse, 2);
    driven += s * LIQUID_ROW(synapse, 3);
  }
  *conductance = total;
  *drive = driven;
}

#endif
