#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_orthonormal.h"
#include "../../Sources/CLiquidKernels/include/liquid_solvers.h"
#include "check.h"

#define N 32
#define TERMS 4

static float capacitance[N], rate[N], leak[N], leak_drive[N];
static float weights[TERMS] = {0.2f, -0.3f, 0.5f, 0.7f};

ROWS(elapsed, 1);
ROWS(v, N);
ROWS(next, N);
ROWS(activity, N);
ROWS(derivative, N);
ROWS(conductance, N);
ROWS(k, TERMS *N);
ROWS(gradient, N);
ROWS(gradient_before, N);
ROWS(drive_gradient, N);
ROWS(conductance_gradient, N);
ROWS(v_gradient, N);
ROWS(activity_gradient, N);
ROWS(drive_sum, N);
ROWS(conductance_sum, N);
ROWS(sum, N);
ROWS(out, N);

// The last lane's step has no length.
static void prepare(void) {
  fill(elapsed, LANES, 0.05f, 0.3f);
  elapsed[LANES - 1] = 0;
  fill(capacitance, N, 0.4f, 0.6f);
  fill(rate, N, 0.5f, 2);
  fill(leak, N, 0.1f, 1);
  fill(leak_drive, N, -1, 1);
  fill(v, N * LANES, -1, 1);
  fill(activity, N * LANES, -1, 1);
  fill(derivative, N * LANES, -1, 1);
  fill(conductance, N * LANES, 1, 5);
  fill(k, TERMS * N * LANES, -1, 1);
  fill(gradient, N * LANES, -1, 1);
  memcpy(gradient_before, gradient, sizeof gradient);
  for (int i = 0; i < N * LANES; i++) drive_sum[i] = conductance_sum[i] = sum[i] = v_gradient[i] = 0.5f;
}

static double terms(int i) {
  double total = 0;
  for (int n = 0; n < TERMS; n++) total += (double)weights[n] * k[n * N * LANES + i];
  return total;
}

static void run_stage(void) { liquid_stage(N, TERMS, weights, elapsed, k, v, out); }

static void check_stage(void) {
  for (int i = 0; i < N * LANES; i++) compare(out[i], v[i] + elapsed[i % LANES] * terms(i));
}

static void run_stage_gradient(void) {
  liquid_stage_gradient(N, TERMS, 0.4f, weights, elapsed, gradient, k, out);
}

static void check_stage_gradient(void) {
  for (int i = 0; i < N * LANES; i++)
    compare(out[i], elapsed[i % LANES] * (0.4f * (double)gradient[i] + terms(i)));
}

// Two synapses for each target, from its neighbours.
static liquid_synapse synapses[2 * N];
static int32_t starts[N + 1], others[2 * N];
static const liquid_synapse_list targets = {
    .groups = N, .starts = starts, .others = others, .synapses = synapses};
static const liquid_neurons neurons = {.capacitance = capacitance, .leak = leak, .leak_drive = leak_drive};

static void prepare_derivative(void) {
  prepare();
  float values[4 * 2 * N];
  fill(values, 4 * 2 * N, 0.1f, 1);
  for (int s = 0; s < 2 * N; s++) {
    starts[s / 2 + 1] = s / 2 * 2 + 2;
    others[s] = (s / 2 + 1 + s % 2) % N;
    const float *of = values + 4 * s;
    synapses[s] = (liquid_synapse){.slope = of[0], .offset = of[1], .w = of[2], .drive = -of[2] * of[3], .erev = -of[3]};
  }
}

static void run_derivative(void) {
  liquid_ltc_derivative(&targets, &neurons, activity, gradient, v, derivative, conductance);
}

static void check_derivative(void) {
  for (int i = 0; i < N * LANES; i++) {
    const int j = i / LANES, lane = i % LANES;
    double total = (double)activity[i] + leak[j];
    double driven = (double)gradient[i] + leak_drive[j];
    for (int s = starts[j]; s < starts[j + 1]; s++) {
      const double y = (double)AT(v, others[s], lane) * synapses[s].slope + synapses[s].offset;
      const double part = synapses[s].w / (1 + exp2(y));
      total += part;
      driven += part * synapses[s].erev;
    }
    compare(conductance[i], total);
    compare(derivative[i], (driven - total * v[i]) / capacitance[j]);
  }
}

// The derivative from [v, drive, conductance, cm].
static double reference_derivative(const double *x) { return (x[1] - x[2] * x[0]) / x[3]; }

static void run_derivative_gradient(void) {
  liquid_ltc_derivative_gradient(N, capacitance, v, derivative, conductance, gradient, drive_gradient,
                                 conductance_gradient, v_gradient, drive_sum, conductance_sum, sum);
}

static void check_derivative_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    const double cm = capacitance[i / LANES], g = gradient[i];
    double x[] = {v[i], (double)derivative[i] * cm + (double)conductance[i] * v[i], conductance[i], cm};
    compare(v_gradient[i], 0.5 + g * slope(reference_derivative, x, 0));
    compare(drive_gradient[i], g * slope(reference_derivative, x, 1));
    compare(-conductance_gradient[i], g * slope(reference_derivative, x, 2));
    compare(drive_sum[i], 0.5 + drive_gradient[i]);
    compare(conductance_sum[i], 0.5 + conductance_gradient[i]);
    compare(sum[i], 0.5 + g * slope(reference_derivative, x, 3));
  }
}

static void run_leak(void) { liquid_leak(N, rate, activity, v, derivative); }

static void check_leak(void) {
  for (int i = 0; i < N * LANES; i++) compare(derivative[i], activity[i] - (double)rate[i / LANES] * v[i]);
}

static void run_leak_gradient(void) { liquid_leak_gradient(N, rate, v, gradient, v_gradient, sum); }

static void check_leak_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    compare(v_gradient[i], 0.5 - (double)rate[i / LANES] * gradient[i]);
    compare(sum[i], 0.5 - (double)v[i] * gradient[i]);
  }
}

// The step from [v, activity, rate, elapsed].
static double reference_step(const double *x) { return (x[0] + x[3] * x[1]) / (1 + x[3] * x[2]); }

static void run_leak_step(void) { liquid_leak_step(N, rate, elapsed, activity, v, next); }

static void check_leak_step(void) {
  for (int i = 0; i < N * LANES; i++) {
    const double x[] = {v[i], activity[i], rate[i / LANES], elapsed[i % LANES]};
    compare(next[i], reference_step(x));
  }
}

static void prepare_leak_step_gradient(void) {
  prepare();
  run_leak_step();
}

static void run_leak_step_gradient(void) {
  liquid_leak_step_gradient(N, rate, elapsed, next, gradient, activity_gradient, sum);
}

static void check_leak_step_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[] = {v[i], activity[i], rate[i / LANES], elapsed[i % LANES]};
    const double g = gradient_before[i];
    compare(gradient[i], g * slope(reference_step, x, 0));
    compare(activity_gradient[i], g * slope(reference_step, x, 1));
    compare(sum[i], 0.5 + g * slope(reference_step, x, 2));
  }
}

// Three of the unit vectors of a space of 37 dimensions, and a vector to be made orthogonal to them.
#define LENGTH 37
static double basis[3 * LENGTH], vector[LENGTH], vector_before[LENGTH];

static void prepare_orthonormalise(void) {
  float values[LENGTH];
  fill(values, LENGTH, -1, 1);
  memset(basis, 0, sizeof basis);
  for (int n = 0; n < 3; n++) basis[n * LENGTH + 7 * n + 2] = 1;
  for (int i = 0; i < LENGTH; i++) vector[i] = vector_before[i] = values[i];
}

static void run_orthonormalise(void) { liquid_orthonormalise(3, LENGTH, basis, vector); }

static void check_orthonormalise(void) {
  double size = 0;
  for (int n = 0; n < 3; n++) vector_before[7 * n + 2] = 0;
  for (int i = 0; i < LENGTH; i++) size += vector_before[i] * vector_before[i];
  for (int i = 0; i < LENGTH; i++) compare(vector[i], vector_before[i] / sqrt(size));
}

const kernel_case solver_cases[] = {
    {"liquid_stage", prepare, run_stage, check_stage, 1e-6},
    {"liquid_stage_gradient", prepare, run_stage_gradient, check_stage_gradient, 1e-6},
    {"liquid_ltc_derivative", prepare_derivative, run_derivative, check_derivative, 2e-6},
    {"liquid_ltc_derivative_gradient", prepare, run_derivative_gradient, check_derivative_gradient, 2e-6},
    {"liquid_leak", prepare, run_leak, check_leak, 1e-6},
    {"liquid_leak_gradient", prepare, run_leak_gradient, check_leak_gradient, 1e-6},
    {"liquid_leak_step", prepare, run_leak_step, check_leak_step, 1e-6},
    {"liquid_leak_step_gradient", prepare_leak_step_gradient, run_leak_step_gradient,
     check_leak_step_gradient, 1e-6},
    {"liquid_orthonormalise", prepare_orthonormalise, run_orthonormalise, check_orthonormalise, 1e-14},
    {0},
};
