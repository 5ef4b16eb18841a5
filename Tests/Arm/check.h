#ifndef LIQUID_CHECK_H
#define LIQUID_CHECK_H

// Checks of the kernels in plain C, so that they can be built for a processor that the tests do not run on.
//
// Each kernel has a case: fixed inputs, one call, and a comparison with a reference in double precision that
// is written here as simply as it can be. References of gradients are differences of the reference of what
// they differentiate. The same cases are called again and again where instructions are counted.

#include <math.h>
#include <stdint.h>

#define LANES 16
#define LOG2E 1.4426950408889634

// The element of a lane of a row.
#define AT(x, row, lane) ((x)[(row)*LANES + (lane)])

// `count` rows, aligned as the kernels want them.
#define ROWS(name, count) static _Alignas(64) float name[(count)*LANES]

typedef struct {
  const char *kernel;
  void (*prepare)(void);  // sets all that `run` reads
  void (*run)(void);      // one call of the kernel
  void (*check)(void);    // compares what one `run` after `prepare` gave
  double limit;           // the largest error allowed
} kernel_case;

// A folder of cases ends with one that has no kernel.
extern const kernel_case ltc_cases[], solver_cases[], dense_cases[], cfc_cases[], gate_cases[],
    stream_cases[], online_cases[], lrc_cases[], stack_cases[];

// Fills with numbers from `low` to `high`, the same ones in each run of the program.
void fill(float *x, int count, float low, float high);

// Notes the difference of two numbers, relative to `expected` where that is above 1.
void compare(double actual, double expected);

// d f / d x[index], by differences; `x` is as it was afterwards.
double slope(double (*f)(const double *x), double *x, int index);

static inline double sigmoid(double x) { return 1 / (1 + exp(-x)); }

// Trains a small LTC with the kernels alone. 0 where it learned, else 1.
int train(void);

#endif
