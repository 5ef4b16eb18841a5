#include "include/liquid_lstm.h"
#include "lanes.h"

#pragma clang fp contract(fast)

LIQUID_INLINE void liquid_gate_row(float *gates, int32_t j, float bias) {
#pragma clang fp contract(fast)
  const liquid_row y = (LIQUID_ROW(gates, j) + bias) * -1.44269504f;
  liquid_row a;
  liquid_activate(&y, &a, &LIQUID_ROW_AT(gates, j));
}

LIQUID_CLONES
void liquid_lstm_step(int32_t neurons, float forget_bias, const liquid_lstm_gates *gates, const float *cell,
                      float *next_cell, float *out) {
  for (int32_t j = 0; j < neurons; j++) {
    liquid_tanh_row(&LIQUID_ROW(gates->candidate, j), &LIQUID_ROW_AT(gates->candidate, j));
    liquid_gate_row(gates->input, j, 0.0f);
    liquid_gate_row(gates->forget, j, forget_bias);
    liquid_gate_row(gates->output, j, 0.0f);
    const liquid_row next = LIQUID_ROW(cell, j) * LIQUID_ROW(gates->forget, j) +
                            LIQUID_ROW(gates->candidate, j) * LIQUID_ROW(gates->input, j);
    liquid_row seen;
    liquid_tanh_row(&next, &seen);
    LIQUID_ROW_AT(next_cell, j) = next;
    LIQUID_ROW_AT(out, j) = seen * LIQUID_ROW(gates->output, j);
  }
}

LIQUID_CLONES
void liquid_lstm_gradient(int32_t neurons, const liquid_lstm_gates *gates, const float *cell,
                          const float *next_cell, const float *out_gradient, const float *next_cell_gradient,
                          float *cell_gradient) {
  for (int32_t j = 0; j < neurons; j++) {
    const liquid_row candidate = LIQUID_ROW(gates->candidate, j);
    const liquid_row input = LIQUID_ROW(gates->input, j);
    const liquid_row forget = LIQUID_ROW(gates->forget, j);
    const liquid_row output = LIQUID_ROW(gates->output, j);
    const liquid_row reaches = LIQUID_ROW(out_gradient, j);
    liquid_row seen;
    liquid_tanh_row(&LIQUID_ROW(next_cell, j), &seen);
    const liquid_row next = LIQUID_ROW(next_cell_gradient, j) + reaches * output * (1.0f - seen * seen);
    LIQUID_ROW_AT(gates->candidate, j) = next * input * (1.0f - candidate * candidate);
    LIQUID_ROW_AT(gates->input, j) = next * candidate * input * (1.0f - input);
    LIQUID_ROW_AT(gates->forget, j) = next * LIQUID_ROW(cell, j) * forget * (1.0f - forget);
    LIQUID_ROW_AT(gates->output, j) = reaches * seen * output * (1.0f - output);
    LIQUID_ROW_AT(cell_gradient, j) += next * forget;
  }
}
