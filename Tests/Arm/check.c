#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const kernel_case *const folders[] = {
    ltc_cases, solver_cases, dense_cases, cfc_cases, gate_cases, stream_cases, online_cases, lrc_cases, stack_cases,
};
#define FOLDERS ((int)(sizeof folders / sizeof *folders))

static uint32_t random_state;
static double worst;
static long compared;

void fill(float *x, int count, float low, float high) {
  for (int i = 0; i < count; i++) {
    random_state = random_state * 1664525u + 1013904223u;
    x[i] = low + (high - low) * (float)(random_state >> 8) / 16777216.0f;
  }
}

void compare(double actual, double expected) {
  const double size = fabs(expected);
  const double error = fabs(actual - expected) / (size > 1 ? size : 1);
  if (!(error <= worst)) worst = error;  // a NaN, too, and then for good
  compared++;
}

double slope(double (*f)(const double *x), double *x, int index) {
  const double before = x[index];
  const double step = 1e-5;
  x[index] = before + step;
  const double above = f(x);
  x[index] = before - step;
  const double below = f(x);
  x[index] = before;
  return (above - below) / (2 * step);
}

static int check(const kernel_case *one) {
  random_state = 1;
  worst = 0;
  compared = 0;
  one->prepare();
  one->run();
  one->check();
  const int is_right = compared > 0 && worst <= one->limit;
  printf("%-32s %7ld numbers, largest error %.1e%s\n", one->kernel, compared, worst,
         is_right ? "" : "  WRONG");
  return !is_right;
}

// Calls a kernel `times` times, for a program that counts instructions.
static int repeat(const char *kernel, long times) {
  for (int folder = 0; folder < FOLDERS; folder++) {
    for (const kernel_case *one = folders[folder]; one->kernel; one++) {
      if (strcmp(one->kernel, kernel) != 0) continue;
      one->prepare();
      for (long i = 0; i < times; i++) one->run();
      return 0;
    }
  }
  fprintf(stderr, "There is no kernel '%s'; 'list' names them.\n", kernel);
  return 2;
}

int main(int count, char **words) {
  const char *command = count > 1 ? words[1] : "";
  if (strcmp(command, "repeat") == 0 && count == 4) return repeat(words[2], strtol(words[3], 0, 10));
  int wrong = 0;
  for (int folder = 0; folder < FOLDERS; folder++) {
    for (const kernel_case *one = folders[folder]; one->kernel; one++) {
      if (strcmp(command, "list") == 0) {
        puts(one->kernel);
      } else {
        wrong += check(one);
      }
    }
  }
  if (strcmp(command, "list") == 0) return 0;
  wrong += train();
  if (wrong) fprintf(stderr, "%d wrong\n", wrong);
  return wrong ? 1 : 0;
}
