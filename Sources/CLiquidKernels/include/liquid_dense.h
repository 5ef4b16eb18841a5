#ifndef LIQUID_DENSE_H
#define LIQUID_DENSE_H

#include "liquid_kernels.h"

// Dense layers on rows of lanes. Weights are scalars, [outputs, inputs] row-major.

// out = weights x + bias; a NULL bias is 0.
void liquid_dense(int32_t outputs, int32_t inputs, const float *weights, const float *bias, const float *x,
                  float *out);

// Adds to weight_sums, scalars [outputs, inputs], the sum over steps and lanes of out_gradient x. A step's
// rows start `gradient_stride` and `x_stride` rows after the last one's.
void liquid_dense_weight_gradient(int32_t steps, int32_t outputs, int32_t gradient_stride,
                                  const float *out_gradient, int32_t inputs, int32_t x_stride, const float *x,
                                  float *weight_sums);

// Adds to sums, scalars [rows], the sum over steps and lanes of x.
void liquid_row_sums(int32_t steps, int32_t rows, int32_t stride, const float *x, float *sums);

typedef enum {
  LIQUID_LECUN_TANH,  // 1.7159 tanh(0.666 z)
  LIQUID_SILU,        // z sigmoid(z)
  LIQUID_RELU,        // max(z, 0)
  LIQUID_TANH,
  LIQUID_GELU,        // z times the standard normal distribution function
} liquid_activation;

// out = f(z), row by row.
void liquid_activation_apply(liquid_activation kind, int32_t rows, const float *z, float *out);

// gradient *= f'(z), where out = f(z).
void liquid_activation_gradient(liquid_activation kind, int32_t rows, const float *z, const float *out,
                                float *gradient);

#endif
