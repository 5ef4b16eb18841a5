#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_online.h"
#include "check.h"

// Sums of blocks: 8 states with 3 terms each, and 2 terms of vectors besides.
#define STATES 8
#define VECTORS 3
#define KEPT 3
#define DIRECT 2
#define STEPS 3
#define COEFFICIENTS (STATES * (KEPT + DIRECT))
#define PLACES_OF_DIRECT (STATES * DIRECT)
#define DIRECT_ROWS (PLACES_OF_DIRECT + VECTORS)  // a term reads the rows from its place on

static int32_t kept_starts[STATES + 1], direct_starts[STATES + 1];
static liquid_online_term kept_terms[STATES * KEPT], direct_terms[STATES * DIRECT];
static const liquid_online_sums kept = {.count = STATES, .starts = kept_starts, .terms = kept_terms};
static const liquid_online_sums direct = {.count = STATES, .starts = direct_starts, .terms = direct_terms};
static float coefficients[STEPS * COEFFICIENTS];
ROWS(vectors, STEPS *DIRECT_ROWS);
ROWS(block, STATES *VECTORS);
ROWS(block_before, STATES *VECTORS);
ROWS(other, STATES *VECTORS);
ROWS(combined, STATES *VECTORS);

static void prepare_sums(void) {
  for (int n = 0; n < STATES; n++) {
    kept_starts[n + 1] = (n + 1) * KEPT;
    direct_starts[n + 1] = (n + 1) * DIRECT;
    for (int k = 0; k < KEPT; k++) {
      kept_terms[n * KEPT + k] = (liquid_online_term){(3 * n + 2 * k) % STATES, n * (KEPT + DIRECT) + k};
    }
    for (int k = 0; k < DIRECT; k++) {
      direct_terms[n * DIRECT + k] =
          (liquid_online_term){(5 * n + k) % PLACES_OF_DIRECT, n * (KEPT + DIRECT) + KEPT + k};
    }
  }
  fill(coefficients, STEPS * COEFFICIENTS, -0.6f, 0.6f);
  fill(vectors, STEPS * DIRECT_ROWS * LANES, -1, 1);
  fill(block, STATES * VECTORS * LANES, -1, 1);
  memcpy(block_before, block, sizeof block);
}

static void run_combine(void) { liquid_online_combine(VECTORS, &kept, coefficients, block, combined); }

static void check_combine(void) {
  for (int n = 0; n < STATES; n++) {
    for (int i = 0; i < VECTORS * LANES; i++) {
      double sum = 0;
      for (int k = kept_starts[n]; k < kept_starts[n + 1]; k++) {
        sum += (double)coefficients[kept_terms[k].coefficient] *
               block[kept_terms[k].place * VECTORS * LANES + i];
      }
      compare(combined[n * VECTORS * LANES + i], sum);
    }
  }
}

static void run_advance(void) {
  liquid_online_advance(VECTORS, &kept, &direct, STEPS, coefficients, COEFFICIENTS, vectors,
                        DIRECT_ROWS * LANES, block, other);
}

static void check_advance(void) {
  const int width = VECTORS * LANES;
  double now[STATES * VECTORS * LANES], next[STATES * VECTORS * LANES];
  for (int i = 0; i < STATES * width; i++) now[i] = block_before[i];
  for (int step = 0; step < STEPS; step++) {
    const float *own = coefficients + step * COEFFICIENTS;
    for (int i = 0; i < STATES * width; i++) {
      const int n = i / width;
      next[i] = 0;
      for (int k = n * KEPT; k < (n + 1) * KEPT; k++) {
        next[i] += own[kept_terms[k].coefficient] * now[kept_terms[k].place * width + i % width];
      }
      for (int k = n * DIRECT; k < (n + 1) * DIRECT; k++) {
        next[i] += (double)own[direct_terms[k].coefficient] *
                   AT(vectors, step * DIRECT_ROWS + direct_terms[k].place, i % width);
      }
    }
    memcpy(now, next, sizeof now);
  }
  for (int i = 0; i < STATES * width; i++) compare(block[i], now[i]);
}

// An LTC of 8 neurons with 5 recurrent and 2 sensory synapses each; one neuron is held.
#define N 8
#define INPUTS 2
#define HELD 3
#define RECURRENT_ROWS 3
#define ROWS_OF_ALL 4
#define PLACES (3 * N + 4 * ROWS_OF_ALL * LANES)
#define STRIDE (N + ROWS_OF_ALL * LANES)
#define SUB_STEPS 3
#define ELAPSED 0.2f

// Both kinds of synapses, one after the other: rows 0 ..< 3 are recurrent, row 3 is sensory.
ROWS(slopes, ROWS_OF_ALL);
ROWS(offsets, ROWS_OF_ALL);
ROWS(w, ROWS_OF_ALL);
ROWS(w_slopes, ROWS_OF_ALL);
ROWS(mu, ROWS_OF_ALL);
ROWS(sigma, ROWS_OF_ALL);
ROWS(erev, ROWS_OF_ALL);
ROWS(activation, ROWS_OF_ALL);
ROWS(steepness, ROWS_OF_ALL);
static _Alignas(64) int32_t from[ROWS_OF_ALL * LANES], to[ROWS_OF_ALL * LANES];
static _Alignas(64) int32_t places[4][ROWS_OF_ALL * LANES];
static int32_t starts[2][N + 1];
static float capacitance[N], leak[N], leak_drive[N], gleak[N], vleak[N], gleak_slope[N], capacitance_slope[N],
    moves[N];
static int32_t gleak_place[N], vleak_place[N], capacitance_place[N];
static float input_conductance[N], input_drive[N], scale[N + 1], next[N + 1], time_constants[N];
ROWS(inputs, 1);
ROWS(v, 1);
ROWS(v_before, 1);
static float own_coefficients[SUB_STEPS * STRIDE], direct_vectors[SUB_STEPS * PLACES];

static const liquid_online_neurons neurons = {.count = N,
                                              .capacitance = capacitance,
                                              .leak = leak,
                                              .leak_drive = leak_drive,
                                              .gleak = gleak,
                                              .vleak = vleak,
                                              .gleak_slope = gleak_slope,
                                              .capacitance_slope = capacitance_slope,
                                              .moves = moves,
                                              .gleak_place = gleak_place,
                                              .vleak_place = vleak_place,
                                              .capacitance_place = capacitance_place,
                                              .input_conductance = input_conductance,
                                              .input_drive = input_drive,
                                              .scale = scale,
                                              .next = next,
                                              .time_constants = time_constants};

static liquid_online_synapses synapses(int is_sensory) {
  const int first = is_sensory ? RECURRENT_ROWS * LANES : 0;
  return (liquid_online_synapses){.rows = is_sensory ? 1 : RECURRENT_ROWS,
                                  .starts = starts[is_sensory],
                                  .sources = from + first,
                                  .targets = to + first,
                                  .slope = slopes + first,
                                  .offset = offsets + first,
                                  .w = w + first,
                                  .w_slope = w_slopes + first,
                                  .mu = mu + first,
                                  .sigma = sigma + first,
                                  .erev = erev + first,
                                  .w_place = places[0] + first,
                                  .mu_place = places[1] + first,
                                  .sigma_place = places[2] + first,
                                  .erev_place = places[3] + first,
                                  .activation = activation + first,
                                  .steepness = steepness + first};
}

static void prepare_synapses(void) {
  const int count = ROWS_OF_ALL * LANES, each[2] = {5, 2};
  fill(w, count, 0.1f, 1);
  fill(w_slopes, count, 0.5f, 1.5f);
  fill(mu, count, 0.3f, 0.8f);
  fill(sigma, count, 3, 8);
  fill(erev, count, -1, 1);
  for (int k = 0; k < count; k++) {
    const int is_sensory = k >= RECURRENT_ROWS * LANES;
    const int number = is_sensory ? k - RECURRENT_ROWS * LANES : k;
    const int target = number / each[is_sensory];
    const int is_padding = target >= N;
    if (is_padding) w[k] = 0;
    to[k] = is_padding ? N : target;
    from[k] = is_padding ? 0 : is_sensory ? number % INPUTS : (target + 2 * (number % 5) + 1) % N;
    slopes[k] = (float)(-sigma[k] * LOG2E);
    offsets[k] = (float)(sigma[k] * mu[k] * LOG2E);
    for (int n = 0; n < 4; n++) places[n][k] = 3 * N + 4 * k + n;
  }
  for (int j = 0; j <= N; j++) {
    starts[0][j] = 5 * j;
    starts[1][j] = 2 * j;
  }
}

static void prepare_ltc(void) {
  prepare_synapses();
  fill(capacitance, N, 0.4f, 0.6f);
  fill(gleak, N, 0.1f, 1);
  fill(vleak, N, -0.5f, 0.5f);
  fill(gleak_slope, N, 0.5f, 1.5f);
  fill(capacitance_slope, N, 0.5f, 1.5f);
  for (int j = 0; j < N; j++) {
    leak[j] = gleak[j];
    leak_drive[j] = gleak[j] * vleak[j];
    moves[j] = j == HELD ? 0 : 1;
    gleak_place[j] = 3 * j;
    vleak_place[j] = 3 * j + 1;
    capacitance_place[j] = 3 * j + 2;
  }
  fill(inputs, INPUTS, -1, 1);
  fill(v, N, -1, 1);
  memcpy(v_before, v, sizeof v);
}

static void run_ltc(void) {
  const liquid_online_synapses recurrent = synapses(0), sensory = synapses(1);
  liquid_online_ltc(&neurons, &recurrent, &sensory, SUB_STEPS, ELAPSED, inputs, v, own_coefficients, STRIDE,
                    direct_vectors, PLACES);
}

// A neuron's new state from [its own state, cm, gleak, vleak, the conductance and the drive of all synapses
// but one, and of that one: what it sees, w, mu, sigma, erev].
static double reference_next(const double *x) {
  const double part = x[7] * sigmoid(x[9] * (x[6] - x[8]));
  const double total = x[4] + part + x[2], driven = x[5] + part * x[10] + x[2] * x[3];
  return x[0] + ELAPSED * (driven - total * x[0]) / (x[1] + ELAPSED * total);
}

// Adds a synapse to a target's conductance and drive; what it sees is either a state or an input.
static double reference_part(int k, const double *now) {
  const double seen = k >= RECURRENT_ROWS * LANES ? inputs[from[k]] : now[from[k]];
  return w[k] * sigmoid(sigma[k] * (seen - mu[k]));
}

// All that reference_next reads, with synapse `one` (-1: none) apart.
static void reference_inputs(int j, int one, const double *now, double x[11]) {
  const double own[] = {now[j], capacitance[j], gleak[j], vleak[j]};
  memset(x, 0, 11 * sizeof *x);
  memcpy(x, own, sizeof own);
  for (int k = 0; k < ROWS_OF_ALL * LANES; k++) {
    if (to[k] != j || k == one) continue;
    x[4] += reference_part(k, now);
    x[5] += reference_part(k, now) * erev[k];
  }
  if (one < 0) return;
  x[6] = one >= RECURRENT_ROWS * LANES ? inputs[from[one]] : now[from[one]];
  x[7] = w[one];
  x[8] = mu[one];
  x[9] = sigma[one];
  x[10] = erev[one];
}

static void check_sub_step(int sub_step, const double *now) {
  const float *own = own_coefficients + sub_step * STRIDE, *derivatives = direct_vectors + sub_step * PLACES;
  double x[11];
  for (int j = 0; j < N; j++) {
    reference_inputs(j, -1, now, x);
    compare(own[j], moves[j] * slope(reference_next, x, 0));
    compare(derivatives[gleak_place[j]], moves[j] * gleak_slope[j] * slope(reference_next, x, 2));
    compare(derivatives[vleak_place[j]], moves[j] * slope(reference_next, x, 3));
    compare(derivatives[capacitance_place[j]], moves[j] * capacitance_slope[j] * slope(reference_next, x, 1));
  }
  for (int k = 0; k < ROWS_OF_ALL * LANES; k++) {
    if (to[k] == N) continue;
    const double moved = moves[to[k]];
    reference_inputs(to[k], k, now, x);
    compare(own[N + k], moved * slope(reference_next, x, 6));
    compare(derivatives[places[0][k]], moved * w_slopes[k] * slope(reference_next, x, 7));
    compare(derivatives[places[1][k]], moved * slope(reference_next, x, 8));
    compare(derivatives[places[2][k]], moved * slope(reference_next, x, 9));
    compare(derivatives[places[3][k]], moved * slope(reference_next, x, 10));
  }
}

static void check_ltc(void) {
  double now[N], after[N], x[11];
  for (int j = 0; j < N; j++) now[j] = v_before[j];
  for (int sub_step = 0; sub_step < SUB_STEPS; sub_step++) {
    check_sub_step(sub_step, now);
    for (int j = 0; j < N; j++) {
      reference_inputs(j, -1, now, x);
      after[j] = reference_next(x);
    }
    memcpy(now, after, sizeof now);
  }
  for (int j = 0; j < N; j++) {
    compare(v[j], now[j]);
    reference_inputs(j, -1, now, x);
    compare(time_constants[j], capacitance[j] / (x[4] + gleak[j]));
  }
}

const kernel_case online_cases[] = {
    {"liquid_online_combine", prepare_sums, run_combine, check_combine, 1e-6},
    {"liquid_online_advance", prepare_sums, run_advance, check_advance, 1e-6},
    {"liquid_online_ltc", prepare_ltc, run_ltc, check_ltc, 2e-6},
    {0},
};
