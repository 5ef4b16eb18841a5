#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_stream.h"
#include "check.h"

// 32 neurons in two blocks. The first block's rows see one source each, the second's any.
#define BLOCKS 2
#define N (BLOCKS * LANES)
#define EACH 20
#define K (BLOCKS * EACH)

static int32_t starts[BLOCKS + 1], shared[K], sources[K * LANES];
static const liquid_stream_table table = {
    .blocks = BLOCKS, .starts = starts, .sources = sources, .shared = shared};

ROWS(synapses, K * 4);  // slope, offset, w, w erev
ROWS(x, BLOCKS + 1);
ROWS(other, BLOCKS + 1);
ROWS(v, BLOCKS + 1);
ROWS(conductance, BLOCKS);
ROWS(drive, BLOCKS);
ROWS(capacitance, BLOCKS);
ROWS(leak, BLOCKS);
ROWS(leak_drive, BLOCKS);
static const liquid_neurons neurons = {.capacitance = capacitance, .leak = leak, .leak_drive = leak_drive};

static void prepare(void) {
  fill(x, N, -1, 1);
  fill(synapses, K * 4 * LANES, -1, 1);
  for (int k = 0; k < K; k++) {
    starts[k / EACH + 1] = (k / EACH + 1) * EACH;
    shared[k] = k < EACH ? (5 * k + 3) % N : -1;
    for (int lane = 0; lane < LANES; lane++) {
      sources[k * LANES + lane] = k < EACH ? shared[k] : (5 * k + 7 * lane) % N;
      AT(synapses, 4 * k, lane) = AT(synapses, 4 * k, lane) * 3 - 6;
      AT(synapses, 4 * k + 2, lane) = 0.5f * (AT(synapses, 4 * k + 2, lane) + 1);
    }
  }
  memcpy(v, x, sizeof v);
  fill(conductance, N, 0, 1);
  fill(drive, N, -1, 1);
  fill(capacitance, N, 0.4f, 0.6f);
  fill(leak, N, 0.1f, 1);
  fill(leak_drive, N, -1, 1);
}

static void reference_sums(int neuron, const double *seen, double *total, double *driven) {
  const int block = neuron / LANES, lane = neuron % LANES;
  for (int k = starts[block]; k < starts[block + 1]; k++) {
    const double y =
        seen[sources[k * LANES + lane]] * AT(synapses, 4 * k, lane) + AT(synapses, 4 * k + 1, lane);
    const double s = 1 / (1 + exp2(y));
    *total += s * AT(synapses, 4 * k + 2, lane);
    *driven += s * AT(synapses, 4 * k + 3, lane);
  }
}

static void run_sums(void) { liquid_stream_synapse_sums(&table, synapses, x, conductance, drive); }

static void check_sums(void) {
  double seen[N];
  for (int i = 0; i < N; i++) seen[i] = x[i];
  for (int i = 0; i < N; i++) {
    double total = 0, driven = 0;
    reference_sums(i, seen, &total, &driven);
    compare(conductance[i], total);
    compare(drive[i], driven);
  }
}

#define UNFOLDS 3
#define ELAPSED 0.15f

static void run_ltc(void) {
  liquid_stream_ltc(&table, synapses, &neurons, UNFOLDS, ELAPSED, conductance, drive, v, other);
}

static void check_ltc(void) {
  double now[N], next[N];
  for (int i = 0; i < N; i++) now[i] = x[i];
  for (int unfold = 0; unfold < UNFOLDS; unfold++) {
    for (int i = 0; i < N; i++) {
      double total = (double)conductance[i] + leak[i], driven = (double)drive[i] + leak_drive[i];
      reference_sums(i, now, &total, &driven);
      next[i] = now[i] + ELAPSED * (driven - total * now[i]) / (capacitance[i] + ELAPSED * total);
    }
    memcpy(now, next, sizeof now);
  }
  for (int i = 0; i < N; i++) compare(v[i], now[i]);
}

// 11 rows of outputs: a block of eight, a pair, and one.
#define OUT 11
ROWS(weights, N *OUT);
ROWS(bias, OUT);
ROWS(out, OUT);

static void prepare_dense(void) {
  prepare();
  fill(weights, N * OUT * LANES, -1, 1);
  fill(bias, OUT * LANES, -1, 1);
}

static void run_dense(void) { liquid_stream_dense(OUT, N, weights, bias, x, out); }

static void check_dense(void) {
  for (int i = 0; i < OUT * LANES; i++) {
    double sum = bias[i];
    for (int k = 0; k < N; k++) sum += (double)weights[k * OUT * LANES + i] * x[k];
    compare(out[i], sum);
  }
}

// Both numbers of heads.
static const int head_counts[2] = {1, 4};
ROWS(wired_weights, 2 * K * 4);
ROWS(wired_bias, 2 * 4 * BLOCKS);
ROWS(wired, 2 * 4 * BLOCKS);

static void prepare_wired(void) {
  prepare();
  fill(wired_weights, 2 * K * 4 * LANES, -1, 1);
  fill(wired_bias, 2 * 4 * N, -1, 1);
}

static void run_wired(void) {
  for (int n = 0; n < 2; n++) {
    liquid_stream_wired(&table, head_counts[n], 0, BLOCKS, &AT(wired_weights, n * K * 4, 0),
                        &AT(wired_bias, n * 4 * BLOCKS, 0), x, &AT(wired, n * 4 * BLOCKS, 0));
  }
}

static void check_wired(void) {
  for (int n = 0; n < 2; n++) {
    for (int h = 0; h < head_counts[n]; h++) {
      for (int i = 0; i < N; i++) {
        const int block = i / LANES, lane = i % LANES;
        double sum = AT(wired_bias, (n * 4 + h) * BLOCKS + block, lane);
        for (int k = starts[block]; k < starts[block + 1]; k++) {
          sum += (double)AT(wired_weights, n * K * 4 + k * head_counts[n] + h, lane) *
                 x[sources[k * LANES + lane]];
        }
        compare(AT(wired, (n * 4 + h) * BLOCKS + block, lane), sum);
      }
    }
  }
}

static void run_pure(void) { liquid_stream_pure(BLOCKS, ELAPSED, leak_drive, drive, x, conductance); }

static void check_pure(void) {
  for (int i = 0; i < N; i++) {
    const double a = leak_drive[i];
    compare(conductance[i], a - a * exp(-ELAPSED * (fabs((double)drive[i]) + fabs((double)x[i]))) * x[i]);
  }
}

const kernel_case stream_cases[] = {
    {"liquid_stream_dense", prepare_dense, run_dense, check_dense, 2e-6},
    {"liquid_stream_synapse_sums", prepare, run_sums, check_sums, 2e-6},
    {"liquid_stream_ltc", prepare, run_ltc, check_ltc, 2e-6},
    {"liquid_stream_wired", prepare_wired, run_wired, check_wired, 2e-6},
    {"liquid_stream_pure", prepare, run_pure, check_pure, 1e-6},
    {0},
};
