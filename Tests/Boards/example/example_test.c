#include "example.h"

/* Of one step from the start; computed in double precision. */
int example_test(void) {
  const float inputs[EXAMPLE_INPUTS] = {0.5f, 2.0f, 100.0f};
  const float expected[EXAMPLE_OUTPUTS] = {-0.8684337f, -0.1721283f};
  example_state state;
  float outputs[EXAMPLE_OUTPUTS];
  int output;
  example_init(&state);
  if (example_step(&state, inputs, 1.0f, outputs) != 0) { return 1; }
  for (output = 0; output < EXAMPLE_OUTPUTS; output++) {
    const float difference = outputs[output] - expected[output];
    if (!(difference > -0.001f && difference < 0.001f)) { return 1; }
  }
  return 0;
}
