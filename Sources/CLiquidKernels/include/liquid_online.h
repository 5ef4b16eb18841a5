#ifndef LIQUID_ONLINE_H
#define LIQUID_ONLINE_H

#include "liquid_kernels.h"

// Forward-mode gradients of one sequence: the derivatives of states with respect to parameters, which lie in the lanes.
//
// A block has the derivatives of some states with respect to at most 64 parameters, [states, vectors] rows of 16.

// One term of a sum: a coefficient times what lies at a place.
typedef struct {
  int32_t place;
  int32_t coefficient;
} liquid_online_term;

// Sums: number n has the terms starts[n] ..< starts[n + 1].
typedef struct {
  int32_t count;
  const int32_t *starts;  // scalars [count + 1]
  const liquid_online_term *terms;
} liquid_online_sums;

// out[n] = sum over the terms of sums n: coefficients[coefficient] x[place], x and out [.., vectors].
void liquid_online_combine(int32_t vectors, const liquid_online_sums *sums, const float *coefficients,
                           const float *x, float *out);

// A block through a step of some sub-steps, in place; in each
//   out[n] = sum over `kept` of coefficient block[place] + sum over `direct` of coefficient vector[place]
// A place of `kept` is a state of the block, one of `direct` a row of the sub-step's vectors. Coefficients and vectors
// of a sub-step lie `coefficient_stride` and `vector_stride` scalars after those of the last. `other` is as large as
// the block and is written over.
void liquid_online_advance(int32_t vectors, const liquid_online_sums *kept, const liquid_online_sums *direct,
                           int32_t sub_steps, const float *coefficients, int64_t coefficient_stride,
                           const float *direct_vectors, int64_t vector_stride, float *block, float *other);

// The synapses of an LTC sorted by target, `rows` rows of 16; those that pad have w = 0, source 0 and a target after
// the last neuron. All vectors are scalars [rows, 16].
typedef struct {
  int32_t rows;
  const int32_t *starts;  // scalars [neurons + 1]: those of each target
  const int32_t *sources;
  const int32_t *targets;
  const float *slope;     // as in liquid_synapse
  const float *offset;
  const float *w;
  const float *w_slope;   // dw / d parameter
  const float *mu;
  const float *sigma;
  const float *erev;
  // Where the derivatives with respect to a synapse's parameters go among the direct vectors.
  const int32_t *w_place;
  const int32_t *mu_place;
  const int32_t *sigma_place;
  const int32_t *erev_place;
  // Of the synapses in the newest step.
  float *activation;
  float *steepness;  // s (1 - s)
} liquid_online_synapses;

// The neurons of an LTC, scalars [neurons], and one more that pads.
typedef struct {
  int32_t count;
  const float *capacitance;
  const float *leak;
  const float *leak_drive;
  const float *gleak;
  const float *vleak;
  const float *gleak_slope;
  const float *capacitance_slope;
  const float *moves;  // 0 where a neuron is held, else 1
  const int32_t *gleak_place;
  const int32_t *vleak_place;
  const int32_t *capacitance_place;
  // Workspaces.
  float *input_conductance;
  float *input_drive;
  float *scale;   // D / (cm + D conductance), 0 where held
  float *next;
  float *time_constants;  // after the step, under its inputs: capacitance over the sum of all conductances
} liquid_online_neurons;

// A step of an LTC as `sub_steps` of liquid_ltc_substep, each of length `elapsed`, with its derivatives.
//
// `v` is moved on. Of each sub-step, in strides as above: coefficients [neurons + recurrent + sensory] are the derivatives
// of each state with respect to itself but for synapses, to what each synapse sees, and those of each sensory synapse;
// `direct_vectors` receives the derivatives of each target with respect to its own parameters, where the places say.
void liquid_online_ltc(const liquid_online_neurons *neurons, const liquid_online_synapses *recurrent,
                       const liquid_online_synapses *sensory, int32_t sub_steps, float elapsed,
                       const float *inputs, float *v, float *coefficients, int64_t coefficient_stride,
                       float *direct_vectors, int64_t vector_stride);

#endif
