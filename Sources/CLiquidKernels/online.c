#include "include/liquid_online.h"
#include "lanes.h"

#pragma clang fp contract(fast)

// `vectors` is a constant wherever this is inlined, 1 to 4.
LIQUID_INLINE void liquid_online_add_terms(int32_t vectors, int32_t stride, const liquid_online_sums *sums, int32_t n,
                                           const float *coefficients, const float *x, liquid_row *totals) {
#pragma clang fp contract(fast)
  for (int32_t k = sums->starts[n]; k < sums->starts[n + 1]; k++) {
    const float coefficient = coefficients[sums->terms[k].coefficient];
    const liquid_row *row = &LIQUID_ROW(x, (int64_t)sums->terms[k].place * stride);
#pragma clang loop unroll(full)
    for (int32_t v = 0; v < vectors; v++) totals[v] += row[v] * coefficient;
  }
}

LIQUID_INLINE void liquid_online_pass(int32_t vectors, const liquid_online_sums *kept,
                                      const liquid_online_sums *direct, const float *coefficients,
                                      const float *direct_vectors, const float *x, float *out) {
#pragma clang fp contract(fast)
  for (int32_t n = 0; n < kept->count; n++) {
    liquid_row totals[4];
#pragma clang loop unroll(full)
    for (int32_t v = 0; v < vectors; v++) totals[v] = 0.0f;
    if (direct) liquid_online_add_terms(vectors, 1, direct, n, coefficients, direct_vectors, totals);
    liquid_online_add_terms(vectors, vectors, kept, n, coefficients, x, totals);
#pragma clang loop unroll(full)
    for (int32_t v = 0; v < vectors; v++) LIQUID_ROW_AT(out, (int64_t)n * vectors + v) = totals[v];
  }
}

LIQUID_INLINE void liquid_online_passes(int32_t vectors, const liquid_online_sums *kept,
                                        const liquid_online_sums *direct, int32_t sub_steps,
                                        const float *coefficients, int64_t coefficient_stride,
                                        const float *direct_vectors, int64_t vector_stride, float *block,
                                        float *other) {
  float *now = block;
  float *next = other;
  for (int32_t sub_step = 0; sub_step < sub_steps; sub_step++) {
    liquid_online_pass(vectors, kept, direct, coefficients + sub_step * coefficient_stride,
                       direct_vectors + sub_step * vector_stride, now, next);
    float *swapped = now;
    now = next;
    next = swapped;
  }
  if (now == block) return;
  for (int64_t row = 0; row < (int64_t)kept->count * vectors; row++) {
    LIQUID_ROW_AT(block, row) = LIQUID_ROW(now, row);
  }
}

#define LIQUID_ONLINE_SWITCH(call) \
  switch (vectors) {               \
    case 1: call(1); break;        \
    case 2: call(2); break;        \
    case 3: call(3); break;        \
    default: call(4); break;       \
  }

LIQUID_CLONES
void liquid_online_advance(int32_t vectors, const liquid_online_sums *kept, const liquid_online_sums *direct,
                           int32_t sub_steps, const float *coefficients, int64_t coefficient_stride,
                           const float *direct_vectors, int64_t vector_stride, float *block, float *other) {
#define LIQUID_ONLINE_CALL(count)                                                                       \
  liquid_online_passes(count, kept, direct, sub_steps, coefficients, coefficient_stride, direct_vectors, \
                       vector_stride, block, other)
  LIQUID_ONLINE_SWITCH(LIQUID_ONLINE_CALL)
#undef LIQUID_ONLINE_CALL
}

LIQUID_CLONES
void liquid_online_combine(int32_t vectors, const liquid_online_sums *sums, const float *coefficients,
                           const float *x, float *out) {
#define LIQUID_ONLINE_CALL(count) liquid_online_pass(count, sums, 0, coefficients, 0, x, out)
  LIQUID_ONLINE_SWITCH(LIQUID_ONLINE_CALL)
#undef LIQUID_ONLINE_CALL
}

LIQUID_INLINE void liquid_online_gather(const int32_t *places, const float *x, liquid_row *row) {
  liquid_row gathered;
#pragma clang loop unroll(full)
  for (int32_t lane = 0; lane < LIQUID_LANES; lane++) gathered[lane] = x[places[lane]];
  *row = gathered;
}

LIQUID_INLINE void liquid_online_scatter(const int32_t *places, const liquid_row *row, float *out) {
#pragma clang loop unroll(full)
  for (int32_t lane = 0; lane < LIQUID_LANES; lane++) out[places[lane]] = (*row)[lane];
}

// Activations of all synapses under what they see.
LIQUID_INLINE void liquid_online_activate(const liquid_online_synapses *synapses, const float *x) {
#pragma clang fp contract(fast)
  for (int32_t row = 0; row < synapses->rows; row++) {
    liquid_row seen, a, s;
    liquid_online_gather(synapses->sources + (int64_t)row * LIQUID_LANES, x, &seen);
    const liquid_row y = seen * LIQUID_ROW(synapses->slope, row) + LIQUID_ROW(synapses->offset, row);
    liquid_activate(&y, &a, &s);
    LIQUID_ROW_AT(synapses->activation, row) = s;
    LIQUID_ROW_AT(synapses->steepness, row) = s * (a * s);  // 1 - s = a s, without cancellation
  }
}

// Adds the synapses of a target to its sums.
LIQUID_INLINE void liquid_online_sum(const liquid_online_synapses *synapses, int32_t target, float *conductance,
                                     float *drive) {
#pragma clang fp contract(fast)
  float total = *conductance;
  float driven = *drive;
  for (int32_t k = synapses->starts[target]; k < synapses->starts[target + 1]; k++) {
    const float part = synapses->w[k] * synapses->activation[k];
    total += part;
    driven += part * synapses->erev[k];
  }
  *conductance = total;
  *drive = driven;
}

// The derivatives of the targets with respect to what the synapses see, and to the synapses' parameters.
LIQUID_INLINE void liquid_online_differentiate(const liquid_online_neurons *neurons,
                                               const liquid_online_synapses *synapses, const float *x,
                                               float *seen_slopes, float *direct) {
#pragma clang fp contract(fast)
  for (int32_t row = 0; row < synapses->rows; row++) {
    const int64_t first = (int64_t)row * LIQUID_LANES;
    liquid_row scale, next, seen;
    liquid_online_gather(synapses->targets + first, neurons->scale, &scale);
    liquid_online_gather(synapses->targets + first, neurons->next, &next);
    liquid_online_gather(synapses->sources + first, x, &seen);
    const liquid_row w = LIQUID_ROW(synapses->w, row);
    const liquid_row s = LIQUID_ROW(synapses->activation, row);
    const liquid_row pull = scale * (LIQUID_ROW(synapses->erev, row) - next);
    const liquid_row steep = pull * w * LIQUID_ROW(synapses->steepness, row);
    const liquid_row slope = steep * LIQUID_ROW(synapses->sigma, row);
    const liquid_row w_part = pull * s * LIQUID_ROW(synapses->w_slope, row);
    const liquid_row mu_part = -slope;
    const liquid_row sigma_part = steep * (seen - LIQUID_ROW(synapses->mu, row));
    const liquid_row erev_part = scale * w * s;
    __builtin_memcpy(seen_slopes + first, &slope, sizeof slope);
    liquid_online_scatter(synapses->w_place + first, &w_part, direct);
    liquid_online_scatter(synapses->mu_place + first, &mu_part, direct);
    liquid_online_scatter(synapses->sigma_place + first, &sigma_part, direct);
    liquid_online_scatter(synapses->erev_place + first, &erev_part, direct);
  }
}

LIQUID_INLINE void liquid_online_move(const liquid_online_neurons *neurons, const liquid_online_synapses *recurrent,
                                      float elapsed, const float *v, float *diagonal, float *direct) {
#pragma clang fp contract(fast)
  for (int32_t j = 0; j < neurons->count; j++) {
    float conductance = neurons->input_conductance[j];
    float drive = neurons->input_drive[j];
    liquid_online_sum(recurrent, j, &conductance, &drive);
    const float r = 1.0f / (elapsed * conductance + neurons->capacitance[j]);
    const float next = v[j] + elapsed * (drive - conductance * v[j]) * r;
    const float moved = r * neurons->moves[j];
    neurons->next[j] = next;
    neurons->scale[j] = elapsed * moved;
    diagonal[j] = neurons->capacitance[j] * moved;
    direct[neurons->gleak_place[j]] = elapsed * moved * (neurons->vleak[j] - next) * neurons->gleak_slope[j];
    direct[neurons->vleak_place[j]] = elapsed * moved * neurons->gleak[j];
    direct[neurons->capacitance_place[j]] = moved * (v[j] - next) * neurons->capacitance_slope[j];
  }
}

LIQUID_CLONES
void liquid_online_ltc(const liquid_online_neurons *neurons, const liquid_online_synapses *recurrent,
                       const liquid_online_synapses *sensory, int32_t sub_steps, float elapsed,
                       const float *inputs, float *v, float *coefficients, int64_t coefficient_stride,
                       float *direct_vectors, int64_t vector_stride) {
  liquid_online_activate(sensory, inputs);
  for (int32_t j = 0; j < neurons->count; j++) {
    neurons->input_conductance[j] = neurons->leak[j];
    neurons->input_drive[j] = neurons->leak_drive[j];
    liquid_online_sum(sensory, j, &neurons->input_conductance[j], &neurons->input_drive[j]);
  }
  for (int32_t sub_step = 0; sub_step < sub_steps; sub_step++) {
    float *own = coefficients + sub_step * coefficient_stride;
    float *direct = direct_vectors + sub_step * vector_stride;
    float *recurrent_slopes = own + neurons->count;
    liquid_online_activate(recurrent, v);
    liquid_online_move(neurons, recurrent, elapsed, v, own, direct);
    liquid_online_differentiate(neurons, recurrent, v, recurrent_slopes, direct);
    liquid_online_differentiate(neurons, sensory, inputs, recurrent_slopes + (int64_t)recurrent->rows * LIQUID_LANES,
                                direct);
    for (int32_t j = 0; j < neurons->count; j++) v[j] = neurons->next[j];
  }
  liquid_online_activate(recurrent, v);
  for (int32_t j = 0; j < neurons->count; j++) {
    float conductance = neurons->input_conductance[j];
    float drive = 0;
    liquid_online_sum(recurrent, j, &conductance, &drive);
    neurons->time_constants[j] = neurons->capacitance[j] / conductance;
  }
}
