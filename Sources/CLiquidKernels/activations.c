#include "include/liquid_dense.h"
#include "lanes.h"

#pragma clang fp contract(fast)

#define LIQUID_LECUN_SCALE 1.7159f
#define LIQUID_LECUN_SLOPE 0.666f

LIQUID_INLINE void liquid_logistic_row(const liquid_row *x, liquid_row *s) {
#pragma clang fp contract(fast)
  const liquid_row y = *x * -1.44269504f;
  liquid_row a;
  liquid_activate(&y, &a, s);
}

// The derivative of tanh: with a = e^(-2x), 4 a / (1 + a)^2, which vanishes for large x where 1 - tanh^2 is
// all rounding.
LIQUID_INLINE void liquid_tanh_slope_row(const liquid_row *x, liquid_row *slope) {
#pragma clang fp contract(fast)
  const liquid_row y = *x * -2.88539008f;
  liquid_row a, s;
  liquid_activate(&y, &a, &s);
  *slope = (a * s) * s * 4.0f;
}

// The standard normal distribution function and density. NaN stays NaN.
//
// With t = 1 / (1 + 0.35 |x|) the lower tail is e^(-x^2 / 2) R(t), R a polynomial of degree 9 fitted at
// Chebyshev nodes over |x| <= 13.2: absolute error at most 8.1e-9 before rounding. Beyond, the density is 0
// in 32 bits.
LIQUID_INLINE void liquid_normal_row(const liquid_row *x, liquid_row *below, liquid_row *density) {
#pragma clang fp contract(fast)
  const liquid_row size = __builtin_elementwise_abs(*x);
  const liquid_row y = size * size * -0.721347520f;
  liquid_row e, s;
  liquid_activate(&y, &e, &s);
  const liquid_row t = 1.0f / (size * 0.35f + 1.0f);
  liquid_row r = t * -2.615523482e-2f + 1.285282183e-1f;
  r = r * t - 2.213977825e-1f;
  r = r * t + 1.162319798e-1f;
  r = r * t + 1.013887801e-2f;
  r = r * t + 8.903953673e-2f;
  r = r * t + 1.250361295e-1f;
  r = r * t + 1.388531232e-1f;
  r = r * t + 1.397300995e-1f;
  r = r * t - 4.955840351e-6f;
  const liquid_row tail = e * r;
  *below = *x < 0.0f ? tail : 1.0f - tail;
  *density = e * 0.398942280f;
}

LIQUID_CLONES
void liquid_activation_apply(liquid_activation kind, int32_t rows, const float *z, float *out) {
  for (int32_t row = 0; row < rows; row++) {
    liquid_row x = LIQUID_ROW(z, row);
    liquid_row y, density;
    switch (kind) {
      case LIQUID_LECUN_TANH:
        x *= LIQUID_LECUN_SLOPE;
        liquid_tanh_row(&x, &y);
        y *= LIQUID_LECUN_SCALE;
        break;
      case LIQUID_SILU:
        liquid_logistic_row(&x, &y);
        y *= x;
        break;
      case LIQUID_RELU:
        y = x < 0.0f ? (liquid_row)0.0f : x;
        break;
      case LIQUID_TANH:
        liquid_tanh_row(&x, &y);
        break;
      case LIQUID_GELU:
        liquid_normal_row(&x, &y, &density);
        y *= x;
        break;
    }
    LIQUID_ROW_AT(out, row) = y;
  }
}

LIQUID_CLONES
void liquid_activation_gradient(liquid_activation kind, int32_t rows, const float *z, const float *out,
                                float *gradient) {
  for (int32_t row = 0; row < rows; row++) {
    const liquid_row x = LIQUID_ROW(z, row);
    const liquid_row y = LIQUID_ROW(out, row);
    liquid_row slope, s, density;
    switch (kind) {
      case LIQUID_LECUN_TANH:
        s = x * LIQUID_LECUN_SLOPE;
        liquid_tanh_slope_row(&s, &slope);
        slope *= LIQUID_LECUN_SCALE * LIQUID_LECUN_SLOPE;
        break;
      case LIQUID_SILU:
        liquid_logistic_row(&x, &s);
        slope = s + y * (1.0f - s);
        break;
      case LIQUID_RELU:
        slope = x > 0.0f ? (liquid_row)1.0f : (liquid_row)0.0f;
        break;
      case LIQUID_TANH:
        liquid_tanh_slope_row(&x, &slope);
        break;
      case LIQUID_GELU:
        liquid_normal_row(&x, &s, &density);
        slope = s + x * density;
        break;
    }
    LIQUID_ROW_AT(gradient, row) *= slope;
  }
}
