#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_lrc.h"
#include "check.h"

// An LRC of 16 neurons, each with a synapse from each.
#define N 16

static float w[N * N], k[N * N], mu[N * N], sigma[N * N];  // [target, source]
static liquid_synapse by_target[N * N], by_source[N * N];
static int32_t starts[N + 1], others[N * N];
static const liquid_synapse_list targets = {
    .groups = N, .starts = starts, .others = others, .synapses = by_target};
static const liquid_synapse_list sources = {
    .groups = N, .starts = starts, .others = others, .synapses = by_source};

// Scalars [neurons], which are a row where the lanes are neurons.
ROWS(f_bias, 1);
ROWS(z_bias, 1);
ROWS(target, 1);
ROWS(slope_of, 1);
ROWS(offset, 1);
ROWS(shift, 1);
ROWS(moves, 1);
static liquid_lrc_neurons neurons = {
    .target = target, .slope = slope_of, .offset = offset, .shift = shift, .moves = moves};
static liquid_lrc_mode mode;

ROWS(elapsed, 1);
ROWS(h, N);
ROWS(input_f, N);
ROWS(input_z, N);
ROWS(out, N);
ROWS(kept, 2 * N);
ROWS(f, N);
ROWS(z, N);
ROWS(gradient, N);
ROWS(h_gradient, N);
ROWS(f_gradient, N);
ROWS(z_gradient, N);
ROWS(f_sum, N);
ROWS(z_sum, N);
ROWS(target_sum, N);
ROWS(slope_sum, N);
ROWS(offset_sum, N);
ROWS(shift_sum, N);
ROWS(sums, N *N);

static void prepare(liquid_lrc_mode of, int is_symmetric) {
  mode = of;
  neurons.shift = is_symmetric ? shift : 0;
  fill(w, N * N, -1, 1);
  fill(k, N * N, -1, 1);
  fill(mu, N * N, 0.3f, 0.8f);
  fill(sigma, N * N, 3, 8);
  for (int t = 0; t < N; t++) {
    starts[t + 1] = (t + 1) * N;
    for (int s = 0; s < N; s++) {
      const int n = t * N + s;
      others[n] = s;
      by_target[n] = (liquid_synapse){.slope = (float)(-sigma[n] * LOG2E),
                                      .offset = (float)(sigma[n] * mu[n] * LOG2E),
                                      .w = w[n],
                                      .drive = k[n],
                                      .pull = sigma[n]};
      by_source[s * N + t] = by_target[n];
    }
  }
  fill(f_bias, N, -1, 1);
  fill(z_bias, N, -1, 1);
  fill(target, N, -1, 1);
  fill(slope_of, N, -2, 2);
  fill(offset, N, -1, 1);
  fill(shift, N, 0.1f, 2);
  for (int j = 0; j < N; j++) moves[j] = j != 3;
  fill(elapsed, LANES, 0.1f, 2);
  fill(h, N * LANES, -1, 1);
  fill(input_f, N * LANES, -1, 1);
  fill(input_z, N * LANES, -1, 1);
}

static void prepare_euler(void) { prepare(LIQUID_LRC_EULER, 0); }
static void prepare_fused(void) { prepare(LIQUID_LRC_FUSED, 1); }
static void prepare_derivative(void) { prepare(LIQUID_LRC_DERIVATIVE, 1); }

// The sums over a target's synapses in a lane.
static void reference_sums(int t, int lane, double *opening, double *driving) {
  for (int s = 0; s < N; s++) {
    const int n = t * N + s;
    const double open = sigmoid((double)sigma[n] * ((double)AT(h, s, lane) - mu[n]));
    *opening += w[n] * open;
    *driving += k[n] * open;
  }
}

static void run_sums(void) { liquid_lrc_sums(&targets, f_bias, z_bias, h, f, z); }

static void check_sums(void) {
  for (int t = 0; t < N; t++) {
    for (int lane = 0; lane < LANES; lane++) {
      double opening = f_bias[t], driving = z_bias[t];
      reference_sums(t, lane, &opening, &driving);
      compare(AT(f, t, lane), opening);
      compare(AT(z, t, lane), driving);
    }
  }
}

// What a step gives from [h, f, z, v, a, b, c, elapsed, moves].
static double reference_out(const double *x) {
  const double argument = x[4] * x[0] + x[5];
  const double open = neurons.shift ? sigmoid(argument + x[6]) - sigmoid(argument - x[6]) : sigmoid(argument);
  const double e = x[8] * open;
  const double pull = x[3] * tanh(x[2]);
  if (mode == LIQUID_LRC_DERIVATIVE) return e * (pull - sigmoid(x[1]) * x[0]);
  if (mode == LIQUID_LRC_EULER) return x[0] + x[7] * e * (pull - sigmoid(x[1]) * x[0]);
  return (x[0] + x[7] * e * pull) / (1 + x[7] * e * sigmoid(x[1]));
}

static void fill_point(double *x, int t, int lane, double opening, double driving) {
  const double point[] = {AT(h, t, lane), opening,  driving,       target[t], slope_of[t],
                          offset[t],      shift[t], elapsed[lane], moves[t]};
  memcpy(x, point, sizeof point);
}

static void run_step(void) {
  liquid_lrc_step(mode, &targets, &neurons, elapsed, input_f, input_z, h, out, kept);
}

static void check_step(void) {
  for (int t = 0; t < N; t++) {
    for (int lane = 0; lane < LANES; lane++) {
      double opening = AT(input_f, t, lane), driving = AT(input_z, t, lane), x[9];
      reference_sums(t, lane, &opening, &driving);
      fill_point(x, t, lane, opening, driving);
      compare(AT(out, t, lane), reference_out(x));
      compare(AT(kept, t, lane), opening);
      compare(AT(kept, N + t, lane), driving);
    }
  }
}

// f and z are given here: what synapses do is a kernel of its own.
static void prepare_step_gradient(void) {
  fill(f, N * LANES, -2, 2);
  fill(z, N * LANES, -2, 2);
  fill(gradient, N * LANES, -1, 1);
  for (int t = 0; t < N; t++) {
    for (int lane = 0; lane < LANES; lane++) {
      double x[9];
      fill_point(x, t, lane, AT(f, t, lane), AT(z, t, lane));
      AT(out, t, lane) = (float)reference_out(x);
      AT(kept, t, lane) = AT(f, t, lane);
      AT(kept, N + t, lane) = AT(z, t, lane);
    }
  }
  for (int i = 0; i < N * LANES; i++) {
    h_gradient[i] = f_sum[i] = z_sum[i] = target_sum[i] = slope_sum[i] = offset_sum[i] = shift_sum[i] = 0.5f;
  }
}

static void prepare_euler_gradient(void) { prepare_euler(), prepare_step_gradient(); }
static void prepare_fused_gradient(void) { prepare_fused(), prepare_step_gradient(); }
static void prepare_derivative_gradient(void) { prepare_derivative(), prepare_step_gradient(); }

static void run_step_gradient(void) {
  const liquid_lrc_sums_of_gradients all = {f_gradient, z_gradient, f_sum,      z_sum,
                                            target_sum, slope_sum,  offset_sum, shift_sum};
  liquid_lrc_step_gradient(mode, N, &neurons, elapsed, h, out, kept, gradient, h_gradient, &all);
}

static void check_step_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[9];
    fill_point(x, i / LANES, i % LANES, f[i], z[i]);
    const double g = gradient[i];
    compare(h_gradient[i], g * slope(reference_out, x, 0) + (mode == LIQUID_LRC_DERIVATIVE ? 0.5 : 0));
    compare(f_gradient[i], g * slope(reference_out, x, 1));
    compare(z_gradient[i], g * slope(reference_out, x, 2));
    compare(f_sum[i], 0.5 + f_gradient[i]);
    compare(z_sum[i], 0.5 + z_gradient[i]);
    compare(target_sum[i], 0.5 + g * slope(reference_out, x, 3));
    compare(slope_sum[i], 0.5 + g * slope(reference_out, x, 4));
    compare(offset_sum[i], 0.5 + g * slope(reference_out, x, 5));
    compare(shift_sum[i], 0.5 + (neurons.shift ? g * slope(reference_out, x, 6) : 0));
  }
}

static void prepare_synapse_gradient(void) {
  prepare_euler();
  fill(f_gradient, N * LANES, -1, 1);
  fill(z_gradient, N * LANES, -1, 1);
  memset(h_gradient, 0, sizeof h_gradient);
  memset(sums, 0, sizeof sums);
}

static void run_synapse_gradient(void) {
  liquid_lrc_synapse_gradient(&sources, h, f_gradient, z_gradient, h_gradient, sums);
}

// What a synapse adds to the loss from [x, w, k, mu, sigma, gradients with respect to f and z].
static double reference_synapse(const double *x) {
  return (x[5] * x[1] + x[6] * x[2]) * sigmoid(x[4] * (x[0] - x[3]));
}

static void check_synapse_gradient(void) {
  static double by_source_state[N * LANES];
  memset(by_source_state, 0, sizeof by_source_state);
  for (int t = 0; t < N; t++) {
    for (int s = 0; s < N; s++) {
      const int n = t * N + s;
      double expected[4] = {0, 0, 0, 0}, found[4] = {0, 0, 0, 0};
      for (int lane = 0; lane < LANES; lane++) {
        double x[] = {AT(h, s, lane), w[n], k[n], mu[n], sigma[n], AT(f_gradient, t, lane), AT(z_gradient, t, lane)};
        by_source_state[s * LANES + lane] += slope(reference_synapse, x, 0);
        for (int part = 0; part < 4; part++) expected[part] += slope(reference_synapse, x, 1 + part);
      }
      for (int i = 0; i < LANES; i++) found[i % 4] += AT(sums, s * N + t, i);
      compare(found[0], expected[0]);
      compare(found[1], expected[1]);
      compare(-sigma[n] * found[2], expected[2]);
      compare(found[3] - mu[n] * found[2], expected[3]);
    }
  }
  for (int i = 0; i < N * LANES; i++) compare(h_gradient[i], by_source_state[i]);
}

static void prepare_receptors(void) {
  prepare_euler();
  fill(gradient, N * LANES, -1, 1);
  for (int i = 0; i < N * LANES; i++) {
    out[i] = (float)sigmoid((double)sigma[i / LANES] * ((double)h[i] - mu[i / LANES]));
    f_sum[i] = z_sum[i] = h_gradient[i] = 0.5f;
  }
}

static void run_receptors(void) { liquid_lrc_receptors(N, sigma, mu, h, f); }

static void check_receptors(void) {
  for (int i = 0; i < N * LANES; i++) compare(f[i], out[i]);
}

static void run_receptors_gradient(void) {
  liquid_lrc_receptors_gradient(N, sigma, mu, h, out, gradient, f_sum, z_sum, h_gradient);
}

static double reference_receptor(const double *x) { return sigmoid(x[2] * (x[0] - x[1])); }

static void check_receptors_gradient(void) {
  for (int i = 0; i < N * LANES; i++) {
    double x[] = {h[i], mu[i / LANES], sigma[i / LANES]};
    compare(h_gradient[i], 0.5 + gradient[i] * slope(reference_receptor, x, 0));
    compare(z_sum[i], 0.5 + gradient[i] * slope(reference_receptor, x, 1));
    compare(f_sum[i], 0.5 + gradient[i] * slope(reference_receptor, x, 2));
  }
}

// One sequence, whose neurons are the lanes: lane t of row n of the table is the synapse n of target t.
#define SUB_STEPS 3
static int32_t stream_starts[2] = {0, N}, stream_sources[N * LANES], stream_shared[N];
static const liquid_stream_table table = {
    .blocks = 1, .starts = stream_starts, .sources = stream_sources, .shared = stream_shared};
ROWS(stream_synapses, 4 * N);
ROWS(state, 2);
ROWS(other_state, 2);

static void prepare_stream(void) {
  prepare_fused();
  for (int s = 0; s < N; s++) {
    stream_shared[s] = s % 2 ? s : -1;
    for (int t = 0; t < N; t++) {
      const liquid_synapse synapse = by_target[t * N + s];
      stream_sources[s * LANES + t] = s;
      AT(stream_synapses, 4 * s, t) = synapse.slope;
      AT(stream_synapses, 4 * s + 1, t) = synapse.offset;
      AT(stream_synapses, 4 * s + 2, t) = synapse.w;
      AT(stream_synapses, 4 * s + 3, t) = synapse.drive;
    }
  }
  memset(state, 0, sizeof state);
  memcpy(state, h, LANES * sizeof *state);
}

static void run_stream(void) {
  liquid_stream_lrc(mode, &table, stream_synapses, &neurons, SUB_STEPS, 0.7f, input_f, input_z, state, other_state);
}

static void check_stream(void) {
  double now[N], next[N];
  for (int t = 0; t < N; t++) now[t] = h[t];
  for (int step = 0; step < SUB_STEPS; step++) {
    for (int t = 0; t < N; t++) {
      double opening = input_f[t], driving = input_z[t];
      for (int s = 0; s < N; s++) {
        const double open = sigmoid(sigma[t * N + s] * (now[s] - mu[t * N + s]));
        opening += w[t * N + s] * open;
        driving += k[t * N + s] * open;
      }
      const double x[] = {now[t], opening, driving, target[t], slope_of[t], offset[t], shift[t], 0.7, moves[t]};
      next[t] = reference_out(x);
    }
    memcpy(now, next, sizeof now);
  }
  for (int t = 0; t < N; t++) compare(state[t], now[t]);
}

const kernel_case lrc_cases[] = {
    {"liquid_lrc_sums", prepare_euler, run_sums, check_sums, 2e-6},
    {"liquid_lrc_step", prepare_euler, run_step, check_step, 2e-6},
    {"liquid_lrc_step", prepare_fused, run_step, check_step, 2e-6},
    {"liquid_lrc_step", prepare_derivative, run_step, check_step, 2e-6},
    {"liquid_lrc_step_gradient", prepare_euler_gradient, run_step_gradient, check_step_gradient, 2e-6},
    {"liquid_lrc_step_gradient", prepare_fused_gradient, run_step_gradient, check_step_gradient, 2e-6},
    {"liquid_lrc_step_gradient", prepare_derivative_gradient, run_step_gradient, check_step_gradient, 2e-6},
    {"liquid_lrc_synapse_gradient", prepare_synapse_gradient, run_synapse_gradient, check_synapse_gradient, 5e-6},
    {"liquid_lrc_receptors", prepare_receptors, run_receptors, check_receptors, 2e-6},
    {"liquid_lrc_receptors_gradient", prepare_receptors, run_receptors_gradient, check_receptors_gradient, 2e-6},
    {"liquid_stream_lrc", prepare_stream, run_stream, check_stream, 2e-6},
    {0},
};
