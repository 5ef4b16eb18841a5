#ifndef LIQUID_LRC_H
#define LIQUID_LRC_H

#include "liquid_kernels.h"
#include "liquid_stream.h"

// Liquid-resistance liquid-capacitance units. With s the logistic function, a neuron of state h follows
//   dh/dt = e (v tanh(z) - s(f) h)
//   f = gleak + sum w s(sigma (x - mu)),  z = kleak + sum k s(sigma (x - mu))  over its synapses
//   e = s(a h + b), or s(a h + b + c) - s(a h + b - c): the elastance
//
// A liquid_synapse holds k where an LTC has w erev, and sigma where it has w sigma; it needs no erev.

// The neurons' own parameters, scalars [neurons] each.
typedef struct {
  const float *target;  // v
  const float *slope;   // a
  const float *offset;  // b
  const float *shift;   // c; NULL: the elastance has one logistic function
  const float *moves;   // 0 where the neuron is held, else 1: a factor of e
} liquid_lrc_neurons;

typedef enum {
  LIQUID_LRC_DERIVATIVE,  // out = dh/dt
  LIQUID_LRC_EULER,       // out = h + D dh/dt
  LIQUID_LRC_FUSED,       // out = (h + D e v tanh(z)) / (1 + D e s(f))
} liquid_lrc_mode;

// Sums over each target's synapses (list grouped by target): f = f_bias + sum w s, z = z_bias + sum k s. The biases are
// scalars [targets].
void liquid_lrc_sums(const liquid_synapse_list *by_target, const float *f_bias, const float *z_bias,
                     const float *sources, float *f, float *z);

// One evaluation or sub-step of length `elapsed` [1], unused for a derivative. `input_f` and `input_z` [neurons] hold
// biases and sensory synapses. Leaves f and z for the way back, `kept` [2, neurons].
void liquid_lrc_step(liquid_lrc_mode mode, const liquid_synapse_list *by_target, const liquid_lrc_neurons *neurons,
                     const float *elapsed, const float *input_f, const float *input_z, const float *h, float *out,
                     float *kept);

// What the way back of liquid_lrc_step writes, [neurons] each: the gradient with respect to f and z, and running sums of
// these and of those with respect to v, a, b and c.
typedef struct {
  float *f_gradient;
  float *z_gradient;
  float *f_sum;
  float *z_sum;
  float *target_sum;
  float *slope_sum;
  float *offset_sum;
  float *shift_sum;
} liquid_lrc_sums_of_gradients;

// The neurons' part of the gradient. From that with respect to `out`: h_gradient is set to that with respect to h but for
// what passes a synapse, or, for a derivative, has it added. `gradient` and `h_gradient` may be the same.
void liquid_lrc_step_gradient(liquid_lrc_mode mode, int32_t count, const liquid_lrc_neurons *neurons,
                              const float *elapsed, const float *h, const float *out, const float *kept,
                              const float *gradient, float *h_gradient, const liquid_lrc_sums_of_gradients *sums);

// The synapses' part (list grouped by source). With g = f_gradient w + z_gradient k at the target, adds to
// `source_gradient` [sources] and, one row per synapse, to the sums over lanes of
//   f_gradient s,  z_gradient s,  g s (1 - s),  g s (1 - s) x.
void liquid_lrc_synapse_gradient(const liquid_synapse_list *by_source, const float *sources,
                                 const float *f_gradient, const float *z_gradient, float *source_gradient,
                                 float *sums);

// Receptors, one per input, that all neurons share: out = s(sigma (x - mu)), scalars [inputs] of each.
void liquid_lrc_receptors(int32_t inputs, const float *sigma, const float *mu, const float *x, float *out);

// Their gradient, from that with respect to `out`: adds to sigma_sum, mu_sum and x_gradient, [inputs] each.
void liquid_lrc_receptors_gradient(int32_t inputs, const float *sigma, const float *mu, const float *x,
                                   const float *out, const float *out_gradient, float *sigma_sum, float *mu_sum,
                                   float *x_gradient);

// `unfolds` sub-steps of a single sequence, each of length `elapsed`, from h to h. The lanes are neurons: parameters and
// vectors are [blocks]; h and `other`, which the call writes over, have one row more, of zeros. `synapses` has four rows
// per row of the table: slope and offset as in liquid_synapse, w and k.
void liquid_stream_lrc(liquid_lrc_mode mode, const liquid_stream_table *table, const float *synapses,
                       const liquid_lrc_neurons *neurons, int32_t unfolds, float elapsed, const float *input_f,
                       const float *input_z, float *h, float *other);

#endif
