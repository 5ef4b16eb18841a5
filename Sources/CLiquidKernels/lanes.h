#ifndef LIQUID_LANES_H
#define LIQUID_LANES_H

#include <stdint.h>

#include "include/liquid_kernels.h"

// Chooses the vector width of the CPU at run time where the loader can: that of glibc on x86-64, neither musl's nor
// macOS's. Under a sanitizer it cannot: the loader would call the instrumented chooser before the sanitizer has started.
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define LIQUID_CLONES
#elif defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
#define LIQUID_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
// For the few functions that vectors of 512 bits need written in their own instructions.
#define LIQUID_WIDEST __attribute__((target("arch=x86-64-v4")))
#else
#define LIQUID_CLONES
#endif

#define LIQUID_INLINE static inline __attribute__((always_inline))

// One row. Helpers take and return rows through pointers: passed by value they would depend on the vector width
// of the calling convention.
typedef float liquid_row __attribute__((ext_vector_type(16)));
typedef int32_t liquid_irow __attribute__((ext_vector_type(16)));

// Every ARM64 processor has vectors of 128 bits, of which a row is four, so that there is nothing to choose at run time:
// SVE would need rows of unknown length, and where its vectors have 128 bits, too, it computes no faster; the newer
// dot products are of integers. What the compiler does not find by itself is written with the names that all compilers
// have for the instructions.
#if defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#define LIQUID_NEON 1
#define LIQUID_QUARTERS 4
#define LIQUID_QUARTER(row, index) (((const float32x4_t *)(row))[index])
#define LIQUID_QUARTER_AT(row, index) (((float32x4_t *)(row))[index])
#endif

#define LIQUID_ROW(pointer, index) (((const liquid_row *)(pointer))[index])
#define LIQUID_ROW_AT(pointer, index) (((liquid_row *)(pointer))[index])

// Synapses that are computed side by side, and a loop over them.
#define LIQUID_SIDE_BY_SIDE 2
#define LIQUID_EACH(count) _Pragma("clang loop unroll(full)") for (int32_t i = 0; i < count; i++)

// y, moved to the nearest number from -126 to 126. NaN stays NaN.
LIQUID_INLINE void liquid_clamp(liquid_row *row) {
#ifdef LIQUID_NEON
  // These keep NaN, unlike C's fmin and fmax: an instruction each instead of a comparison and a choice.
#pragma clang loop unroll(full)
  for (int32_t i = 0; i < LIQUID_QUARTERS; i++) {
    const float32x4_t quarter = vminq_f32(LIQUID_QUARTER(row, i), vdupq_n_f32(126.0f));
    LIQUID_QUARTER_AT(row, i) = vmaxq_f32(quarter, vdupq_n_f32(-126.0f));
  }
#else
  liquid_row y = *row;
  y = 126.0f < y ? (liquid_row)126.0f : y;
  *row = -126.0f > y ? (liquid_row)-126.0f : y;
#endif
}

// s = 1 / (1 + a), with a = 2^y, of `count` rows: a constant wherever this is inlined, at most LIQUID_SIDE_BY_SIDE.
// NaN stays NaN.
//
// y is clamped to +-126, so that a and s are normal numbers and s saturates at 0 and 1. 2^y = 2^n 2^f with n the
// nearest whole number (found by adding 1.5 2^23 + 127, whose low bits then hold n + 127, the exponent of 2^n) and a
// polynomial of degree 5 in f for 2^f on [-1/2, 1/2] that is exact at 0: minimax, relative error at most 9.2e-8 before rounding.
//
// Each operation waits for the one before it. Written side by side, rows fill one another's gaps better than the
// processor finds by itself.
LIQUID_INLINE void liquid_activate_rows(int32_t count, const liquid_row *exponents, liquid_row *a, liquid_row *s) {
#pragma clang fp contract(fast)
  liquid_row y[LIQUID_SIDE_BY_SIDE], shifted[LIQUID_SIDE_BY_SIDE], f[LIQUID_SIDE_BY_SIDE], p[LIQUID_SIDE_BY_SIDE];
  LIQUID_EACH(count) y[i] = exponents[i];
  LIQUID_EACH(count) liquid_clamp(&y[i]);
  LIQUID_EACH(count) shifted[i] = y[i] + 12583039.0f;
  LIQUID_EACH(count) f[i] = y[i] - (shifted[i] - 12583039.0f);
  LIQUID_EACH(count) p[i] = f[i] * 1.326472722e-3f + 9.671512656e-3f;
  LIQUID_EACH(count) p[i] = p[i] * f[i] + 5.550733743e-2f;
  LIQUID_EACH(count) p[i] = p[i] * f[i] + 2.402224209e-1f;
  LIQUID_EACH(count) p[i] = p[i] * f[i] + 6.931469776e-1f;
  LIQUID_EACH(count) p[i] = p[i] * f[i] + 1.0f;
  LIQUID_EACH(count) a[i] = p[i] * (liquid_row)((liquid_irow)shifted[i] << 23);
  LIQUID_EACH(count) s[i] = 1.0f / (1.0f + a[i]);
}

// The same of one row.
LIQUID_INLINE void liquid_activate(const liquid_row *exponent, liquid_row *a, liquid_row *s) {
  liquid_activate_rows(1, exponent, a, s);
}

// t = tanh(x). NaN stays NaN.
LIQUID_INLINE void liquid_tanh_row(const liquid_row *x, liquid_row *t) {
#pragma clang fp contract(fast)
  const liquid_row y = *x * -2.88539008f;
  liquid_row a, s;
  liquid_activate(&y, &a, &s);
  *t = (1.0f - a) * s;  // with a = e^(-2x)
}

// Adds four rows to one: each row's sixteen lanes end up in four places, places 4 i + n holding row n.
//
// One row of sums per synapse instead of four keeps the sums of a thousand synapses in the level 2 cache, for six
// shuffles that stay within 128 bits.
LIQUID_INLINE void liquid_add_transposed(const liquid_row *r0, const liquid_row *r1, const liquid_row *r2,
                                         const liquid_row *r3, liquid_row *sum) {
#ifdef LIQUID_NEON
#pragma clang loop unroll(full)
  for (int32_t i = 0; i < LIQUID_QUARTERS; i++) {
    const float32x4_t first = vpaddq_f32(LIQUID_QUARTER(r0, i), LIQUID_QUARTER(r1, i));
    const float32x4_t second = vpaddq_f32(LIQUID_QUARTER(r2, i), LIQUID_QUARTER(r3, i));
    LIQUID_QUARTER_AT(sum, i) = vaddq_f32(LIQUID_QUARTER(sum, i), vpaddq_f32(first, second));
  }
#else
#define LIQUID_LOW(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define LIQUID_HIGH(a, b) \
  __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define LIQUID_FRONT(a, b) \
  __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define LIQUID_BACK(a, b) \
  __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
  const liquid_row first = LIQUID_LOW(*r0, *r1) + LIQUID_HIGH(*r0, *r1);
  const liquid_row second = LIQUID_LOW(*r2, *r3) + LIQUID_HIGH(*r2, *r3);
  *sum += LIQUID_FRONT(first, second) + LIQUID_BACK(first, second);
#undef LIQUID_LOW
#undef LIQUID_HIGH
#undef LIQUID_FRONT
#undef LIQUID_BACK
#endif
}

#endif
