#ifndef LIQUID_KERNELS_H
#define LIQUID_KERNELS_H

// The inner loops of liquid networks: no allocation, no state, no I/O.
//
// Everything is laid out in rows of LIQUID_LANES floats, one lane per sequence, and rows are aligned to 64 bytes.
// "[n]" in a comment counts rows unless the element is a scalar.
//
// This header has what LTCs need and all share; liquid_dense.h has dense layers, liquid_cfc.h the CfC, liquid_lrc.h the
// LRC and its diagonal form, liquid_lstm.h, liquid_gru.h and liquid_ctgru.h the cells they are named after,
// liquid_solvers.h explicit solvers, liquid_stream.h a single sequence, liquid_orthonormal.h initial values.

#include <stdint.h>

#define LIQUID_LANES 16

// Four sums per synapse, four partial sums each: the floats of one row of gradient accumulators.
#define LIQUID_SYNAPSE_SUMS 16

// One synapse. With a = 2^(slope x + offset) its activation is s = 1 / (1 + a), so that
// sigmoid(sigma (x - mu)) has slope = -sigma log2(e) and offset = sigma mu log2(e).
//
// Products of parameters are kept with them: computed for each row they would take a tenth of a step's time.
typedef struct {
  float slope;
  float offset;
  float w;      // conductance
  float drive;  // w erev
  float erev;   // reversal potential
  float pull;   // w sigma = -w slope ln 2: the source's gradient for each of h s (1 - s)
} liquid_synapse;

// Synapses grouped by the row they add to: group g has synapses starts[g] ..< starts[g + 1].
typedef struct {
  int32_t groups;
  const int32_t *starts;           // [groups + 1]
  const int32_t *others;           // the row at the other end of each synapse
  const liquid_synapse *synapses;
} liquid_synapse_list;

// The neurons' own parameters, scalars [neurons] each.
typedef struct {
  const float *capacitance;  // cm
  const float *leak;         // gleak + eps
  const float *leak_drive;   // gleak vleak
} liquid_neurons;

// out = sigmoid(x), elementwise; count is a multiple of LIQUID_LANES.
void liquid_sigmoid(const float *x, float *out, int64_t count);

// Sums over each target's synapses (list grouped by target): conductance = sum w s(x), drive = sum w s(x) erev.
void liquid_synapse_sums(const liquid_synapse_list *by_target, const float *sources, float *conductance,
                         float *drive);

// One fused semi-implicit sub-step of length `elapsed` [1]:
//   next = v + D (drive - conductance v) reciprocal,   reciprocal = 1 / (cm + D conductance)
// with the sums over leak, synapses and `input_conductance`, `input_drive` [neurons].
void liquid_ltc_substep(const liquid_synapse_list *by_target, const liquid_neurons *neurons,
                        const float *elapsed, const float *input_conductance, const float *input_drive,
                        const float *v, float *next, float *reciprocal);

// The neurons' part of the sub-step's gradient. From the loss's gradient with respect to `next`:
//   drive_gradient = gradient D reciprocal,  conductance_gradient = -drive_gradient next  (stored negated)
//   gradient <- gradient cm reciprocal: that with respect to v, but for what passes a synapse
// and adds to the running sums drive_sum, conductance_sum (negated too) and capacitance_sum, all [neurons].
void liquid_ltc_neuron_gradient(int32_t count, const float *capacitance, const float *elapsed,
                                const float *v, const float *next, const float *reciprocal, float *gradient,
                                float *drive_gradient, float *conductance_gradient, float *drive_sum,
                                float *conductance_sum, float *capacitance_sum);

// The synapses' part (list grouped by source). With h = drive_gradient erev - conductance_gradient at the target,
// adds to `source_gradient` [sources] and, one row per synapse, to the sums over lanes of
//   drive_gradient s,  h s,  h s (1 - s),  h s (1 - s) x.
void liquid_synapse_gradient(const liquid_synapse_list *by_source, const float *sources,
                             const float *drive_gradient, const float *conductance_gradient,
                             float *source_gradient, float *sums);

// out = weight x + bias, one scalar of each per row.
void liquid_affine(int32_t rows, const float *weight, const float *bias, const float *x, float *out);

// The gradient of liquid_affine: adds to weight_sum [rows], bias_sum [rows] and, unless it is NULL,
// x_gradient [rows].
void liquid_affine_gradient(int32_t rows, const float *weight, const float *x, const float *out_gradient,
                            float *weight_sum, float *bias_sum, float *x_gradient);

// to += from, row by row.
void liquid_add(int32_t rows, const float *from, float *to);

#endif
