#ifndef LIQUID_SYNAPSE_ROWS_H
#define LIQUID_SYNAPSE_ROWS_H

#include "lanes.h"

// a and s, as liquid_activate_rows has them, of `count` synapses whose sources are at `x`, a row for each.
LIQUID_INLINE void liquid_activate_synapses(int32_t count, const liquid_synapse *synapses, const liquid_row *x,
                                            liquid_row *a, liquid_row *s) {
#pragma clang fp contract(fast)
  liquid_row y[LIQUID_SIDE_BY_SIDE];
  LIQUID_EACH(count) y[i] = x[i] * synapses[i].slope + synapses[i].offset;
  liquid_activate_rows(count, y, a, s);
}

// Adds `count` synapses, from place k of the list on, to the sums of their target.
LIQUID_INLINE void liquid_sum_synapses(int32_t count, const liquid_synapse_list *list, int32_t k,
                                       const float *sources, liquid_row *conductance, liquid_row *drive) {
#pragma clang fp contract(fast)
  const liquid_synapse *synapses = list->synapses + k;
  liquid_row x[LIQUID_SIDE_BY_SIDE], a[LIQUID_SIDE_BY_SIDE], s[LIQUID_SIDE_BY_SIDE];
  LIQUID_EACH(count) x[i] = LIQUID_ROW(sources, list->others[k + i]);
  liquid_activate_synapses(count, synapses, x, a, s);
  LIQUID_EACH(count) {
    *conductance += s[i] * synapses[i].w;
    *drive += s[i] * synapses[i].drive;
  }
}

// Adds the synapses of one target to its sums.
LIQUID_INLINE void liquid_sum_group(const liquid_synapse_list *list, int32_t group, const float *sources,
                                    liquid_row *conductance, liquid_row *drive) {
  liquid_row total = *conductance;
  liquid_row driven = *drive;
  int32_t k = list->starts[group];
  const int32_t end = list->starts[group + 1];
  for (; k + LIQUID_SIDE_BY_SIDE <= end; k += LIQUID_SIDE_BY_SIDE) {
    liquid_sum_synapses(LIQUID_SIDE_BY_SIDE, list, k, sources, &total, &driven);
  }
  for (; k < end; k++) liquid_sum_synapses(1, list, k, sources, &total, &driven);
  *conductance = total;
  *drive = driven;
}

#endif
