#include <stdio.h>
#include <string.h>

#include "../../Sources/CLiquidKernels/include/liquid_kernels.h"
#include "check.h"

// An LTC of 8 neurons learns to answer a wave with its slope: 16 sequences of different phases, one a lane.
#define N 8
#define TIMES 20
#define UNFOLDS 3
#define EPOCHS 120
#define ELAPSED (1.0f / UNFOLDS)
#define SENSORY N          // one synapse from the input to each neuron
#define RECURRENT (N * N)  // one from each to each
#define SYNAPSES (SENSORY + RECURRENT)

// All parameters, so that one loop moves them.
static struct {
  float w[SYNAPSES], mu[SYNAPSES], sigma[SYNAPSES], erev[SYNAPSES];
  float gleak[N], vleak[N], capacitance[N];
  float output_weight, output_bias;
} parameters, gradients, means, squares;
#define PARAMETERS ((int)(sizeof parameters / sizeof(float)))

// Sensory synapses have one source, so that both orders are the same. Recurrent ones are kept by target, and
// listed by source for the gradient.
static int32_t sensory_starts[N + 1], sensory_from[SENSORY], sensory_start[2] = {0, SENSORY},
                                                             sensory_to[SENSORY];
static int32_t starts[N + 1], others[RECURRENT];
static liquid_synapse sensory[SENSORY], by_target[RECURRENT], by_source[RECURRENT];
static float leak[N], leak_drive[N];

ROWS(input, TIMES);
ROWS(target, TIMES);
ROWS(elapsed, 1);
ROWS(states, (TIMES * UNFOLDS + 1) * N);
ROWS(reciprocals, TIMES *UNFOLDS *N);
ROWS(input_conductance, N);
ROWS(input_drive, N);
ROWS(answers, TIMES);
ROWS(answer_gradients, TIMES);
ROWS(gradient, N);
ROWS(drive_gradient, N);
ROWS(conductance_gradient, N);
ROWS(input_drive_gradient, N);
ROWS(input_conductance_gradient, N);
ROWS(drive_sum, N);
ROWS(conductance_sum, N);
ROWS(capacitance_sum, N);
ROWS(input_gradient, 1);
ROWS(weight_sum, 1);
ROWS(bias_sum, 1);
ROWS(sensory_sums, SENSORY);
ROWS(recurrent_sums, RECURRENT);

static const liquid_neurons neurons = {
    .capacitance = parameters.capacitance, .leak = leak, .leak_drive = leak_drive};
static const liquid_synapse_list sensory_by_target = {N, sensory_starts, sensory_from, sensory};
static const liquid_synapse_list sensory_by_source = {1, sensory_start, sensory_to, sensory};
static const liquid_synapse_list recurrent_by_target = {N, starts, others, by_target};
static const liquid_synapse_list recurrent_by_source = {N, starts, others, by_source};

static void begin(void) {
  fill(parameters.w, SYNAPSES, 0.01f, 1);
  fill(parameters.mu, SYNAPSES, 0.3f, 0.8f);
  fill(parameters.sigma, SYNAPSES, 3, 8);
  fill(parameters.erev, SYNAPSES, -1, 1);
  fill(parameters.gleak, N, 0.01f, 1);
  fill(parameters.vleak, N, -0.2f, 0.2f);
  fill(parameters.capacitance, N, 0.4f, 0.6f);
  parameters.output_weight = 1;
  for (int j = 0; j < N; j++) {
    sensory_starts[j + 1] = j + 1;
    sensory_to[j] = j;
    starts[j + 1] = (j + 1) * N;
    for (int k = 0; k < N; k++) others[j * N + k] = k;
  }
  for (int lane = 0; lane < LANES; lane++) {
    elapsed[lane] = ELAPSED;
    for (int t = 0; t < TIMES; t++) {
      const double phase = 0.5 * t + 2 * 3.14159265 * lane / LANES;
      AT(input, t, lane) = (float)sin(phase);
      AT(target, t, lane) = (float)(0.5 * cos(phase));
    }
  }
}

static liquid_synapse synapse(int k) {
  return (liquid_synapse){.slope = (float)(-parameters.sigma[k] * LOG2E),
                          .offset = (float)(parameters.sigma[k] * parameters.mu[k] * LOG2E),
                          .w = parameters.w[k],
                          .drive = parameters.w[k] * parameters.erev[k],
                          .erev = parameters.erev[k],
                          .pull = parameters.w[k] * parameters.sigma[k]};
}

static void list_parameters(void) {
  for (int j = 0; j < N; j++) {
    sensory[j] = synapse(j);
    for (int s = 0; s < N; s++) {
      by_target[j * N + s] = synapse(SENSORY + j * N + s);
      by_source[s * N + j] = by_target[j * N + s];
    }
    leak[j] = parameters.gleak[j];
    leak_drive[j] = parameters.gleak[j] * parameters.vleak[j];
  }
}

// The mean squared error; leaves its gradient with respect to the answers. The first rows, in which the
// network cannot know the phase yet, do not count.
static double forward(void) {
  const int first = 4;
  double loss = 0;
  memset(answer_gradients, 0, sizeof answer_gradients);
  for (int t = 0; t < TIMES; t++) {
    liquid_synapse_sums(&sensory_by_target, &AT(input, t, 0), input_conductance, input_drive);
    for (int unfold = 0; unfold < UNFOLDS; unfold++) {
      const int step = t * UNFOLDS + unfold;
      liquid_ltc_substep(&recurrent_by_target, &neurons, elapsed, input_conductance, input_drive,
                         &AT(states, step * N, 0), &AT(states, (step + 1) * N, 0),
                         &AT(reciprocals, step * N, 0));
    }
    liquid_affine(1, &parameters.output_weight, &parameters.output_bias,
                  &AT(states, (t + 1) * UNFOLDS * N, 0), &AT(answers, t, 0));
    for (int lane = 0; lane < LANES && t >= first; lane++) {
      const double error = AT(answers, t, lane) - AT(target, t, lane);
      loss += error * error / (LANES * (TIMES - first));
      AT(answer_gradients, t, lane) = (float)(2 * error / (LANES * (TIMES - first)));
    }
  }
  return loss;
}

static void backward(void) {
  memset(gradient, 0, sizeof gradient);
  memset(drive_sum, 0, sizeof drive_sum);
  memset(conductance_sum, 0, sizeof conductance_sum);
  memset(capacitance_sum, 0, sizeof capacitance_sum);
  memset(weight_sum, 0, sizeof weight_sum);
  memset(bias_sum, 0, sizeof bias_sum);
  memset(sensory_sums, 0, sizeof sensory_sums);
  memset(recurrent_sums, 0, sizeof recurrent_sums);
  for (int t = TIMES - 1; t >= 0; t--) {
    liquid_affine_gradient(1, &parameters.output_weight, &AT(states, (t + 1) * UNFOLDS * N, 0),
                           &AT(answer_gradients, t, 0), weight_sum, bias_sum, gradient);
    memset(input_drive_gradient, 0, sizeof input_drive_gradient);
    memset(input_conductance_gradient, 0, sizeof input_conductance_gradient);
    for (int unfold = UNFOLDS - 1; unfold >= 0; unfold--) {
      const int step = t * UNFOLDS + unfold;
      const float *v = &AT(states, step * N, 0);
      liquid_ltc_neuron_gradient(N, parameters.capacitance, elapsed, v, &AT(states, (step + 1) * N, 0),
                                 &AT(reciprocals, step * N, 0), gradient, drive_gradient,
                                 conductance_gradient, drive_sum, conductance_sum, capacitance_sum);
      liquid_synapse_gradient(&recurrent_by_source, v, drive_gradient, conductance_gradient, gradient,
                              recurrent_sums);
      liquid_add(N, drive_gradient, input_drive_gradient);
      liquid_add(N, conductance_gradient, input_conductance_gradient);
    }
    liquid_synapse_gradient(&sensory_by_source, &AT(input, t, 0), input_drive_gradient,
                            input_conductance_gradient, input_gradient, sensory_sums);
  }
}

static float lane_sum(const float *row) {
  float sum = 0;
  for (int lane = 0; lane < LANES; lane++) sum += row[lane];
  return sum;
}

static void set_synapse_gradient(int k, const float *row) {
  float sums[4] = {0, 0, 0, 0};
  for (int i = 0; i < LANES; i++) sums[i % 4] += row[i];
  gradients.w[k] = sums[1];
  gradients.mu[k] = -parameters.w[k] * parameters.sigma[k] * sums[2];
  gradients.sigma[k] = parameters.w[k] * (sums[3] - parameters.mu[k] * sums[2]);
  gradients.erev[k] = parameters.w[k] * sums[0];
}

static void collect_gradients(void) {
  for (int j = 0; j < N; j++) {
    set_synapse_gradient(j, &AT(sensory_sums, j, 0));
    for (int s = 0; s < N; s++) set_synapse_gradient(SENSORY + j * N + s, &AT(recurrent_sums, s * N + j, 0));
    const float driven = lane_sum(&AT(drive_sum, j, 0));
    gradients.gleak[j] = driven * parameters.vleak[j] - lane_sum(&AT(conductance_sum, j, 0));
    gradients.vleak[j] = driven * parameters.gleak[j];
    gradients.capacitance[j] = lane_sum(&AT(capacitance_sum, j, 0));
  }
  gradients.output_weight = lane_sum(weight_sum);
  gradients.output_bias = lane_sum(bias_sum);
}

// Adam; conductances and capacitances stay positive.
static void move_parameters(int epoch) {
  float *x = (float *)&parameters, *g = (float *)&gradients, *m = (float *)&means, *s = (float *)&squares;
  for (int i = 0; i < PARAMETERS; i++) {
    m[i] += 0.1f * (g[i] - m[i]);
    s[i] += 0.001f * (g[i] * g[i] - s[i]);
    const double mean = m[i] / (1 - pow(0.9, epoch)), square = s[i] / (1 - pow(0.999, epoch));
    x[i] -= (float)(0.02 * mean / (sqrt(square) + 1e-8));
  }
  for (int k = 0; k < SYNAPSES; k++) parameters.w[k] = fmaxf(parameters.w[k], 0);
  for (int j = 0; j < N; j++) {
    parameters.gleak[j] = fmaxf(parameters.gleak[j], 0);
    parameters.capacitance[j] = fmaxf(parameters.capacitance[j], 0.05f);
  }
}

int train(void) {
  begin();
  list_parameters();
  const double first = forward();
  double last = first;
  for (int epoch = 1; epoch <= EPOCHS; epoch++) {
    backward();
    collect_gradients();
    move_parameters(epoch);
    list_parameters();
    last = forward();
  }
  const int has_learned = last < first / 20;
  printf("training an LTC of %d neurons: loss %.4f, after %d steps %.4f%s\n", N, first, EPOCHS, last,
         has_learned ? "" : "  WRONG");
  return !has_learned;
}
