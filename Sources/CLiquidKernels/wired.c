#include "include/liquid_cfc.h"
#include "lanes.h"

#pragma clang fp contract(fast)

// `heads` is a constant wherever these are inlined: 1 or 4.
LIQUID_INLINE void liquid_wired_forward_heads(int32_t heads, const liquid_wired_heads *wired,
                                              const liquid_cfc_group *group, const float *x, float *out) {
#pragma clang fp contract(fast)
  for (int32_t p = 0; p < group->count; p++) {
    const int64_t j = group->members[p];
    liquid_row sums[4];
#pragma clang loop unroll(full)
    for (int32_t h = 0; h < heads; h++) sums[h] = wired->bias[(int64_t)h * group->neurons + j];
    for (int32_t k = wired->starts[j]; k < wired->starts[j + 1]; k++) {
      const liquid_row value = LIQUID_ROW(x, wired->others[k]);
#pragma clang loop unroll(full)
      for (int32_t h = 0; h < heads; h++) sums[h] += value * wired->weights[(int64_t)k * heads + h];
    }
#pragma clang loop unroll(full)
    for (int32_t h = 0; h < heads; h++) LIQUID_ROW_AT(out, (int64_t)h * group->neurons + j) = sums[h];
  }
}

LIQUID_CLONES
void liquid_wired_forward(const liquid_wired_heads *wired, const liquid_cfc_group *group, const float *x,
                          float *heads) {
  if (wired->heads == 1) {
    liquid_wired_forward_heads(1, wired, group, x, heads);
  } else {
    liquid_wired_forward_heads(4, wired, group, x, heads);
  }
}

LIQUID_INLINE void liquid_wired_gradient_heads(int32_t heads, const liquid_wired_heads *wired,
                                               const liquid_cfc_group *group, const float *head_gradient,
                                               const float *x, float *x_gradient, float *sums) {
#pragma clang fp contract(fast)
  for (int32_t p = 0; p < group->count; p++) {
    const int64_t j = group->members[p];
    liquid_row gradient[4];
#pragma clang loop unroll(full)
    for (int32_t h = 0; h < heads; h++) {
      gradient[h] = LIQUID_ROW(head_gradient, (int64_t)h * group->neurons + j);
    }
    for (int32_t k = wired->starts[j]; k < wired->starts[j + 1]; k++) {
      const int32_t other = wired->others[k];
      const liquid_row value = LIQUID_ROW(x, other);
      liquid_row total = LIQUID_ROW(x_gradient, other);
      liquid_row products[4];
#pragma clang loop unroll(full)
      for (int32_t h = 0; h < heads; h++) {
        total += gradient[h] * wired->weights[(int64_t)k * heads + h];
        products[h] = gradient[h] * value;
      }
      LIQUID_ROW_AT(x_gradient, other) = total;
      if (heads == 1) {
        LIQUID_ROW_AT(sums, k) += products[0];
      } else {
        liquid_add_transposed(&products[0], &products[1], &products[2], &products[3],
                              &LIQUID_ROW_AT(sums, k));
      }
    }
  }
}

LIQUID_CLONES
void liquid_wired_gradient(const liquid_wired_heads *wired, const liquid_cfc_group *group,
                           const float *head_gradient, const float *x, float *x_gradient, float *sums) {
  if (wired->heads == 1) {
    liquid_wired_gradient_heads(1, wired, group, head_gradient, x, x_gradient, sums);
  } else {
    liquid_wired_gradient_heads(4, wired, group, head_gradient, x, x_gradient, sums);
  }
}
