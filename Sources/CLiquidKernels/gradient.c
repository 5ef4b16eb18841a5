#include "include/liquid_solvers.h"
#include "lanes.h"

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

LIQUID_CLONES
void liquid_synapse_gradient(const liquid_synapse_list *by_source, const float *sources,
                             const float *drive_gradient, const float *conductance_gradient,
                             float *source_gradient, float *sums) {
  for (int32_t source = 0; source < by_source->groups; source++) {
    const liquid_row x = LIQUID_ROW(sources, source);
    liquid_row total = LIQUID_ROW(source_gradient, source);
    for (int32_t k = by_source->starts[source]; k < by_source->starts[source + 1]; k++) {
      const liquid_synapse synapse = by_source->synapses[k];
      const int32_t target = by_source->others[k];
      const liquid_row y = x * synapse.slope + synapse.offset;
      liquid_row a, s;
      liquid_activate(&y, &a, &s);
      const liquid_row drive = LIQUID_ROW(drive_gradient, target);
      const liquid_row h = drive * synapse.erev - LIQUID_ROW(conductance_gradient, target);
      const liquid_row hs = h * s;
      const liquid_row slope = hs * (a * s);  // 1 - s = a s, without cancellation
      const liquid_row qs = drive * s;
      const liquid_row sx = slope * x;
      total += slope * (synapse.w * synapse.slope * -0.693147181f);
      liquid_add_transposed(&qs, &hs, &slope, &sx, &LIQUID_ROW_AT(sums, k));
    }
    LIQUID_ROW_AT(source_gradient, source) = total;
  }
}
