#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_kernels.h"
#include "check.h"

// An LTC of 32 neurons, each with a synapse from each.
#define N 32

static float w[N * N], mu[N * N], sigma[N * N], erev[N * N];  // [target, source]
static liquid_synapse by_target[N * N], by_source[N * N];
static int32_t starts[N + 1], others[N * N];
static float capacitance[N], leak[N], leak_drive[N];
static const liquid_neurons neurons = {.capacitance = capacitance, .leak = leak, .leak_drive = leak_drive};
static const liquid_synapse_list targets = {
    .groups = N, .starts = starts, .others = others, .synapses = by_target};
static const liquid_synapse_list sources = {
    .groups = N, .starts = starts, .others = others, .synapses = by_source};

ROWS(elapsed, 1);
ROWS(v, N);
ROWS(input_conductance, N);
ROWS(input_drive, N);
ROWS(conductance, N);
ROWS(drive, N);
ROWS(next, N);
ROWS(reciprocal, N);
ROWS(gradient, N);
ROWS(gradient_before, N);
ROWS(drive_gradient, N);
ROWS(conductance_gradient, N);
ROWS(drive_sum, N);
ROWS(conductance_sum, N);
ROWS(capacitance_sum, N);
ROWS(sums, N *N);

static void prepare(void) {
  fill(w, N * N, 0.01f, 1);
  fill(mu, N * N, 0.3f, 0.8f);
  fill(sigma, N * N, 3, 8);
  fill(erev, N * N, -1, 1);
  for (int t = 0; t < N; t++) {
    starts[t + 1] = (t + 1) * N;
    for (int s = 0; s < N; s++) {
      const int k = t * N + s;
      others[k] = s;
      by_target[k] = (liquid_synapse){.slope = (float)(-sigma[k] * LOG2E),
                                      .offset = (float)(sigma[k] * mu[k] * LOG2E),
                                      .w = w[k],
                                      .drive = w[k] * erev[k],
                                      .erev = erev[k],
                                      .pull = w[k] * sigma[k]};
      by_source[s * N + t] = by_target[k];
    }
  }
  fill(capacitance, N, 0.4f, 0.6f);
  fill(leak, N, 0.01f, 1);
  fill(leak_drive, N, -0.2f, 0.2f);
  fill(elapsed, LANES, 0.05f, 0.3f);
  fill(v, N * LANES, -1, 1);
  fill(input_conductance, N * LANES, 0, 1);
  fill(input_drive, N * LANES, -1, 1);
}

// The sums over a target's synapses in a lane.
static void reference_sums(int t, int lane, double *total, double *driven) {
  for (int s = 0; s < N; s++) {
    const int k = t * N + s;
    const double part = w[k] * sigmoid((double)sigma[k] * ((double)AT(v, s, lane) - mu[k]));
    *total += part;
    *driven += part * erev[k];
  }
}

static void run_sums(void) { liquid_synapse_sums(&targets, v, conductance, drive); }

static void check_sums(void) {
  for (int t = 0; t < N; t++) {
    for (int lane = 0; lane < LANES; lane++) {
      double total = 0, driven = 0;
      reference_sums(t, lane, &total, &driven);
      compare(AT(conductance, t, lane), total);
      compare(AT(drive, t, lane), driven);
    }
  }
}

// The new state from [v, drive, conductance, cm, elapsed].
static double reference_next(const double *x) {
  return x[0] + x[4] * (x[1] - x[2] * x[0]) / (x[3] + x[4] * x[2]);
}

static void run_substep(void) {
  liquid_ltc_substep(&targets, &neurons, elapsed, input_conductance, input_drive, v, next, reciprocal);
}

static void check_substep(void) {
  for (int t = 0; t < N; t++) {
    for (int lane = 0; lane < LANES; lane++) {
      double total = (double)AT(input_conductance, t, lane) + leak[t];
      double driven = (double)AT(input_drive, t, lane) + leak_drive[t];
      reference_sums(t, lane, &total, &driven);
      const double x[] = {AT(v, t, lane), driven, total, capacitance[t], elapsed[lane]};
      compare(AT(next, t, lane), reference_next(x));
      compare(AT(reciprocal, t, lane), 1 / (x[3] + x[4] * x[2]));
    }
  }
}

static void prepare_neuron_gradient(void) {
  prepare();
  fill(conductance, N * LANES, 1, 9);
  fill(drive, N * LANES, -5, 5);
  fill(gradient, N * LANES, -1, 1);
  memcpy(gradient_before, gradient, sizeof gradient);
  for (int i = 0; i < N * LANES; i++) {
    const double x[] = {v[i], drive[i], conductance[i], capacitance[i / LANES], elapsed[i % LANES]};
    next[i] = (float)reference_next(x);
    reciprocal[i] = (float)(1 / (x[3] + x[4] * x[2]));
    drive_sum[i] = conductance_sum[i] = capacitance_sum[i] = 0.5f;
  }
}

static void run_neuron_gradient(void) {
  liquid_ltc_neuron_gradient(N, capacitance, elapsed, v, next, reciprocal, gradient, drive_gradient,
                             conductance_gradient, drive_sum, conductance_sum, capacitance_sum);
}

static void check_neuron_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[] = {v[i], drive[i], conductance[i], capacitance[i / LANES], elapsed[i % LANES]};
    const double g = gradient_before[i];
    compare(gradient[i], g * slope(reference_next, x, 0));
    compare(drive_gradient[i], g * slope(reference_next, x, 1));
    compare(-conductance_gradient[i], g * slope(reference_next, x, 2));
    compare(drive_sum[i], 0.5 + drive_gradient[i]);
    compare(conductance_sum[i], 0.5 + conductance_gradient[i]);
    compare(capacitance_sum[i], 0.5 + g * slope(reference_next, x, 3));
  }
}

static void prepare_synapse_gradient(void) {
  prepare();
  fill(drive_gradient, N * LANES, -1, 1);
  fill(conductance_gradient, N * LANES, -1, 1);
  for (int i = 0; i < N * LANES; i++) gradient[i] = 0.25f;
  for (int i = 0; i < N * N * LANES; i++) sums[i] = 0.125f;
}

static void run_synapse_gradient(void) {
  liquid_synapse_gradient(&sources, v, drive_gradient, conductance_gradient, gradient, sums);
}

// What a synapse adds to the loss, from [x, mu, sigma, w, erev, gradient of drive, negated one of
// conductance].
static double reference_synapse(const double *x) {
  return (x[5] * x[4] - x[6]) * x[3] * sigmoid(x[2] * (x[0] - x[1]));
}

static void check_synapse_gradient(void) {
  static double source_gradient[N][LANES];
  memset(source_gradient, 0, sizeof source_gradient);
  for (int s = 0; s < N; s++) {
    for (int t = 0; t < N; t++) {
      const int k = t * N + s;
      double expected[4] = {0, 0, 0, 0};
      for (int lane = 0; lane < LANES; lane++) {
        double x[] = {AT(v, s, lane),
                      mu[k],
                      sigma[k],
                      w[k],
                      erev[k],
                      AT(drive_gradient, t, lane),
                      AT(conductance_gradient, t, lane)};
        source_gradient[s][lane] += slope(reference_synapse, x, 0);
        expected[0] += slope(reference_synapse, x, 4) / w[k];
        expected[1] += slope(reference_synapse, x, 3);
        const double by_mu = -slope(reference_synapse, x, 1) / ((double)w[k] * sigma[k]);
        expected[2] += by_mu;
        expected[3] += slope(reference_synapse, x, 2) / w[k] + mu[k] * by_mu;
      }
      for (int n = 0; n < 4; n++) {
        double sum = 0;
        for (int i = 0; i < 4; i++) sum += AT(sums, s * N + t, 4 * i + n);
        compare(sum, 0.5 + expected[n]);
      }
    }
    for (int lane = 0; lane < LANES; lane++) compare(AT(gradient, s, lane), 0.25 + source_gradient[s][lane]);
  }
}

static void run_sigmoid(void) { liquid_sigmoid(v, next, N * LANES); }

// NaN must stay NaN, so that a diverged network is noticed.
static void check_sigmoid(void) {
  for (int i = 0; i < N * LANES; i++) {
    if (isnan(v[i])) {
      compare(isnan(next[i]) != 0, 1);
    } else {
      compare(next[i], sigmoid(v[i]));
    }
  }
}

static void prepare_sigmoid(void) {
  fill(v, N * LANES, -20, 20);
  v[0] = INFINITY;
  v[1] = -INFINITY;
  v[2] = 1e30f;
  v[3] = -1e30f;
  v[4] = NAN;
  v[5] = -NAN;
}

const kernel_case ltc_cases[] = {
    {"liquid_sigmoid", prepare_sigmoid, run_sigmoid, check_sigmoid, 2e-7},
    {"liquid_synapse_sums", prepare, run_sums, check_sums, 2e-6},
    {"liquid_ltc_substep", prepare, run_substep, check_substep, 2e-6},
    {"liquid_ltc_neuron_gradient", prepare_neuron_gradient, run_neuron_gradient, check_neuron_gradient, 2e-6},
    {"liquid_synapse_gradient", prepare_synapse_gradient, run_synapse_gradient, check_synapse_gradient, 5e-6},
    {0},
};
