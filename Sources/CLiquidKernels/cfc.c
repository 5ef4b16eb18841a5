#include "include/liquid_cfc.h"
#include "lanes.h"

#pragma clang fp contract(fast)

#define LIQUID_LOG2E 1.44269504f

// `row` where the lane is present, else `otherwise`; never a product, so that nothing passes but the value
// chosen.
#define LIQUID_WHERE(present, row, otherwise) ((present) > 0.0f ? (row) : (otherwise))

LIQUID_INLINE void liquid_pure_decay(const liquid_row *elapsed, float rate, const liquid_row *ff1,
                                     liquid_row *decay) {
#pragma clang fp contract(fast)
  const liquid_row y = *elapsed * (__builtin_fabsf(rate) + __builtin_elementwise_abs(*ff1)) * -LIQUID_LOG2E;
  liquid_row s;
  liquid_activate(&y, decay, &s);
}

LIQUID_CLONES
void liquid_cfc_step(const liquid_cfc_group *group, const float *elapsed, const float *present,
                     const float *previous, float *heads, float *next) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  const liquid_row here = LIQUID_ROW(present, 0);
  const int64_t neurons = group->neurons;
  for (int32_t p = 0; p < group->count; p++) {
    const int64_t j = group->members[p];
    liquid_row state;
    if (group->mode == LIQUID_CFC_PURE) {
      const liquid_row ff1 = LIQUID_ROW(heads, j);
      liquid_row decay;
      liquid_pure_decay(&d, group->rate[j], &ff1, &decay);
      state = group->amplitude[j] - group->amplitude[j] * decay * ff1;
    } else {
      liquid_row first, second, a, gate;
      liquid_tanh_row(&LIQUID_ROW(heads, j), &first);
      liquid_tanh_row(&LIQUID_ROW(heads, neurons + j), &second);
      const liquid_row y =
          (LIQUID_ROW(heads, 2 * neurons + j) * d + LIQUID_ROW(heads, 3 * neurons + j)) * -LIQUID_LOG2E;
      liquid_activate(&y, &a, &gate);
      state = first + gate * (group->mode == LIQUID_CFC_DEFAULT ? second - first : second);
      LIQUID_ROW_AT(heads, j) = first;
      LIQUID_ROW_AT(heads, neurons + j) = second;
      LIQUID_ROW_AT(heads, 3 * neurons + j) = gate;
    }
    LIQUID_ROW_AT(next, j) = LIQUID_WHERE(here, state, LIQUID_ROW(previous, j));
  }
}

// h = A - A E ff1 with E = exp(-dt (|w_tau| + |ff1|)): d(E ff1)/dff1 = E (1 - dt |ff1|).
LIQUID_INLINE void liquid_pure_gradient(const liquid_cfc_group *group, int64_t j, const liquid_row *elapsed,
                                        const liquid_row *gradient, float *heads, float *amplitude_sum,
                                        float *rate_sum) {
#pragma clang fp contract(fast)
  const liquid_row d = *elapsed;
  const liquid_row ff1 = LIQUID_ROW(heads, j);
  liquid_row decay;
  liquid_pure_decay(&d, group->rate[j], &ff1, &decay);
  const liquid_row scaled = *gradient * decay;
  // At 0, where |w_tau| has a kink, the derivative is taken from the right: with 0 the rate could never leave
  // 0.
  const float sign = group->rate[j] < 0 ? -1.0f : 1.0f;
  LIQUID_ROW_AT(amplitude_sum, j) += *gradient - scaled * ff1;
  LIQUID_ROW_AT(rate_sum, j) += scaled * ff1 * d * (group->amplitude[j] * sign);
  LIQUID_ROW_AT(heads, j) = scaled * (d * __builtin_elementwise_abs(ff1) - 1.0f) * group->amplitude[j];
}

LIQUID_CLONES
void liquid_cfc_gradient(const liquid_cfc_group *group, const float *elapsed, const float *present,
                         const float *next_gradient, float *heads, float *previous_gradient,
                         float *amplitude_sum, float *rate_sum) {
  const liquid_row d = LIQUID_ROW(elapsed, 0);
  const liquid_row here = LIQUID_ROW(present, 0);
  const liquid_row zero = 0.0f;
  const int64_t neurons = group->neurons;
  for (int32_t p = 0; p < group->count; p++) {
    const int64_t j = group->members[p];
    const liquid_row gradient = LIQUID_WHERE(here, LIQUID_ROW(next_gradient, j), zero);
    LIQUID_ROW_AT(previous_gradient, j) += LIQUID_WHERE(here, zero, LIQUID_ROW(next_gradient, j));
    if (group->mode == LIQUID_CFC_PURE) {
      liquid_pure_gradient(group, j, &d, &gradient, heads, amplitude_sum, rate_sum);
      continue;
    }
    const liquid_row first = LIQUID_ROW(heads, j);
    const liquid_row second = LIQUID_ROW(heads, neurons + j);
    const liquid_row gate = LIQUID_ROW(heads, 3 * neurons + j);
    const int gated = group->mode == LIQUID_CFC_DEFAULT;
    const liquid_row share = gated ? 1.0f - gate : (liquid_row)1.0f;
    const liquid_row step = gated ? second - first : second;
    const liquid_row middle = gradient * step * gate * (1.0f - gate);
    LIQUID_ROW_AT(heads, j) = gradient * share * (1.0f - first * first);
    LIQUID_ROW_AT(heads, neurons + j) = gradient * gate * (1.0f - second * second);
    LIQUID_ROW_AT(heads, 2 * neurons + j) = middle * d;
    LIQUID_ROW_AT(heads, 3 * neurons + j) = middle;
  }
}
