#ifndef LIQUID_SOLVERS_H
#define LIQUID_SOLVERS_H

#include "liquid_kernels.h"

// Explicit Runge-Kutta steps of length `elapsed` [1]. Lanes whose step has no length stay put whatever the
// derivatives are there. `weights` are scalars [terms]; term n of k is the rows n rows ..< (n + 1) rows.

// out = v + elapsed sum_n weights[n] k_n
void liquid_stage(int32_t rows, int32_t terms, const float *weights, const float *elapsed, const float *k,
                  const float *v, float *out);

// out = elapsed (weight gradient + sum_n weights[n] k_n): the gradient with respect to a stage's derivative, from the
// solution and from the stages after it.
void liquid_stage_gradient(int32_t rows, int32_t terms, float weight, const float *weights,
                           const float *elapsed, const float *gradient, const float *k, float *out);

// The LTC's right side: derivative = (drive - conductance v) / cm, with the sums over leak, synapses and
// `input_conductance`, `input_drive` [neurons]. Leaves the sum of conductances.
void liquid_ltc_derivative(const liquid_synapse_list *by_target, const liquid_neurons *neurons,
                           const float *input_conductance, const float *input_drive, const float *v,
                           float *derivative, float *conductance);

// The neurons' part of its gradient. From `gradient` with respect to the derivative:
//   drive_gradient = gradient / cm,  conductance_gradient = drive_gradient v  (stored negated)
// adds -drive_gradient conductance to v_gradient, and to the running sums drive_sum, conductance_sum (negated too)
// and capacitance_sum, all [neurons].
void liquid_ltc_derivative_gradient(int32_t count, const float *capacitance, const float *v,
                                    const float *derivative, const float *conductance, const float *gradient,
                                    float *drive_gradient, float *conductance_gradient, float *v_gradient,
                                    float *drive_sum, float *conductance_sum, float *capacitance_sum);

// derivative = activity - rate v, one rate per row (scalars).
void liquid_leak(int32_t rows, const float *rate, const float *activity, const float *v, float *derivative);

// Its gradient: adds -rate gradient to v_gradient and -gradient v to rate_sum; `gradient` is that with respect to
// the activity.
void liquid_leak_gradient(int32_t rows, const float *rate, const float *v, const float *gradient,
                          float *v_gradient, float *rate_sum);

// One semi-implicit step of the same equation: next = (v + D activity) / (1 + D rate).
void liquid_leak_step(int32_t rows, const float *rate, const float *elapsed, const float *activity,
                      const float *v, float *next);

// Its gradient, from that with respect to `next`: gradient <- gradient / (1 + D rate), that with respect to v;
// activity_gradient = D times that, and rate_sum -= activity_gradient next.
void liquid_leak_step_gradient(int32_t rows, const float *rate, const float *elapsed, const float *next,
                               float *gradient, float *activity_gradient, float *rate_sum);

#endif
