#include "include/liquid_solvers.h"
#include "lanes.h"
#include "synapse_rows.h"

#pragma clang fp contract(fast)

LIQUID_CLONES
void liquid_sigmoid(const float *x, float *out, int64_t count) {
  for (int64_t row = 0; row < count / LIQUID_LANES; row++) {
    const liquid_row y = LIQUID_ROW(x, row) * -1.44269504f;
    liquid_row a;
    liquid_activate(&y, &a, &LIQUID_ROW_AT(out, row));
  }
}

LIQUID_CLONES
void liquid_synapse_sums(const liquid_synapse_list *by_target, const float *sources, float *conductance,
                         float *drive) {
  for (int32_t target = 0; target < by_target->groups; target++) {
    liquid_row total = 0.0f;
    liquid_row driven = 0.0f;
    liquid_sum_group(by_target, target, sources, &total, &driven);
    LIQUID_ROW_AT(conductance, target) = total;
    LIQUID_ROW_AT(drive, target) = driven;
  }
}

LIQUID_CLONES
void liquid_ltc_substep(const liquid_synapse_list *by_target, const liquid_neurons *neurons,
                        const float *elapsed, const float *input_conductance, const float *input_drive,
                        const float *v, float *next, float *reciprocal) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  for (int32_t j = 0; j < by_target->groups; j++) {
    liquid_row conductance = LIQUID_ROW(input_conductance, j) + neurons->leak[j];
    liquid_row drive = LIQUID_ROW(input_drive, j) + neurons->leak_drive[j];
    liquid_sum_group(by_target, j, v, &conductance, &drive);
    const liquid_row r = 1.0f / (d * conductance + neurons->capacitance[j]);
    const liquid_row now = LIQUID_ROW(v, j);
    LIQUID_ROW_AT(next, j) = now + d * (drive - conductance * now) * r;
    LIQUID_ROW_AT(reciprocal, j) = r;
  }
}

LIQUID_CLONES
void liquid_ltc_derivative(const liquid_synapse_list *by_target, const liquid_neurons *neurons,
                           const float *input_conductance, const float *input_drive, const float *v,
                           float *derivative, float *conductance) {
  for (int32_t j = 0; j < by_target->groups; j++) {
    liquid_row total = LIQUID_ROW(input_conductance, j) + neurons->leak[j];
    liquid_row drive = LIQUID_ROW(input_drive, j) + neurons->leak_drive[j];
    liquid_sum_group(by_target, j, v, &total, &drive);
    LIQUID_ROW_AT(derivative, j) = (drive - total * LIQUID_ROW(v, j)) / neurons->capacitance[j];
    LIQUID_ROW_AT(conductance, j) = total;
  }
}
