#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_dense.h"
#include "check.h"

// A dense layer that has blocks of every size: 39 = 6 x 6 + 2 + 1 outputs.
#define OUT 39
#define IN 33
#define STEPS 8

static float weights[OUT * IN], bias[OUT], weight_sums[OUT * IN], row_sums[OUT];
ROWS(x, STEPS *IN);
ROWS(out, OUT);
ROWS(out_gradient, STEPS *OUT);
ROWS(weight_sum, OUT);
ROWS(bias_sum, OUT);
ROWS(x_gradient, OUT);

static void prepare(void) {
  fill(weights, OUT * IN, -1, 1);
  fill(bias, OUT, -1, 1);
  fill(x, STEPS * IN * LANES, -1, 1);
  fill(out_gradient, STEPS * OUT * LANES, -1, 1);
  for (int i = 0; i < OUT * IN; i++) weight_sums[i] = 0.5f;
  for (int i = 0; i < OUT; i++) row_sums[i] = 0.5f;
  for (int i = 0; i < OUT * LANES; i++) weight_sum[i] = bias_sum[i] = x_gradient[i] = 0.5f;
}

static void run_dense(void) { liquid_dense(OUT, IN, weights, bias, x, out); }

static void check_dense(void) {
  for (int n = 0; n < OUT; n++) {
    for (int lane = 0; lane < LANES; lane++) {
      double sum = bias[n];
      for (int i = 0; i < IN; i++) sum += (double)weights[n * IN + i] * AT(x, i, lane);
      compare(AT(out, n, lane), sum);
    }
  }
}

static void run_weight_gradient(void) {
  liquid_dense_weight_gradient(STEPS, OUT, OUT, out_gradient, IN, IN, x, weight_sums);
}

static void check_weight_gradient(void) {
  for (int n = 0; n < OUT; n++) {
    for (int i = 0; i < IN; i++) {
      double sum = 0.5;
      for (int step = 0; step < STEPS; step++) {
        for (int lane = 0; lane < LANES; lane++) {
          sum += (double)AT(out_gradient, step * OUT + n, lane) * AT(x, step * IN + i, lane);
        }
      }
      compare(weight_sums[n * IN + i], sum);
    }
  }
}

static void run_row_sums(void) { liquid_row_sums(STEPS, OUT, OUT, out_gradient, row_sums); }

static void check_row_sums(void) {
  for (int n = 0; n < OUT; n++) {
    double sum = 0.5;
    for (int step = 0; step < STEPS; step++) {
      for (int lane = 0; lane < LANES; lane++) sum += AT(out_gradient, step * OUT + n, lane);
    }
    compare(row_sums[n], sum);
  }
}

static void run_affine(void) { liquid_affine(IN, weights, bias, x, out); }

static void check_affine(void) {
  for (int i = 0; i < IN * LANES; i++) compare(out[i], (double)weights[i / LANES] * x[i] + bias[i / LANES]);
}

static void run_affine_gradient(void) {
  liquid_affine_gradient(IN, weights, x, out_gradient, weight_sum, bias_sum, x_gradient);
}

static void check_affine_gradient(void) {
  for (int i = 0; i < IN * LANES; i++) {
    compare(weight_sum[i], 0.5 + (double)out_gradient[i] * x[i]);
    compare(bias_sum[i], 0.5 + out_gradient[i]);
    compare(x_gradient[i], 0.5 + (double)weights[i / LANES] * out_gradient[i]);
  }
}

static void run_add(void) { liquid_add(IN, x, x_gradient); }

static void check_add(void) {
  for (int i = 0; i < IN * LANES; i++) compare(x_gradient[i], 0.5 + x[i]);
}

// All activations, eight rows each.
#define KINDS 5
#define EACH 8
static const liquid_activation kinds[KINDS] = {LIQUID_LECUN_TANH, LIQUID_SILU, LIQUID_RELU, LIQUID_TANH,
                                               LIQUID_GELU};
ROWS(z, KINDS *EACH);
ROWS(activated, KINDS *EACH);
ROWS(gradient, KINDS *EACH);

static double reference_activation(const double *x) {
  switch ((liquid_activation)x[1]) {
    case LIQUID_LECUN_TANH: return 1.7159 * tanh(0.666 * x[0]);
    case LIQUID_SILU: return x[0] * sigmoid(x[0]);
    case LIQUID_RELU: return x[0] > 0 ? x[0] : 0;
    case LIQUID_TANH: return tanh(x[0]);
    case LIQUID_GELU: return x[0] * erfc(-x[0] / sqrt(2)) / 2;
  }
  return NAN;
}

static void run_activation(void) {
  for (int n = 0; n < KINDS; n++) {
    liquid_activation_apply(kinds[n], EACH, &AT(z, n * EACH, 0), &AT(activated, n * EACH, 0));
  }
}

static void check_activation(void) {
  for (int i = 0; i < KINDS * EACH * LANES; i++) {
    const double x[] = {z[i], kinds[i / (EACH * LANES)]};
    compare(activated[i], reference_activation(x));
  }
}

static void prepare_activation(void) { fill(z, KINDS * EACH * LANES, -6, 6); }

static void prepare_activation_gradient(void) {
  prepare_activation();
  run_activation();
  for (int i = 0; i < KINDS * EACH * LANES; i++) gradient[i] = 0.75f;
}

static void run_activation_gradient(void) {
  for (int n = 0; n < KINDS; n++) {
    liquid_activation_gradient(kinds[n], EACH, &AT(z, n * EACH, 0), &AT(activated, n * EACH, 0),
                               &AT(gradient, n * EACH, 0));
  }
}

static void check_activation_gradient(void) {
  for (int i = 0; i < KINDS * EACH * LANES; i++) {
    double x[] = {z[i], kinds[i / (EACH * LANES)]};
    compare(gradient[i], 0.75 * slope(reference_activation, x, 0));
  }
}

const kernel_case dense_cases[] = {
    {"liquid_dense", prepare, run_dense, check_dense, 2e-6},
    {"liquid_dense_weight_gradient", prepare, run_weight_gradient, check_weight_gradient, 4e-6},
    {"liquid_row_sums", prepare, run_row_sums, check_row_sums, 4e-6},
    {"liquid_affine", prepare, run_affine, check_affine, 1e-6},
    {"liquid_affine_gradient", prepare, run_affine_gradient, check_affine_gradient, 1e-6},
    {"liquid_add", prepare, run_add, check_add, 1e-6},
    {"liquid_activation_apply", prepare_activation, run_activation, check_activation, 1e-6},
    {"liquid_activation_gradient", prepare_activation_gradient, run_activation_gradient,
     check_activation_gradient, 1e-6},
    {0},
};
