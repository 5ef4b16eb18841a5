#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_ctgru.h"
#include "../../Sources/CLiquidKernels/include/liquid_gru.h"
#include "../../Sources/CLiquidKernels/include/liquid_lstm.h"
#include "check.h"

#define N 32
#define SCALES LIQUID_CTGRU_SCALES
#define FORGET_BIAS 1.0f

// Up to four blocks of rows, [4, neurons], of what a step reads and of what it leaves there.
ROWS(gates, 4 * N);
ROWS(gates_before, 4 * N);
ROWS(cell, N);
ROWS(next_cell, N);
ROWS(out, N);
ROWS(out_gradient, N);
ROWS(next_cell_gradient, N);
ROWS(cell_gradient, N);

// Names of the blocks: candidate, input, forget, output.
static const liquid_lstm_gates lstm = {.candidate = gates,
                                       .input = gates + N * LANES,
                                       .forget = gates + 2 * N * LANES,
                                       .output = gates + 3 * N * LANES};

static void prepare(void) {
  fill(gates, 4 * N * LANES, -2, 2);
  memcpy(gates_before, gates, sizeof gates);
  fill(cell, N * LANES, -1, 1);
  fill(out_gradient, N * LANES, -1, 1);
  fill(next_cell_gradient, N * LANES, -1, 1);
  for (int i = 0; i < N * LANES; i++) cell_gradient[i] = 0.5f;
}

static double reference_cell(const double *x) {
  return x[4] * sigmoid(x[2] + FORGET_BIAS) + tanh(x[0]) * sigmoid(x[1]);
}

// The loss's change from [the gates' sums, cell, gradients with respect to out and next_cell].
static double reference_lstm(const double *x) {
  return x[5] * tanh(reference_cell(x)) * sigmoid(x[3]) + x[6] * reference_cell(x);
}

static void lstm_inputs(int i, double x[7]) {
  for (int n = 0; n < 4; n++) x[n] = gates_before[n * N * LANES + i];
  x[4] = cell[i];
  x[5] = out_gradient[i];
  x[6] = next_cell_gradient[i];
}

static void run_lstm(void) { liquid_lstm_step(N, FORGET_BIAS, &lstm, cell, next_cell, out); }

static void check_lstm(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[7];
    lstm_inputs(i, x);
    compare(next_cell[i], reference_cell(x));
    compare(out[i], tanh(reference_cell(x)) * sigmoid(x[3]));
  }
}

static void prepare_lstm_gradient(void) {
  prepare();
  run_lstm();
}

static void run_lstm_gradient(void) {
  liquid_lstm_gradient(N, &lstm, cell, next_cell, out_gradient, next_cell_gradient, cell_gradient);
}

static void check_lstm_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[7];
    lstm_inputs(i, x);
    for (int n = 0; n < 4; n++) compare(gates[n * N * LANES + i], slope(reference_lstm, x, n));
    compare(cell_gradient[i], 0.5 + slope(reference_lstm, x, 4));
  }
}

ROWS(recurrent, 3 * N);
ROWS(recurrent_before, 3 * N);

static void prepare_gru(void) {
  prepare();
  fill(recurrent, 3 * N * LANES, -2, 2);
  memcpy(recurrent_before, recurrent, sizeof recurrent);
}

// The new state from [input r, z, n, recurrent r, z, n, previous].
static double reference_gru(const double *x) {
  const double update = sigmoid(x[1] + x[4]);
  return (1 - update) * tanh(x[2] + sigmoid(x[0] + x[3]) * x[5]) + update * x[6];
}

static void gru_inputs(int i, double x[7]) {
  for (int n = 0; n < 3; n++) {
    x[n] = gates_before[n * N * LANES + i];
    x[3 + n] = recurrent_before[n * N * LANES + i];
  }
  x[6] = cell[i];
}

static void run_gru(void) { liquid_gru_step(N, gates, recurrent, cell, out); }

static void check_gru(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[7];
    gru_inputs(i, x);
    compare(out[i], reference_gru(x));
  }
}

static void prepare_gru_gradient(void) {
  prepare_gru();
  run_gru();
}

static void run_gru_gradient(void) {
  liquid_gru_gradient(N, gates, recurrent, cell, out_gradient, cell_gradient);
}

static void check_gru_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[7];
    gru_inputs(i, x);
    const double g = out_gradient[i];
    for (int n = 0; n < 3; n++) {
      compare(gates[n * N * LANES + i], g * slope(reference_gru, x, n));
      compare(recurrent[n * N * LANES + i], g * slope(reference_gru, x, 3 + n));
    }
    compare(cell_gradient[i], 0.5 + g * slope(reference_gru, x, 6));
  }
}

ROWS(elapsed, 1);
ROWS(scale, N);
ROWS(scale_before, N);
ROWS(event, N);
ROWS(event_before, N);
ROWS(memory, N *SCALES);
ROWS(next_memory, N *SCALES);
ROWS(next_memory_gradient, N *SCALES);
ROWS(memory_gradient, N *SCALES);

static void prepare_ctgru(void) {
  prepare();
  fill(elapsed, LANES, 0.1f, 2);
  fill(scale, N * LANES, -1, 9);
  memcpy(scale_before, scale, sizeof scale);
  fill(event, N * LANES, -2, 2);
  memcpy(event_before, event, sizeof event);
  fill(memory, N * SCALES * LANES, -1, 1);
  fill(next_memory_gradient, N * SCALES * LANES, -1, 1);
  for (int i = 0; i < N * SCALES * LANES; i++) memory_gradient[i] = 0.5f;
}

static double time_scale(int m) { return pow(10, m / 2.0); }

static void reference_shares(double scale_of_lane, double *shares) {
  double total = 0;
  for (int m = 0; m < SCALES; m++) total += shares[m] = exp(-pow(scale_of_lane - log(time_scale(m)), 2));
  for (int m = 0; m < SCALES; m++) shares[m] /= total;
}

// What is retrieved from [scale, memory].
static double reference_retrieve(const double *x) {
  double shares[SCALES], sum = 0;
  reference_shares(x[0], shares);
  for (int m = 0; m < SCALES; m++) sum += shares[m] * x[1 + m];
  return sum;
}

static void run_retrieve(void) { liquid_ctgru_retrieve(N, scale, memory, out); }

static void retrieve_inputs(int i, double x[1 + SCALES]) {
  x[0] = scale_before[i];
  for (int m = 0; m < SCALES; m++) x[1 + m] = AT(memory, i / LANES * SCALES + m, i % LANES);
}

static void check_retrieve(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[1 + SCALES];
    retrieve_inputs(i, x);
    compare(out[i], reference_retrieve(x));
  }
}

static void run_retrieve_gradient(void) {
  liquid_ctgru_retrieve_gradient(N, scale, memory, out_gradient, memory_gradient);
}

static void check_retrieve_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[1 + SCALES];
    retrieve_inputs(i, x);
    const double g = out_gradient[i];
    compare(scale[i], g * slope(reference_retrieve, x, 0));
    for (int m = 0; m < SCALES; m++) {
      compare(AT(memory_gradient, i / LANES * SCALES + m, i % LANES),
              0.5 + g * slope(reference_retrieve, x, 1 + m));
    }
  }
}

// The loss's change from [scale, event, elapsed, gradient with respect to next, memory, gradients with
// respect to next_memory].
static double reference_store(const double *x) {
  double shares[SCALES], sum = 0;
  reference_shares(x[0], shares);
  for (int m = 0; m < SCALES; m++) {
    const double stored = (1 - shares[m]) * x[4 + m] + shares[m] * tanh(x[1]);
    sum += (x[3] + x[4 + SCALES + m]) * stored * exp(-x[2] / time_scale(m));
  }
  return sum;
}

static void store_inputs(int i, double x[4 + 2 * SCALES]) {
  x[0] = scale_before[i];
  x[1] = event_before[i];
  x[2] = elapsed[i % LANES];
  x[3] = out_gradient[i];
  for (int m = 0; m < SCALES; m++) {
    x[4 + m] = AT(memory, i / LANES * SCALES + m, i % LANES);
    x[4 + SCALES + m] = AT(next_memory_gradient, i / LANES * SCALES + m, i % LANES);
  }
}

static void run_store(void) { liquid_ctgru_store(N, elapsed, scale, event, memory, next_memory, out); }

// The loss's change with a gradient of 1 for one of the results is that result.
static void check_store(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[4 + 2 * SCALES];
    store_inputs(i, x);
    x[3] = 1;
    for (int m = 0; m < SCALES; m++) x[4 + SCALES + m] = 0;
    compare(out[i], reference_store(x));
    x[3] = 0;
    for (int m = 0; m < SCALES; m++) {
      x[4 + SCALES + m] = 1;
      compare(AT(next_memory, i / LANES * SCALES + m, i % LANES), reference_store(x));
      x[4 + SCALES + m] = 0;
    }
  }
}

static void prepare_store_gradient(void) {
  prepare_ctgru();
  run_store();
}

static void run_store_gradient(void) {
  liquid_ctgru_store_gradient(N, elapsed, scale, event, memory, out_gradient, next_memory_gradient,
                              memory_gradient);
}

static void check_store_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[4 + 2 * SCALES];
    store_inputs(i, x);
    compare(scale[i], slope(reference_store, x, 0));
    compare(event[i], slope(reference_store, x, 1));
    for (int m = 0; m < SCALES; m++) {
      compare(AT(memory_gradient, i / LANES * SCALES + m, i % LANES), 0.5 + slope(reference_store, x, 4 + m));
    }
  }
}

const kernel_case gate_cases[] = {
    {"liquid_lstm_step", prepare, run_lstm, check_lstm, 1e-6},
    {"liquid_lstm_gradient", prepare_lstm_gradient, run_lstm_gradient, check_lstm_gradient, 1e-6},
    {"liquid_gru_step", prepare_gru, run_gru, check_gru, 1e-6},
    {"liquid_gru_gradient", prepare_gru_gradient, run_gru_gradient, check_gru_gradient, 1e-6},
    {"liquid_ctgru_retrieve", prepare_ctgru, run_retrieve, check_retrieve, 2e-6},
    {"liquid_ctgru_retrieve_gradient", prepare_ctgru, run_retrieve_gradient, check_retrieve_gradient, 4e-6},
    {"liquid_ctgru_store", prepare_ctgru, run_store, check_store, 2e-6},
    {"liquid_ctgru_store_gradient", prepare_store_gradient, run_store_gradient, check_store_gradient, 4e-6},
    {0},
};
