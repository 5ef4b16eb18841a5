#ifndef LIQUID_STACK_H
#define LIQUID_STACK_H

#include "liquid_kernels.h"

// What lies between the layers of a stack, and after the last one.

// out = scale (x - mean) / sqrt(variance + epsilon) + shift, with the mean and the variance of the `count` rows in each
// lane, scale and shift a scalar per row. Keeps (x - mean) / sqrt(...) in `normalized` [count] and 1 / sqrt(...) in
// `reciprocal` [1].
void liquid_layer_norm(int32_t count, float epsilon, const float *scale, const float *shift, const float *x,
                       float *normalized, float *reciprocal, float *out);

// The gradient of liquid_layer_norm: adds to scale_sum, shift_sum and x_gradient, [count] each.
void liquid_layer_norm_gradient(int32_t count, const float *scale, const float *normalized, const float *reciprocal,
                                const float *out_gradient, float *scale_sum, float *shift_sum, float *x_gradient);

// out = x factor, row by row.
void liquid_multiply(int32_t rows, const float *x, const float *factor, float *out);

// The mean so far: next_steps = steps + 1, next = mean + (x - mean) / next_steps; steps and next_steps are [1].
void liquid_pool_mean(int32_t count, const float *steps, const float *x, const float *mean, float *next_steps,
                      float *next);

// The largest so far: next = x where steps is 0 or x is larger.
void liquid_pool_max(int32_t count, const float *steps, const float *x, const float *largest, float *next_steps,
                     float *next);

// The gradients: from that with respect to `next`, adds to x_gradient and to that of what was before.
void liquid_pool_mean_gradient(int32_t count, const float *next_steps, const float *gradient, float *x_gradient,
                               float *before_gradient);
void liquid_pool_max_gradient(int32_t count, const float *steps, const float *x, const float *largest,
                              const float *gradient, float *x_gradient, float *before_gradient);

// Attention over the steps so far. Each step has a score q x, with a query q of a scalar per row; the weights are the
// softmax of the scores. A sum of weights is kept relative to the largest score:
//   score = q x;   next_top = max(top, score), or score where sum is 0
//   share = e^(score - next_top);   kept = e^(top - next_top);   next_sum = sum kept + share
//   next = mean + (x - mean) share / next_sum
// top, sum and their successors, share and kept are [1] each.
void liquid_pool_attention(int32_t count, const float *query, const float *top, const float *sum, const float *x,
                           const float *mean, float *next_top, float *next_sum, float *share, float *kept, float *next);

// Its gradient: from those with respect to `next` and next_sum, adds to query_sum [count], x_gradient, before_gradient
// and sum_gradient [1]. The largest score needs none: what it scales cancels.
void liquid_pool_attention_gradient(int32_t count, const float *query, const float *x, const float *mean,
                                    const float *next_sum, const float *share, const float *kept,
                                    const float *gradient, const float *next_sum_gradient, float *query_sum,
                                    float *x_gradient, float *before_gradient, float *sum_gradient);

#endif
