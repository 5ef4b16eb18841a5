/* A small network written by hand in the form that lnn-top exports, so that what builds, runs and measures networks can
   be tested by itself. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#ifdef __cplusplus
extern "C" {
#endif

#define EXAMPLE_INPUTS 3
#define EXAMPLE_OUTPUTS 2

#define EXAMPLE_INPUTS_LOW \
  { -1.0f, 0.0f, 10.0f }
#define EXAMPLE_INPUTS_HIGH \
  { 1.0f, 5.0f, 250.0f }

typedef struct {
  float potential[4];
} example_state;

void example_init(example_state *state);

/* 1 where an input was missing, 2 where the time was. */
int example_step(
    example_state *state, const float inputs[EXAMPLE_INPUTS], float elapsed, float outputs[EXAMPLE_OUTPUTS]);

int example_test(void);

#ifdef __cplusplus
}
#endif

#endif
