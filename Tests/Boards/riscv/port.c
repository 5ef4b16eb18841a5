/* RISC-V without a C library, 32 or 64 bits, for qemu's emulation of a Linux process: its calls are all that is used. */
#include "../port.h"

const char port_count_unit[] = "nothing";

enum { CALL_WRITE = 64, CALL_EXIT = 93 };

static long call(long number, long first, long second, long third) {
  register long a0 __asm__("a0") = first;
  register long a1 __asm__("a1") = second;
  register long a2 __asm__("a2") = third;
  register long a7 __asm__("a7") = number;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}

void port_put(const char *text) {
  long count = 0;
  while (text[count] != '\0') { count++; }
  (void)call(CALL_WRITE, 1, (long)text, count);
}

void port_exit(int status) {
  for (;;) { (void)call(CALL_EXIT, status, 0, 0); }
}

uint32_t port_count(void) { return 0; }

unsigned char *port_stack_end(void) { return NULL; }

int main(void);

void board_start(void);

void board_start(void) { port_exit(main()); }

/* The kernel calls without a return address and with an aligned stack; gp must be set before relaxed accesses. */
__asm__(".globl _start\n"
        "_start:\n"
        ".option push\n"
        ".option norelax\n"
        "la gp, __global_pointer$\n"
        ".option pop\n"
        "tail board_start\n");
