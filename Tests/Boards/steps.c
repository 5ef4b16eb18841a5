/* Runs an exported network over made-up inputs and tells what it found in one line:

       hash=0123456789abcdef steps=1000 flagged=12 state=304 stack=96 count=123456 overhead=2345 unit=instructions

   hash      FNV-1a, 64 bits, of the bits of all outputs; any NaN counts as the usual one.
   flagged   steps whose result was not 0.
   state     bytes of the network's state.
   stack     bytes of stack that the deepest step needed; 0 where that cannot be measured.
   count     what all calls of the step took in `unit`, with `overhead`, which as many calls of an empty function took.

   Macros: BOARDS_HEADER, the header of the network; BOARDS_NAME and BOARDS_MACRO, its prefix as written for functions and
   for macros; BOARDS_STEPS; BOARDS_SELF_TEST, to run the network's own test first (`failures=0` is then added);
   BOARDS_TRACE, to print the bits of each step's outputs, for finding the first that differs; BOARDS_KEEP_STACK, to leave
   the stack unmeasured, which saves most of the time on a board that is emulated slowly. */
#include "port.h"

#ifndef BOARDS_HEADER
#define BOARDS_HEADER "net.h"
#define BOARDS_NAME net
#define BOARDS_MACRO NET
#endif
#ifndef BOARDS_STEPS
#define BOARDS_STEPS 1000
#endif

#include <string.h>

#include BOARDS_HEADER

#define JOINED(a, b) a##b
#define JOIN(a, b) JOINED(a, b)
#define NAMED(suffix) JOIN(BOARDS_NAME, suffix)
#define INPUTS JOIN(BOARDS_MACRO, _INPUTS)
#define OUTPUTS JOIN(BOARDS_MACRO, _OUTPUTS)

typedef NAMED(_state) board_state;

static const float input_low[INPUTS] = JOIN(BOARDS_MACRO, _INPUTS_LOW);
static const float input_high[INPUTS] = JOIN(BOARDS_MACRO, _INPUTS_HIGH);

static board_state state;
static float inputs[INPUTS];
static float outputs[OUTPUTS];

/* Numbers */

/* Marsaglia's xorshift of 32 bits. */
static uint32_t random_after(uint32_t bits) {
  bits ^= bits << 13;
  bits ^= bits >> 17;
  bits ^= bits << 5;
  return bits;
}

static uint32_t random_bits(void) {
  static uint32_t bits = 2463534242u;
  bits = random_after(bits);
  return bits;
}

/* In [0, 1), a multiple of 2^-24: exact in a float. */
static float random_unit(void) { return (float)(random_bits() >> 8) * (1.0f / 16777216.0f); }

static float missing(void) {
  const uint32_t bits = 0x7fc00000u;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* Each operation's result is stored, so that no compiler joins two of them: inputs have the same bits everywhere. */
static float random_input(unsigned int column) {
  volatile float range = input_high[column] - input_low[column];
  volatile float part;
  volatile float value;
  if (random_bits() % 29u == 0u) { return missing(); }
  /* A tenth of the range beyond either end. */
  part = random_unit() * 1.2f;
  part = part - 0.1f;
  part = part * range;
  value = input_low[column] + part;
  return value;
}

/* Mostly around one usual step; now and then none, a long one, a negative one or NaN. */
static float random_elapsed(void) {
  volatile float value;
  switch (random_bits() % 16u) {
  case 0: return 0.0f;
  case 1: return -1.0f;
  case 2: return missing();
  case 3: value = random_unit() * 50.0f; return value;
  default: value = random_unit() * 2.0f; return value;
  }
}

static uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (bits & 0x7fffffffu) > 0x7f800000u ? 0x7fc00000u : bits;
}

static uint64_t hash_with(uint64_t hash, uint32_t bits) {
  unsigned int byte;
  for (byte = 0; byte < 4u; byte++) {
    hash ^= (uint64_t)((bits >> (8u * byte)) & 0xffu);
    hash *= 1099511628211u;
  }
  return hash;
}

/* Text */

static void put_hexadecimal(uint64_t value, unsigned int digits) {
  char text[17];
  unsigned int place;
  for (place = 0; place < digits; place++) {
    text[place] = "0123456789abcdef"[(unsigned int)(value >> (4u * (digits - 1u - place))) & 15u];
  }
  text[digits] = '\0';
  port_put(text);
}

static void put_decimal(const char *name, uint64_t value) {
  char text[24];
  unsigned int place = sizeof text - 1u;
  text[place] = '\0';
  do {
    text[--place] = (char)('0' + (int)(value % 10u));
    value /= 10u;
  } while (value != 0u);
  port_put(" ");
  port_put(name);
  port_put("=");
  port_put(text + place);
}

#ifdef BOARDS_TRACE
static void put_trace(void) {
  unsigned int output;
  port_put("trace");
  for (output = 0; output < OUTPUTS; output++) {
    port_put(" ");
    put_hexadecimal(bits_of(outputs[output]), 8u);
  }
  port_put("\n");
}
#endif

#if defined(__GNUC__)
#define NOT_INLINED __attribute__((noinline))
#else
#define NOT_INLINED
#endif

/* Steps */

static NOT_INLINED int empty_step(board_state *unused, const float *values, float elapsed, float *results) {
#if defined(__GNUC__)
  __asm__ volatile("" : : "r"(unused), "r"(values), "r"(results) : "memory");
#endif
  return elapsed > 0.0f;
}

typedef int step_function(board_state *, const float *, float, float *);

/* Through a pointer that the compiler cannot see through, so that a call of either function costs the same. */
static step_function *volatile step = NAMED(_step);

/* What unused stack is filled with. */
enum { PAINT = 0xa5 };

/* Bytes of stack that the deepest call needed. */
static uint32_t deepest;

/* A board's clock may tick once in many instructions: steps begin anywhere between two ticks, not always at the same
   place, so that the average over many steps is right. */
static void wait_a_little(void) {
  static uint32_t bits = 88675123u;
  volatile unsigned char left;
  bits = random_after(bits);
  for (left = (unsigned char)(bits >> 24) & 63u; left > 0u; left--) {}
}

/* The loops that fill and look through the stack are in this function, for they must not need stack themselves. */
static NOT_INLINED int stepped(float elapsed, uint64_t *count) {
#ifdef BOARDS_KEEP_STACK
  volatile unsigned char *const end = NULL;
#else
  volatile unsigned char *const end = port_stack_end();
#endif
  volatile unsigned char *const here = end != NULL ? port_stack_pointer() : NULL;
  volatile unsigned char *byte;
  uint32_t before;
  int result;
  wait_a_little();
  for (byte = end; byte < here; byte++) { *byte = PAINT; }
  before = port_count();
  result = step(&state, inputs, elapsed, outputs);
  *count += (uint32_t)(port_count() - before);
  for (byte = end; byte < here && *byte == PAINT; byte++) {}
  if ((uint32_t)(here - byte) > deepest) { deepest = (uint32_t)(here - byte); }
  return result;
}

/* What the counting and the call themselves take. */
static uint64_t overhead(void) {
  uint64_t count = 0;
  unsigned int call;
  step = empty_step;
  for (call = 0; call < BOARDS_STEPS; call++) { (void)stepped(1.0f, &count); }
  return count;
}

int main(void) {
  uint64_t hash = 14695981039346656037u;
  uint64_t count = 0;
  uint32_t flagged = 0;
  unsigned int number;
  unsigned int index;

#ifdef BOARDS_SELF_TEST
  put_decimal("failures", (uint64_t)NAMED(_test)());
  port_put("\n");
#endif
  NAMED(_init)(&state);
  for (number = 0; number < BOARDS_STEPS; number++) {
    for (index = 0; index < INPUTS; index++) { inputs[index] = random_input(index); }
    if (stepped(random_elapsed(), &count) != 0) { flagged++; }
    for (index = 0; index < OUTPUTS; index++) { hash = hash_with(hash, bits_of(outputs[index])); }
#ifdef BOARDS_TRACE
    put_trace();
#endif
  }

  port_put("hash=");
  put_hexadecimal(hash, 16u);
  put_decimal("steps", BOARDS_STEPS);
  put_decimal("flagged", flagged);
  put_decimal("state", (uint32_t)sizeof(board_state));
  put_decimal("stack", deepest);
  put_decimal("count", count);
  put_decimal("overhead", overhead());
  port_put(" unit=");
  port_put(port_count_unit);
  port_put("\n");
  port_exit(0);
  return 0;
}
