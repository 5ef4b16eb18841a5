#ifndef LIQUID_CFC_H
#define LIQUID_CFC_H

#include "liquid_kernels.h"

typedef enum {
  LIQUID_CFC_DEFAULT,  // h = tanh(ff1) (1 - g) + tanh(ff2) g,  g = sigmoid(time_a dt + time_b)
  LIQUID_CFC_NO_GATE,  // h = tanh(ff1) + tanh(ff2) g
  LIQUID_CFC_PURE,     // h = A - A exp(-dt (|w_tau| + |ff1|)) ff1
} liquid_cfc_mode;

// The neurons that a call is about, and what all calls know of the network.
typedef struct {
  liquid_cfc_mode mode;
  int32_t neurons;         // of the whole network: head h of neuron j is row h neurons + j
  int32_t count;           // neurons of this call
  const int32_t *members;  // their indices, [count]
  const float *amplitude;  // A, scalars [neurons]; read only in pure mode, like the rate
  const float *rate;       // w_tau
} liquid_cfc_group;

// One step of elapsed time [1], from the heads' values. Lanes whose `present` [1] is 0 keep their state.
// Leaves what the gradient needs in `heads`: tanh(ff1), tanh(ff2), time_a, g; in pure mode ff1.
void liquid_cfc_step(const liquid_cfc_group *group, const float *elapsed, const float *present,
                     const float *previous, float *heads, float *next);

// The gradient of liquid_cfc_step, from that with respect to `next`. Turns `heads` into the gradient with
// respect to the heads' values and adds to previous_gradient [neurons] what lanes that are not present hand
// through; in pure mode adds to amplitude_sum and rate_sum [neurons].
void liquid_cfc_gradient(const liquid_cfc_group *group, const float *elapsed, const float *present,
                         const float *next_gradient, float *heads, float *previous_gradient,
                         float *amplitude_sum, float *rate_sum);

// Heads that see single rows: those of the synapses that reach a neuron.
typedef struct {
  int32_t heads;          // 1 or 4
  const int32_t *starts;  // neuron j has synapses starts[j] ..< starts[j + 1], [neurons + 1]
  const int32_t *others;  // the row each synapse comes from
  const float *weights;   // scalars [synapses, heads]
  const float *bias;      // scalars [heads, neurons]
} liquid_wired_heads;

// heads = bias + the sum over each neuron's synapses of weight x, for the neurons of a group.
void liquid_wired_forward(const liquid_wired_heads *wired, const liquid_cfc_group *group, const float *x,
                          float *heads);

// The gradient of liquid_wired_forward: adds to x_gradient and to `sums`, one row per synapse. With four heads,
// places 4 i + h of a row belong to head h.
void liquid_wired_gradient(const liquid_wired_heads *wired, const liquid_cfc_group *group,
                           const float *head_gradient, const float *x, float *x_gradient, float *sums);

#endif
