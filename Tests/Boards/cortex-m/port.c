/* The MPS2 boards that qemu emulates, without an operating system or a C library: text and the end of the run go to the
   debugger (Arm's semihosting), and SysTick counts.

   Run with `-icount shift=0`, an instruction takes one nanosecond there, and SysTick's clock of 25 MHz ticks once in 40
   instructions. What is counted is therefore a multiple of 40, right on average over many steps. */
#include "../port.h"

const char port_count_unit[] = "instructions";

enum { INSTRUCTIONS_PER_TICK = 40 };

#define SYSTICK_CONTROL (*(volatile uint32_t *)0xE000E010u)
#define SYSTICK_RELOAD (*(volatile uint32_t *)0xE000E014u)
#define SYSTICK_VALUE (*(volatile uint32_t *)0xE000E018u)
#define COPROCESSOR_ACCESS (*(volatile uint32_t *)0xE000ED88u)

enum { SEMIHOSTING_WRITE0 = 0x04, SEMIHOSTING_EXIT_EXTENDED = 0x20 };

static void semihosting(uint32_t operation, const void *argument) {
  register uint32_t r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void port_put(const char *text) { semihosting(SEMIHOSTING_WRITE0, text); }

void port_exit(int status) {
  const uint32_t reason[2] = {0x20026u /* the application's own exit */, (uint32_t)status};
  semihosting(SEMIHOSTING_EXIT_EXTENDED, reason);
  for (;;) {}
}

uint32_t port_count(void) {
  /* It counts 24 bits down. The sign's place lets differences of what this returns wrap around as 32 bits do only where
     no more than 2^24 ticks pass between two looks: 0.67 s of emulated time, far more than a step takes. */
  static uint32_t last = 0xFFFFFFu;
  static uint32_t ticks;
  const uint32_t now = SYSTICK_VALUE;
  ticks += (last - now) & 0xFFFFFFu;
  last = now;
  return ticks * INSTRUCTIONS_PER_TICK;
}

/* Set by board.ld. */
extern unsigned char board_stack_end[];
extern unsigned char board_stack_top[];
extern uint32_t board_data_start[], board_data_end[], board_bss_start[], board_bss_end[];
extern const uint32_t board_data_image[];

unsigned char *port_stack_end(void) { return board_stack_end; }

int main(void);

void board_reset(void);

static void board_fault(void) {
  port_put("fault\n");
  port_exit(1);
}

void board_reset(void) {
  const uint32_t *from = board_data_image;
  uint32_t *to;
  for (to = board_data_start; to < board_data_end; to++) { *to = *from++; }
  for (to = board_bss_start; to < board_bss_end; to++) { *to = 0; }
#if defined(__ARM_FP)
  COPROCESSOR_ACCESS |= 0xFu << 20;
  __asm__ volatile("dsb\n isb" : : : "memory");
#endif
  SYSTICK_RELOAD = 0xFFFFFFu;
  SYSTICK_VALUE = 0;
  SYSTICK_CONTROL = 5u; /* on, the processor's clock, no interrupt */
  port_exit(main());
}

typedef void handler(void);

__attribute__((section(".vectors"), used)) static handler *const vectors[16] = {
    (handler *)board_stack_top, board_reset, board_fault, board_fault, board_fault, board_fault, board_fault,
};
