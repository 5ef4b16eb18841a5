#ifndef LIQUID_GRU_H
#define LIQUID_GRU_H

#include "liquid_kernels.h"

// One step of a GRU, from the sums of its gates r, z, n, [3, neurons]: `input` from the inputs, `recurrent` from
// the states, each with its own bias.
//   r = sigmoid(input_r + recurrent_r),  z = sigmoid(input_z + recurrent_z),  n = tanh(input_n + r recurrent_n)
//   next = (1 - z) n + z previous
// Leaves r, z, n in `input`, and `recurrent` as it is.
void liquid_gru_step(int32_t neurons, float *input, const float *recurrent, const float *previous, float *next);

// The gradient of liquid_gru_step, from that with respect to `next`. Turns `input` and `recurrent` into the
// gradients with respect to them and adds to previous_gradient what z hands through.
void liquid_gru_gradient(int32_t neurons, float *input, float *recurrent, const float *previous,
                         const float *next_gradient, float *previous_gradient);

#endif
