#include "example.h"

#include <stdint.h>
#include <string.h>

#include "example_tables.h"

#if defined(__FAST_MATH__)
#error "-ffast-math changes what the network answers: compile this file without it"
#endif

/* EXAMPLE_JOINED leaves out what keeps compilers from joining a product and a sum. */
#if defined(EXAMPLE_JOINED)
#elif defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__) && defined(__FP_FAST_FMAF)
#pragma GCC optimize("fp-contract=off")
#endif

static float power_of_two(int32_t exponent) {
  const uint32_t bits = (uint32_t)(exponent + 127) << 23;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* Right to about four digits. */
static float exponential(float x) {
  float part;
  float sum;
  int32_t whole;
  if (x > 60.0f) { x = 60.0f; }
  if (x < -60.0f) { x = -60.0f; }
  part = x * 1.44269504f;
  whole = (int32_t)(part + (part < 0.0f ? -0.5f : 0.5f));
  part = (part - (float)whole) * 0.693147181f;
  sum = 1.0f + part * (1.0f + part * (0.5f + part * (0.16666667f + part * 0.041666667f)));
  return sum * power_of_two(whole);
}

static float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

void example_init(example_state *state) { memset(state, 0, sizeof *state); }

static int is_number(float value) { return value > -3.0e38f && value < 3.0e38f; }

int example_step(
    example_state *state, const float inputs[EXAMPLE_INPUTS], float elapsed, float outputs[EXAMPLE_OUTPUTS]) {
  static const float scale[EXAMPLE_INPUTS] = {1.5f, 0.4f, 0.0125f};
  float sources[EXAMPLE_SOURCES];
  float rate;
  int flags = 0;
  uint8_t neuron;
  uint8_t source;
  for (source = 0; source < EXAMPLE_INPUTS; source++) {
    if (is_number(inputs[source])) {
      sources[source] = inputs[source] * scale[source];
    } else {
      sources[source] = 0.0f;
      flags |= 1;
    }
  }
  if (!is_number(elapsed) || elapsed < 0.0f) {
    elapsed = 1.0f;
    flags |= 2;
  }
  rate = 1.0f - exponential(-0.3f * elapsed);
  for (neuron = 0; neuron < EXAMPLE_NEURONS; neuron++) { sources[EXAMPLE_INPUTS + neuron] = state->potential[neuron]; }
  for (neuron = 0; neuron < EXAMPLE_NEURONS; neuron++) {
    float sum = 0.1f;
    for (source = 0; source < EXAMPLE_SOURCES; source++) {
      const float weight = (float)example_weights[neuron * EXAMPLE_SOURCES + source] * 0.015625f;
      sum += weight * sources[source];
    }
    state->potential[neuron] += rate * (sigmoid(sum) - state->potential[neuron]);
  }
  outputs[0] = state->potential[0] * 12.5f - 3.1f;
  outputs[1] = (state->potential[1] - state->potential[2]) / (0.3f + state->potential[3]);
  return flags;
}
