#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_cfc.h"
#include "check.h"

// 24 neurons of 32, in all three modes. Two lanes are not present.
#define N 32
#define MEMBERS 24
#define MODES 3

static int32_t members[MEMBERS];
static float amplitude[N], rate[N];
static const liquid_cfc_mode modes[MODES] = {LIQUID_CFC_DEFAULT, LIQUID_CFC_NO_GATE, LIQUID_CFC_PURE};

ROWS(elapsed, 1);
ROWS(present, 1);
ROWS(previous, N);
ROWS(next_gradient, N);
ROWS(heads, MODES * 4 * N);
ROWS(heads_before, MODES * 4 * N);
ROWS(next, MODES *N);
ROWS(previous_gradient, MODES *N);
ROWS(amplitude_sum, N);
ROWS(rate_sum, N);

static liquid_cfc_group group(int mode) {
  return (liquid_cfc_group){.mode = modes[mode],
                            .neurons = N,
                            .count = MEMBERS,
                            .members = members,
                            .amplitude = amplitude,
                            .rate = rate};
}

static void prepare(void) {
  for (int p = 0; p < MEMBERS; p++) members[p] = p + p / 3;
  fill(amplitude, N, -1, 1);
  fill(rate, N, -1, 1);
  fill(elapsed, LANES, 0.1f, 2);
  for (int lane = 0; lane < LANES; lane++) present[lane] = lane % 8 == 5 ? 0 : 1;
  fill(previous, N * LANES, -1, 1);
  fill(next_gradient, N * LANES, -1, 1);
  fill(heads, MODES * 4 * N * LANES, -2, 2);
  memcpy(heads_before, heads, sizeof heads);
  for (int i = 0; i < MODES * N * LANES; i++) previous_gradient[i] = 0.5f;
  for (int i = 0; i < N * LANES; i++) amplitude_sum[i] = rate_sum[i] = 0.5f;
}

static void run_step(void) {
  for (int mode = 0; mode < MODES; mode++) {
    const liquid_cfc_group members_of_mode = group(mode);
    liquid_cfc_step(&members_of_mode, elapsed, present, previous, &AT(heads, mode * 4 * N, 0),
                    &AT(next, mode * N, 0));
  }
}

// The new state from [ff1, ff2, time_a, time_b, elapsed, A, w_tau, mode].
static double reference_state(const double *x) {
  const double gate = sigmoid(x[2] * x[4] + x[3]);
  switch ((liquid_cfc_mode)x[7]) {
    case LIQUID_CFC_DEFAULT: return tanh(x[0]) * (1 - gate) + tanh(x[1]) * gate;
    case LIQUID_CFC_NO_GATE: return tanh(x[0]) + tanh(x[1]) * gate;
    case LIQUID_CFC_PURE: return x[5] - x[5] * exp(-x[4] * (fabs(x[6]) + fabs(x[0]))) * x[0];
  }
  return NAN;
}

static void reference_inputs(int mode, int j, int lane, double x[8]) {
  for (int h = 0; h < 4; h++) x[h] = AT(heads_before, (mode * 4 + h) * N + j, lane);
  x[4] = elapsed[lane];
  x[5] = amplitude[j];
  x[6] = rate[j];
  x[7] = modes[mode];
}

static void check_step(void) {
  for (int mode = 0; mode < MODES; mode++) {
    for (int p = 0; p < MEMBERS; p++) {
      const int j = members[p];
      for (int lane = 0; lane < LANES; lane++) {
        double x[8];
        reference_inputs(mode, j, lane, x);
        compare(AT(next, mode * N + j, lane), present[lane] > 0 ? reference_state(x) : AT(previous, j, lane));
      }
    }
  }
}

static void prepare_gradient(void) {
  prepare();
  run_step();
}

static void run_gradient(void) {
  for (int mode = 0; mode < MODES; mode++) {
    const liquid_cfc_group members_of_mode = group(mode);
    liquid_cfc_gradient(&members_of_mode, elapsed, present, next_gradient, &AT(heads, mode * 4 * N, 0),
                        &AT(previous_gradient, mode * N, 0), amplitude_sum, rate_sum);
  }
}

static void check_gradient(void) {
  for (int mode = 0; mode < MODES; mode++) {
    for (int p = 0; p < MEMBERS; p++) {
      const int j = members[p];
      for (int lane = 0; lane < LANES; lane++) {
        double x[8];
        reference_inputs(mode, j, lane, x);
        const double given = AT(next_gradient, j, lane);
        const double g = present[lane] > 0 ? given : 0;
        compare(AT(previous_gradient, mode * N + j, lane), 0.5 + given - g);
        const int heads_of_mode = modes[mode] == LIQUID_CFC_PURE ? 1 : 4;
        for (int h = 0; h < heads_of_mode; h++) {
          compare(AT(heads, (mode * 4 + h) * N + j, lane), g * slope(reference_state, x, h));
        }
        if (modes[mode] != LIQUID_CFC_PURE) continue;
        compare(AT(amplitude_sum, j, lane), 0.5 + g * slope(reference_state, x, 5));
        compare(AT(rate_sum, j, lane), 0.5 + g * slope(reference_state, x, 6));
      }
    }
  }
}

// Wired heads: 5 synapses for each neuron, seen once by one head and once by four.
#define EACH 5
static int32_t starts[N + 1], others[N * EACH];
static float weights[2][N * EACH * 4], bias[2][4 * N];
static const int head_counts[2] = {1, 4};

ROWS(x_rows, N);
ROWS(wired_heads, 2 * 4 * N);
ROWS(head_gradient, 4 * N);
ROWS(x_gradient, 2 * N);
ROWS(sums, 2 * N * EACH);

static liquid_wired_heads wired(int n) {
  return (liquid_wired_heads){
      .heads = head_counts[n], .starts = starts, .others = others, .weights = weights[n], .bias = bias[n]};
}

static void prepare_wired(void) {
  prepare();
  for (int j = 0; j < N; j++) {
    starts[j + 1] = (j + 1) * EACH;
    for (int k = 0; k < EACH; k++) others[j * EACH + k] = (7 * j + 3 * k) % N;
  }
  fill(weights[0], 2 * N * EACH * 4, -1, 1);
  fill(bias[0], 2 * 4 * N, -1, 1);
  fill(x_rows, N * LANES, -1, 1);
  fill(head_gradient, 4 * N * LANES, -1, 1);
  for (int i = 0; i < 2 * N * LANES; i++) x_gradient[i] = 0.5f;
  for (int i = 0; i < 2 * N * EACH * LANES; i++) sums[i] = 0.125f;
}

static void run_wired(void) {
  for (int n = 0; n < 2; n++) {
    const liquid_cfc_group members_of_mode = group(0);
    const liquid_wired_heads heads_of_one = wired(n);
    liquid_wired_forward(&heads_of_one, &members_of_mode, x_rows, &AT(wired_heads, n * 4 * N, 0));
  }
}

static void check_wired(void) {
  for (int n = 0; n < 2; n++) {
    for (int p = 0; p < MEMBERS; p++) {
      const int j = members[p];
      for (int h = 0; h < head_counts[n]; h++) {
        for (int lane = 0; lane < LANES; lane++) {
          double sum = bias[n][h * N + j];
          for (int k = starts[j]; k < starts[j + 1]; k++) {
            sum += (double)weights[n][k * head_counts[n] + h] * AT(x_rows, others[k], lane);
          }
          compare(AT(wired_heads, (n * 4 + h) * N + j, lane), sum);
        }
      }
    }
  }
}

static void run_wired_gradient(void) {
  for (int n = 0; n < 2; n++) {
    const liquid_cfc_group members_of_mode = group(0);
    const liquid_wired_heads heads_of_one = wired(n);
    liquid_wired_gradient(&heads_of_one, &members_of_mode, head_gradient, x_rows, &AT(x_gradient, n * N, 0),
                          &AT(sums, n * N * EACH, 0));
  }
}

static void check_wired_gradient(void) {
  for (int n = 0; n < 2; n++) {
    const int heads_of_one = head_counts[n];
    double expected[N][LANES];
    for (int j = 0; j < N; j++) {
      for (int lane = 0; lane < LANES; lane++) expected[j][lane] = 0.5;
    }
    for (int p = 0; p < MEMBERS; p++) {
      const int j = members[p];
      for (int k = starts[j]; k < starts[j + 1]; k++) {
        for (int h = 0; h < heads_of_one; h++) {
          double sum = LANES * 0.125 / heads_of_one, found = 0;
          for (int lane = 0; lane < LANES; lane++) {
            const double g = AT(head_gradient, h * N + j, lane);
            sum += g * AT(x_rows, others[k], lane);
            expected[others[k]][lane] += g * weights[n][k * heads_of_one + h];
            if (lane % heads_of_one == h) found += AT(sums, n * N * EACH + k, lane);
          }
          compare(found, sum);
        }
      }
    }
    for (int j = 0; j < N; j++) {
      for (int lane = 0; lane < LANES; lane++) compare(AT(x_gradient, n * N + j, lane), expected[j][lane]);
    }
  }
}

const kernel_case cfc_cases[] = {
    {"liquid_cfc_step", prepare, run_step, check_step, 1e-6},
    {"liquid_cfc_gradient", prepare_gradient, run_gradient, check_gradient, 1e-6},
    {"liquid_wired_forward", prepare_wired, run_wired, check_wired, 2e-6},
    {"liquid_wired_gradient", prepare_wired, run_wired_gradient, check_wired_gradient, 2e-6},
    {0},
};
