/* What steps.c needs from the place where it runs. Each folder beside this file has one such place. */
#ifndef BOARDS_PORT_H
#define BOARDS_PORT_H

#include <stddef.h>
#include <stdint.h>

/* Writes text where the run's result is read from. */
void port_put(const char *text);

/* Ends the run. */
void port_exit(int status);

/* What port_count counts: "instructions", "cycles", or "nothing". */
extern const char port_count_unit[];

/* Instructions or cycles since some moment; wraps around. */
uint32_t port_count(void);

/* The lowest address that the stack may reach; NULL where its use is not measured. */
unsigned char *port_stack_end(void);

/* The first address above the free part of the stack, for ports that have an end of it. */
#if defined(__arm__) && !defined(__linux__)
static inline unsigned char *port_stack_pointer(void) {
  unsigned char *pointer;
  __asm__ volatile("mov %0, sp" : "=r"(pointer));
  return pointer;
}
#elif defined(__AVR__)
#include <avr/io.h>
/* It points to the byte that the next push fills. */
static inline unsigned char *port_stack_pointer(void) { return (unsigned char *)SP + 1; }
#else
static inline unsigned char *port_stack_pointer(void) { return NULL; }
#endif

#endif
