#ifndef LIQUID_LSTM_H
#define LIQUID_LSTM_H

#include "liquid_kernels.h"

// The gates of an LSTM, [neurons] each: before a step's kernel their sums, after it
// tanh(candidate) and the sigmoids of the others.
typedef struct {
  float *candidate;
  float *input;
  float *forget;
  float *output;
} liquid_lstm_gates;

// next_cell = cell forget + candidate input,  out = tanh(next_cell) output;
// forget_bias is added to the sum of the forget gate.
void liquid_lstm_step(int32_t neurons, float forget_bias, const liquid_lstm_gates *gates, const float *cell,
                      float *next_cell, float *out);

// The gradient of liquid_lstm_step, from that with respect to `out` and to `next_cell` from elsewhere. Turns the
// gates into the gradient with respect to their sums and adds to cell_gradient.
void liquid_lstm_gradient(int32_t neurons, const liquid_lstm_gates *gates, const float *cell,
                          const float *next_cell, const float *out_gradient, const float *next_cell_gradient,
                          float *cell_gradient);

#endif
