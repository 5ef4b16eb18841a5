#include "../../Sources/CLiquidKernels/include/liquid_stack.h"
#include "check.h"

// What lies between the layers of a stack and after the last one, for eleven rows.
#define COUNT 11
#define EPSILON 1e-5f

static float scale[COUNT], shift[COUNT];
ROWS(x, COUNT);
ROWS(before, COUNT);
ROWS(out, COUNT);
ROWS(normalized, COUNT);
ROWS(gradient, COUNT);
ROWS(x_gradient, COUNT);
ROWS(before_gradient, COUNT);
ROWS(scale_sum, COUNT);
ROWS(shift_sum, COUNT);
ROWS(reciprocal, 1);
ROWS(steps, 1);
ROWS(next_steps, 1);
ROWS(top, 1);
ROWS(sum, 1);
ROWS(next_top, 1);
ROWS(next_sum, 1);
ROWS(share, 1);
ROWS(kept, 1);
ROWS(sum_gradient, 1);
ROWS(next_sum_gradient, 1);

static void prepare(void) {
  fill(scale, COUNT, -1, 1);
  fill(shift, COUNT, -1, 1);
  fill(x, COUNT * LANES, -2, 2);
  fill(before, COUNT * LANES, -2, 2);
  fill(gradient, COUNT * LANES, -1, 1);
  fill(next_sum_gradient, LANES, -1, 1);
  fill(top, LANES, -2, 2);
  for (int i = 0; i < COUNT * LANES; i++) {
    x_gradient[i] = before_gradient[i] = scale_sum[i] = shift_sum[i] = 0.5f;
  }
  // Some lanes are at their first step.
  for (int lane = 0; lane < LANES; lane++) {
    steps[lane] = lane % 4;
    sum[lane] = 0.8f * (lane % 4);
    sum_gradient[lane] = 0.5f;
  }
}

static int is_first(int lane) { return steps[lane] == 0; }

// The rows of a lane in double precision.
static void take(const float *rows, int lane, double *to) {
  for (int row = 0; row < COUNT; row++) to[row] = AT(rows, row, lane);
}

// Layer normalisation: x, scale and shift, one after the other; what it gives, times a lane's gradient.
static int lane_of_norm;

static double reference_norm(const double *all, int row) {
  double mean = 0, variance = 0;
  for (int i = 0; i < COUNT; i++) mean += all[i] / COUNT;
  for (int i = 0; i < COUNT; i++) variance += (all[i] - mean) * (all[i] - mean) / COUNT;
  return all[COUNT + row] * (all[row] - mean) / sqrt(variance + EPSILON) + all[2 * COUNT + row];
}

static double norm_times_gradient(const double *all) {
  double total = 0;
  for (int row = 0; row < COUNT; row++) {
    total += reference_norm(all, row) * AT(gradient, row, lane_of_norm);
  }
  return total;
}

static void take_norm(int lane, double *all) {
  take(x, lane, all);
  for (int row = 0; row < COUNT; row++) {
    all[COUNT + row] = scale[row];
    all[2 * COUNT + row] = shift[row];
  }
}

static void run_norm(void) {
  liquid_layer_norm(COUNT, EPSILON, scale, shift, x, normalized, reciprocal, out);
}

static void check_norm(void) {
  for (int lane = 0; lane < LANES; lane++) {
    double all[3 * COUNT];
    take_norm(lane, all);
    for (int row = 0; row < COUNT; row++) {
      compare(AT(out, row, lane), reference_norm(all, row));
      compare(AT(normalized, row, lane) * (double)scale[row] + shift[row], reference_norm(all, row));
    }
  }
}

static void prepare_norm_gradient(void) {
  prepare();
  run_norm();
}

static void run_norm_gradient(void) {
  liquid_layer_norm_gradient(COUNT, scale, normalized, reciprocal, gradient, scale_sum, shift_sum, x_gradient);
}

static void check_norm_gradient(void) {
  for (lane_of_norm = 0; lane_of_norm < LANES; lane_of_norm++) {
    double all[3 * COUNT];
    take_norm(lane_of_norm, all);
    for (int row = 0; row < COUNT; row++) {
      compare(AT(x_gradient, row, lane_of_norm), 0.5 + slope(norm_times_gradient, all, row));
      compare(AT(scale_sum, row, lane_of_norm), 0.5 + slope(norm_times_gradient, all, COUNT + row));
      compare(AT(shift_sum, row, lane_of_norm), 0.5 + slope(norm_times_gradient, all, 2 * COUNT + row));
    }
  }
}

static void run_multiply(void) { liquid_multiply(COUNT, x, before, out); }

static void check_multiply(void) {
  for (int i = 0; i < COUNT * LANES; i++) compare(out[i], (double)x[i] * before[i]);
}

static void run_mean(void) { liquid_pool_mean(COUNT, steps, x, before, next_steps, out); }

static void check_mean(void) {
  for (int lane = 0; lane < LANES; lane++) {
    const double number = steps[lane] + 1;
    compare(next_steps[lane], number);
    for (int row = 0; row < COUNT; row++) {
      compare(AT(out, row, lane), (AT(before, row, lane) * (number - 1) + AT(x, row, lane)) / number);
    }
  }
}

static void prepare_mean_gradient(void) {
  prepare();
  run_mean();
}

static void run_mean_gradient(void) {
  liquid_pool_mean_gradient(COUNT, next_steps, gradient, x_gradient, before_gradient);
}

static void check_mean_gradient(void) {
  for (int i = 0; i < COUNT * LANES; i++) {
    const double number = steps[i % LANES] + 1;
    compare(x_gradient[i], 0.5 + gradient[i] / number);
    compare(before_gradient[i], 0.5 + gradient[i] * (number - 1) / number);
  }
}

static void run_max(void) { liquid_pool_max(COUNT, steps, x, before, next_steps, out); }

static int is_new_largest(int i) { return is_first(i % LANES) || x[i] > before[i]; }

static void check_max(void) {
  for (int lane = 0; lane < LANES; lane++) compare(next_steps[lane], steps[lane] + 1);
  for (int i = 0; i < COUNT * LANES; i++) compare(out[i], is_new_largest(i) ? x[i] : before[i]);
}

static void run_max_gradient(void) {
  liquid_pool_max_gradient(COUNT, steps, x, before, gradient, x_gradient, before_gradient);
}

static void check_max_gradient(void) {
  for (int i = 0; i < COUNT * LANES; i++) {
    compare(x_gradient[i], 0.5 + (is_new_largest(i) ? gradient[i] : 0));
    compare(before_gradient[i], 0.5 + (is_new_largest(i) ? 0 : gradient[i]));
  }
}

// Attention in a lane: query, x, the mean before and the sum of weights before, one after the other. Weights are
// relative to the largest score so far, which is `top_now`; what it is must not matter for the mean.
static int lane_of_attention;
static double top_now;

static double sum_after(const double *all, double *score) {
  *score = 0;
  for (int row = 0; row < COUNT; row++) *score += all[row] * all[COUNT + row];
  const double earlier = is_first(lane_of_attention) ? 0 : exp(top[lane_of_attention] - top_now);
  return all[3 * COUNT] * earlier + exp(*score - top_now);
}

static double reference_attention(const double *all, int row) {
  double score;
  const double weight = exp(-top_now) / sum_after(all, &score);
  return all[2 * COUNT + row] + (all[COUNT + row] - all[2 * COUNT + row]) * weight * exp(score);
}

static double attention_times_gradient(const double *all) {
  double score, total = sum_after(all, &score) * next_sum_gradient[lane_of_attention];
  for (int row = 0; row < COUNT; row++) {
    total += reference_attention(all, row) * AT(gradient, row, lane_of_attention);
  }
  return total;
}

// Takes a lane's numbers and the largest score after the step.
static void take_attention(int lane, double *all) {
  lane_of_attention = lane;
  for (int row = 0; row < COUNT; row++) all[row] = scale[row];
  take(x, lane, all + COUNT);
  take(before, lane, all + 2 * COUNT);
  all[3 * COUNT] = sum[lane];
  double score;
  top_now = 0;
  sum_after(all, &score);
  top_now = is_first(lane) || score > top[lane] ? score : top[lane];
}

static void run_attention(void) {
  liquid_pool_attention(COUNT, scale, top, sum, x, before, next_top, next_sum, share, kept, out);
}

static void check_attention(void) {
  for (int lane = 0; lane < LANES; lane++) {
    double all[3 * COUNT + 1], score;
    take_attention(lane, all);
    compare(next_top[lane], top_now);
    compare(next_sum[lane], sum_after(all, &score));
    compare(share[lane], exp(score - top_now));
    if (!is_first(lane)) compare(kept[lane], exp(top[lane] - top_now));
    for (int row = 0; row < COUNT; row++) compare(AT(out, row, lane), reference_attention(all, row));
  }
}

static void prepare_attention_gradient(void) {
  prepare();
  run_attention();
}

static void run_attention_gradient(void) {
  liquid_pool_attention_gradient(COUNT, scale, x, before, next_sum, share, kept, gradient, next_sum_gradient,
                                 scale_sum, x_gradient, before_gradient, sum_gradient);
}

static void check_attention_gradient(void) {
  for (int lane = 0; lane < LANES; lane++) {
    double all[3 * COUNT + 1];
    take_attention(lane, all);
    for (int row = 0; row < COUNT; row++) {
      compare(AT(scale_sum, row, lane), 0.5 + slope(attention_times_gradient, all, row));
      compare(AT(x_gradient, row, lane), 0.5 + slope(attention_times_gradient, all, COUNT + row));
      compare(AT(before_gradient, row, lane), 0.5 + slope(attention_times_gradient, all, 2 * COUNT + row));
    }
    // Before the first step there is no sum to have a gradient.
    if (!is_first(lane)) {
      compare(sum_gradient[lane], 0.5 + slope(attention_times_gradient, all, 3 * COUNT));
    }
  }
}

const kernel_case stack_cases[] = {
    {"liquid_layer_norm", prepare, run_norm, check_norm, 2e-6},
    {"liquid_layer_norm_gradient", prepare_norm_gradient, run_norm_gradient, check_norm_gradient, 4e-6},
    {"liquid_multiply", prepare, run_multiply, check_multiply, 1e-6},
    {"liquid_pool_mean", prepare, run_mean, check_mean, 1e-6},
    {"liquid_pool_mean_gradient", prepare_mean_gradient, run_mean_gradient, check_mean_gradient, 1e-6},
    {"liquid_pool_max", prepare, run_max, check_max, 1e-6},
    {"liquid_pool_max_gradient", prepare, run_max_gradient, check_max_gradient, 1e-6},
    {"liquid_pool_attention", prepare, run_attention, check_attention, 2e-6},
    {"liquid_pool_attention_gradient", prepare_attention_gradient, run_attention_gradient,
     check_attention_gradient, 4e-6},
    {0},
};
