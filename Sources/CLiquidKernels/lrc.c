#include "include/liquid_lrc.h"
#include "lanes.h"
#include "stream_rows.h"
#include "synapse_rows.h"

#pragma clang fp contract(fast)

#define LIQUID_LOG2E 1.44269504f

LIQUID_CLONES
void liquid_lrc_sums(const liquid_synapse_list *by_target, const float *f_bias, const float *z_bias,
                     const float *sources, float *f, float *z) {
  for (int32_t target = 0; target < by_target->groups; target++) {
    liquid_row opening = f_bias[target];
    liquid_row driving = z_bias[target];
    liquid_sum_group(by_target, target, sources, &opening, &driving);
    LIQUID_ROW_AT(f, target) = opening;
    LIQUID_ROW_AT(z, target) = driving;
  }
}

// A neuron's own numbers, the same in all lanes or one for each.
typedef struct {
  liquid_row target;
  liquid_row slope;
  liquid_row offset;
  liquid_row shift;
  liquid_row moves;
} liquid_lrc_neuron;

LIQUID_INLINE void liquid_lrc_neuron_of(const liquid_lrc_neurons *neurons, int32_t j, liquid_lrc_neuron *neuron) {
  neuron->target = neurons->target[j];
  neuron->slope = neurons->slope[j];
  neuron->offset = neurons->offset[j];
  neuron->shift = neurons->shift ? neurons->shift[j] : 0.0f;
  neuron->moves = neurons->moves[j];
}

// The elastance, and its derivatives with respect to its argument and to the shift. `is_symmetric` is a constant wherever
// this is inlined.
LIQUID_INLINE void liquid_lrc_elastance(int is_symmetric, const liquid_lrc_neuron *neuron, const liquid_row *h,
                                        liquid_row *e, liquid_row *by_argument, liquid_row *by_shift) {
#pragma clang fp contract(fast)
  const liquid_row argument = *h * neuron->slope + neuron->offset;
  liquid_row a, s;
  if (!is_symmetric) {
    const liquid_row y = argument * -LIQUID_LOG2E;
    liquid_activate(&y, &a, &s);
    *e = neuron->moves * s;
    *by_argument = neuron->moves * (s * (a * s));
    *by_shift = 0.0f;
    return;
  }
  const liquid_row upper = (argument + neuron->shift) * -LIQUID_LOG2E;
  const liquid_row lower = (argument - neuron->shift) * -LIQUID_LOG2E;
  liquid_row b, t;
  liquid_activate(&upper, &a, &s);
  liquid_activate(&lower, &b, &t);
  const liquid_row rising = s * (a * s);
  const liquid_row falling = t * (b * t);
  *e = neuron->moves * (s - t);
  *by_argument = neuron->moves * (rising - falling);
  *by_shift = neuron->moves * (rising + falling);
}

// From f and z to what a step or derivative gives.
LIQUID_INLINE void liquid_lrc_move(liquid_lrc_mode mode, const liquid_lrc_neuron *neuron, int is_symmetric,
                                   const liquid_row *d, const liquid_row *h, const liquid_row *f,
                                   const liquid_row *z, liquid_row *out) {
#pragma clang fp contract(fast)
  const liquid_row y = *f * -LIQUID_LOG2E;
  liquid_row a, opening, driving, e, by_argument, by_shift;
  liquid_activate(&y, &a, &opening);
  liquid_tanh_row(z, &driving);
  liquid_lrc_elastance(is_symmetric, neuron, h, &e, &by_argument, &by_shift);
  const liquid_row pull = neuron->target * driving;
  if (mode == LIQUID_LRC_DERIVATIVE) {
    *out = e * (pull - opening * *h);
  } else if (mode == LIQUID_LRC_EULER) {
    *out = *h + *d * e * (pull - opening * *h);
  } else {
    const liquid_row rate = *d * e;
    *out = (*h + rate * pull) / (1.0f + rate * opening);
  }
}

LIQUID_INLINE void liquid_lrc_step_of(liquid_lrc_mode mode, int is_symmetric, const liquid_synapse_list *by_target,
                                      const liquid_lrc_neurons *neurons, const float *elapsed,
                                      const float *input_f, const float *input_z, const float *h, float *out,
                                      float *kept) {
  const int32_t count = by_target->groups;
  const liquid_row d = mode == LIQUID_LRC_DERIVATIVE ? (liquid_row)0.0f : LIQUID_ROW(elapsed, 0);
  for (int32_t j = 0; j < count; j++) {
    liquid_row f = LIQUID_ROW(input_f, j);
    liquid_row z = LIQUID_ROW(input_z, j);
    liquid_sum_group(by_target, j, h, &f, &z);
    liquid_lrc_neuron neuron;
    liquid_lrc_neuron_of(neurons, j, &neuron);
    const liquid_row now = LIQUID_ROW(h, j);
    liquid_lrc_move(mode, &neuron, is_symmetric, &d, &now, &f, &z, &LIQUID_ROW_AT(out, j));
    LIQUID_ROW_AT(kept, j) = f;
    LIQUID_ROW_AT(kept, count + j) = z;
  }
}

// A call for each mode and kind of elastance, which are constants in what is inlined.
#define LIQUID_LRC_EACH(mode, is_symmetric, function, ...)                      \
  do {                                                                          \
    if (mode == LIQUID_LRC_DERIVATIVE) {                                        \
      if (is_symmetric) function(LIQUID_LRC_DERIVATIVE, 1, __VA_ARGS__);        \
      else function(LIQUID_LRC_DERIVATIVE, 0, __VA_ARGS__);                     \
    } else if (mode == LIQUID_LRC_EULER) {                                      \
      if (is_symmetric) function(LIQUID_LRC_EULER, 1, __VA_ARGS__);             \
      else function(LIQUID_LRC_EULER, 0, __VA_ARGS__);                          \
    } else {                                                                    \
      if (is_symmetric) function(LIQUID_LRC_FUSED, 1, __VA_ARGS__);             \
      else function(LIQUID_LRC_FUSED, 0, __VA_ARGS__);                          \
    }                                                                           \
  } while (0)

LIQUID_CLONES
void liquid_lrc_step(liquid_lrc_mode mode, const liquid_synapse_list *by_target, const liquid_lrc_neurons *neurons,
                     const float *elapsed, const float *input_f, const float *input_z, const float *h, float *out,
                     float *kept) {
  LIQUID_LRC_EACH(mode, neurons->shift, liquid_lrc_step_of, by_target, neurons, elapsed, input_f, input_z, h, out,
                  kept);
}

// With y the state that s(f) pulls back, h in an explicit step and `out` in a semi-implicit one:
//   d out / d tanh(z) = scale e v,  d out / d s(f) = -scale e y,  d out / d e = scale (v tanh(z) - s(f) y)
LIQUID_INLINE void liquid_lrc_step_gradient_of(liquid_lrc_mode mode, int is_symmetric, int32_t count,
                                               const liquid_lrc_neurons *neurons, const float *elapsed,
                                               const float *h, const float *out, const float *kept,
                                               const float *gradient, float *h_gradient,
                                               const liquid_lrc_sums_of_gradients *sums) {
#pragma clang fp contract(fast)
  for (int32_t j = 0; j < count; j++) {
    liquid_lrc_neuron neuron;
    liquid_lrc_neuron_of(neurons, j, &neuron);
    const liquid_row now = LIQUID_ROW(h, j);
    // s(f) and tanh(z) with their slopes, without cancellation: many a unit is nearly open.
    const liquid_row y = LIQUID_ROW(kept, j) * -LIQUID_LOG2E;
    const liquid_row twice = LIQUID_ROW(kept, count + j) * (-2.0f * LIQUID_LOG2E);
    liquid_row a, opening, b, t;
    liquid_activate(&y, &a, &opening);
    liquid_activate(&twice, &b, &t);
    const liquid_row driving = (1.0f - b) * t;
    liquid_row e, by_argument, by_shift;
    liquid_lrc_elastance(is_symmetric, &neuron, &now, &e, &by_argument, &by_shift);
    const liquid_row g = LIQUID_ROW(gradient, j);
    liquid_row scaled = g, pulled = now, carried = 0.0f;
    if (mode == LIQUID_LRC_DERIVATIVE) {
      carried = LIQUID_ROW(h_gradient, j) - g * e * opening;
    } else if (mode == LIQUID_LRC_EULER) {
      scaled = g * LIQUID_ROW(elapsed, 0);
      carried = g - scaled * e * opening;
    } else {
      const liquid_row d = LIQUID_ROW(elapsed, 0);
      carried = g / (1.0f + d * e * opening);
      scaled = carried * d;
      pulled = LIQUID_ROW(out, j);
    }
    const liquid_row moved = scaled * e;
    const liquid_row z = moved * neuron.target * (4.0f * (b * t) * t);
    const liquid_row f = -moved * pulled * (opening * (a * opening));
    const liquid_row elastance = scaled * (neuron.target * driving - opening * pulled);
    const liquid_row argument = elastance * by_argument;
    LIQUID_ROW_AT(sums->f_gradient, j) = f;
    LIQUID_ROW_AT(sums->z_gradient, j) = z;
    LIQUID_ROW_AT(sums->f_sum, j) += f;
    LIQUID_ROW_AT(sums->z_sum, j) += z;
    LIQUID_ROW_AT(sums->target_sum, j) += moved * driving;
    LIQUID_ROW_AT(sums->slope_sum, j) += argument * now;
    LIQUID_ROW_AT(sums->offset_sum, j) += argument;
    if (is_symmetric) LIQUID_ROW_AT(sums->shift_sum, j) += elastance * by_shift;
    LIQUID_ROW_AT(h_gradient, j) = carried + argument * neuron.slope;
  }
}

LIQUID_CLONES
void liquid_lrc_step_gradient(liquid_lrc_mode mode, int32_t count, const liquid_lrc_neurons *neurons,
                              const float *elapsed, const float *h, const float *out, const float *kept,
                              const float *gradient, float *h_gradient, const liquid_lrc_sums_of_gradients *sums) {
  LIQUID_LRC_EACH(mode, neurons->shift, liquid_lrc_step_gradient_of, count, neurons, elapsed, h, out, kept, gradient,
                  h_gradient, sums);
}

// `count` synapses of one source, from place n of the list on. Adds to the gradient of the source's value x.
LIQUID_INLINE void liquid_lrc_synapse_gradient_of(int32_t count, const liquid_synapse_list *by_source, int32_t n,
                                                  const liquid_row *value, const float *f_gradient,
                                                  const float *z_gradient, liquid_row *x_gradient, float *sums) {
#pragma clang fp contract(fast)
  const liquid_synapse *synapses = by_source->synapses + n;
  const int32_t *others = by_source->others + n;
  liquid_row x[LIQUID_SIDE_BY_SIDE], a[LIQUID_SIDE_BY_SIDE], s[LIQUID_SIDE_BY_SIDE];
  LIQUID_EACH(count) x[i] = *value;
  liquid_activate_synapses(count, synapses, x, a, s);
  LIQUID_EACH(count) {
    const liquid_row fs = LIQUID_ROW(f_gradient, others[i]) * s[i];
    const liquid_row zs = LIQUID_ROW(z_gradient, others[i]) * s[i];
    // 1 - s = a s, without cancellation
    const liquid_row slope = (fs * synapses[i].w + zs * synapses[i].drive) * (a[i] * s[i]);
    const liquid_row sx = slope * x[i];
    *x_gradient += slope * synapses[i].pull;
    liquid_add_transposed(&fs, &zs, &slope, &sx, &LIQUID_ROW_AT(sums, n + i));
  }
}

LIQUID_CLONES
void liquid_lrc_synapse_gradient(const liquid_synapse_list *by_source, const float *sources,
                                 const float *f_gradient, const float *z_gradient, float *source_gradient,
                                 float *sums) {
  for (int32_t source = 0; source < by_source->groups; source++) {
    const liquid_row x = LIQUID_ROW(sources, source);
    liquid_row total = LIQUID_ROW(source_gradient, source);
    int32_t n = by_source->starts[source];
    const int32_t end = by_source->starts[source + 1];
    for (; n + LIQUID_SIDE_BY_SIDE <= end; n += LIQUID_SIDE_BY_SIDE) {
      liquid_lrc_synapse_gradient_of(LIQUID_SIDE_BY_SIDE, by_source, n, &x, f_gradient, z_gradient, &total, sums);
    }
    for (; n < end; n++) {
      liquid_lrc_synapse_gradient_of(1, by_source, n, &x, f_gradient, z_gradient, &total, sums);
    }
    LIQUID_ROW_AT(source_gradient, source) = total;
  }
}

LIQUID_CLONES
void liquid_lrc_receptors(int32_t inputs, const float *sigma, const float *mu, const float *x, float *out) {
  for (int32_t k = 0; k < inputs; k++) {
    const liquid_row y = (LIQUID_ROW(x, k) - mu[k]) * (sigma[k] * -LIQUID_LOG2E);
    liquid_row a;
    liquid_activate(&y, &a, &LIQUID_ROW_AT(out, k));
  }
}

LIQUID_CLONES
void liquid_lrc_receptors_gradient(int32_t inputs, const float *sigma, const float *mu, const float *x,
                                   const float *out, const float *out_gradient, float *sigma_sum, float *mu_sum,
                                   float *x_gradient) {
  for (int32_t k = 0; k < inputs; k++) {
    const liquid_row s = LIQUID_ROW(out, k);
    const liquid_row slope = LIQUID_ROW(out_gradient, k) * (s - s * s);
    const liquid_row scaled = slope * sigma[k];
    LIQUID_ROW_AT(sigma_sum, k) += slope * (LIQUID_ROW(x, k) - mu[k]);
    LIQUID_ROW_AT(mu_sum, k) -= scaled;
    LIQUID_ROW_AT(x_gradient, k) += scaled;
  }
}

// `mode` and `is_symmetric` are constants wherever this is inlined.
LIQUID_INLINE void liquid_stream_lrc_of(liquid_lrc_mode mode, int is_symmetric, const liquid_stream_table *table,
                                        const float *synapses, const liquid_lrc_neurons *neurons, int32_t unfolds,
                                        float elapsed, const float *input_f, const float *input_z, float *h,
                                        float *other) {
  const liquid_row d = elapsed;
  float *now = h;
  float *next = other;
  for (int32_t unfold = 0; unfold < unfolds; unfold++) {
    for (int32_t block = 0; block < table->blocks; block++) {
      liquid_row f = LIQUID_ROW(input_f, block);
      liquid_row z = LIQUID_ROW(input_z, block);
      liquid_stream_sum_block(table, block, synapses, now, &f, &z);
      const liquid_lrc_neuron neuron = {
          .target = LIQUID_ROW(neurons->target, block),
          .slope = LIQUID_ROW(neurons->slope, block),
          .offset = LIQUID_ROW(neurons->offset, block),
          .shift = is_symmetric ? LIQUID_ROW(neurons->shift, block) : (liquid_row)0.0f,
          .moves = LIQUID_ROW(neurons->moves, block)};
      const liquid_row before = LIQUID_ROW(now, block);
      liquid_lrc_move(mode, &neuron, is_symmetric, &d, &before, &f, &z, &LIQUID_ROW_AT(next, block));
    }
    float *swapped = now;
    now = next;
    next = swapped;
  }
  if (now == h) return;
  for (int32_t block = 0; block < table->blocks; block++) LIQUID_ROW_AT(h, block) = LIQUID_ROW(now, block);
}

LIQUID_CLONES
void liquid_stream_lrc(liquid_lrc_mode mode, const liquid_stream_table *table, const float *synapses,
                       const liquid_lrc_neurons *neurons, int32_t unfolds, float elapsed, const float *input_f,
                       const float *input_z, float *h, float *other) {
  LIQUID_LRC_EACH(mode, neurons->shift, liquid_stream_lrc_of, table, synapses, neurons, unfolds, elapsed, input_f,
                  input_z, h, other);
}
