#ifndef LIQUID_CTGRU_H
#define LIQUID_CTGRU_H

#include "liquid_kernels.h"

// The CT-GRU: each neuron keeps its memory at LIQUID_CTGRU_SCALES time scales, 1 and from there on sqrt(10) times
// the last one. Scale m of neuron j is row LIQUID_CTGRU_SCALES j + m of a memory, [neurons, scales].
//
// A neuron chooses scales by the logarithm of one: share m = softmax over m of -(x - ln tau_m)^2.

#define LIQUID_CTGRU_SCALES 8
#define LIQUID_CTGRU_LOG_RATIO 1.15129255f  // ln sqrt(10)

// retrieved = the sum over the scales of the share by `scale` [neurons] times the memory.
void liquid_ctgru_retrieve(int32_t neurons, const float *scale, const float *memory, float *retrieved);

// The gradient of liquid_ctgru_retrieve, from that with respect to `retrieved`: turns `scale` into the gradient
// with respect to it and adds to memory_gradient.
void liquid_ctgru_retrieve_gradient(int32_t neurons, float *scale, const float *memory,
                                    const float *retrieved_gradient, float *memory_gradient);

// One step of elapsed time [1], with s the shares by `scale` [neurons] and q = tanh(event) [neurons]:
//   next_memory = ((1 - s) memory + s q) exp(-elapsed / tau),  next = the sum of next_memory over the scales
// Leaves q in `event`.
void liquid_ctgru_store(int32_t neurons, const float *elapsed, const float *scale, float *event,
                        const float *memory, float *next_memory, float *next);

// The gradient of liquid_ctgru_store, from that with respect to `next` and to `next_memory` from elsewhere. Turns
// `scale` and `event` into the gradients with respect to them and adds to memory_gradient.
void liquid_ctgru_store_gradient(int32_t neurons, const float *elapsed, float *scale, float *event,
                                 const float *memory, const float *next_gradient,
                                 const float *next_memory_gradient, float *memory_gradient);

#endif
