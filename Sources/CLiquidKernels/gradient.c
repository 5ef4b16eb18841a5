#include "include/liquid_solvers.h"
#include "lanes.h"
#include "synapse_rows.h"

#pragma clang fp contract(fast)

LIQUID_CLONES
void liquid_ltc_neuron_gradient(int32_t count, const float *capacitance, const float *elapsed,
                                const float *v, const float *next, const float *reciprocal, float *gradient,
                                float *drive_gradient, float *conductance_gradient, float *drive_sum,
                                float *conductance_sum, float *capacitance_sum) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  for (int32_t j = 0; j < count; j++) {
    const liquid_row scaled = LIQUID_ROW(gradient, j) * LIQUID_ROW(reciprocal, j);
    const liquid_row after = LIQUID_ROW(next, j);
    const liquid_row drive = scaled * d;
    const liquid_row conductance = drive * after;
    LIQUID_ROW_AT(drive_gradient, j) = drive;
    LIQUID_ROW_AT(conductance_gradient, j) = conductance;
    LIQUID_ROW_AT(drive_sum, j) += drive;
    LIQUID_ROW_AT(conductance_sum, j) += conductance;
    LIQUID_ROW_AT(capacitance_sum, j) += scaled * (LIQUID_ROW(v, j) - after);
    LIQUID_ROW_AT(gradient, j) = scaled * capacitance[j];
  }
}

LIQUID_CLONES
void liquid_ltc_derivative_gradient(int32_t count, const float *capacitance, const float *v,
                                    const float *derivative, const float *conductance, const float *gradient,
                                    float *drive_gradient, float *conductance_gradient, float *v_gradient,
                                    float *drive_sum, float *conductance_sum, float *capacitance_sum) {
  for (int32_t j = 0; j < count; j++) {
    const liquid_row drive = LIQUID_ROW(gradient, j) / capacitance[j];
    const liquid_row leaving = drive * LIQUID_ROW(v, j);
    LIQUID_ROW_AT(drive_gradient, j) = drive;
    LIQUID_ROW_AT(conductance_gradient, j) = leaving;
    LIQUID_ROW_AT(v_gradient, j) -= drive * LIQUID_ROW(conductance, j);
    LIQUID_ROW_AT(drive_sum, j) += drive;
    LIQUID_ROW_AT(conductance_sum, j) += leaving;
    LIQUID_ROW_AT(capacitance_sum, j) -= drive * LIQUID_ROW(derivative, j);
  }
}

// `count` synapses of one source, from place k of the list on. Adds to the gradient of the source's value x.
LIQUID_INLINE void liquid_synapse_gradient_of(int32_t count, const liquid_synapse_list *by_source, int32_t k,
                                              const liquid_row *value, const float *drive_gradient,
                                              const float *conductance_gradient, liquid_row *x_gradient,
                                              float *sums) {
#pragma clang fp contract(fast)
  const liquid_synapse *synapses = by_source->synapses + k;
  const int32_t *others = by_source->others + k;
  liquid_row x[LIQUID_SIDE_BY_SIDE], a[LIQUID_SIDE_BY_SIDE], s[LIQUID_SIDE_BY_SIDE];
  LIQUID_EACH(count) x[i] = *value;
  liquid_activate_synapses(count, synapses, x, a, s);
  LIQUID_EACH(count) {
    const liquid_row drive = LIQUID_ROW(drive_gradient, others[i]);
    const liquid_row h = drive * synapses[i].erev - LIQUID_ROW(conductance_gradient, others[i]);
    const liquid_row hs = h * s[i];
    const liquid_row slope = hs * (a[i] * s[i]);  // 1 - s = a s, without cancellation
    const liquid_row qs = drive * s[i];
    const liquid_row sx = slope * x[i];
    *x_gradient += slope * synapses[i].pull;
    liquid_add_transposed(&qs, &hs, &slope, &sx, &LIQUID_ROW_AT(sums, k + i));
  }
}

LIQUID_CLONES
void liquid_synapse_gradient(const liquid_synapse_list *by_source, const float *sources,
                             const float *drive_gradient, const float *conductance_gradient,
                             float *source_gradient, float *sums) {
  for (int32_t source = 0; source < by_source->groups; source++) {
    const liquid_row x = LIQUID_ROW(sources, source);
    liquid_row total = LIQUID_ROW(source_gradient, source);
    int32_t k = by_source->starts[source];
    const int32_t end = by_source->starts[source + 1];
    for (; k + LIQUID_SIDE_BY_SIDE <= end; k += LIQUID_SIDE_BY_SIDE) {
      liquid_synapse_gradient_of(LIQUID_SIDE_BY_SIDE, by_source, k, &x, drive_gradient, conductance_gradient, &total,
                                 sums);
    }
    for (; k < end; k++) {
      liquid_synapse_gradient_of(1, by_source, k, &x, drive_gradient, conductance_gradient, &total, sums);
    }
    LIQUID_ROW_AT(source_gradient, source) = total;
  }
}
