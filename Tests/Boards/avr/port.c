/* AVR under simavr: text goes to the serial port, timer 1 counts, sleeping without interrupts ends the run.

   The timer ticks once in 1,024 cycles and needs no interrupt, which would use the stack that is being measured: right on
   average over some steps, of up to 67 million cycles each. */
#include "../port.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

const char port_count_unit[] = "cycles";

enum { CYCLES_PER_TICK = 1024 };

void port_put(const char *text) {
  UCSR0B = (uint8_t)(1u << TXEN0);
  while (*text != '\0') {
    while ((UCSR0A & (1u << UDRE0)) == 0u) {}
    UDR0 = (uint8_t)*text++;
  }
}

void port_exit(int status) {
  (void)status;
  cli();
  sleep_mode();
  for (;;) {}
}

uint32_t port_count(void) {
  static uint16_t last;
  static uint32_t ticks;
  uint16_t now;
  TCCR1A = 0;
  TCCR1B = (uint8_t)((1u << CS12) | (1u << CS10));
  now = TCNT1;
  ticks += (uint16_t)(now - last);
  last = now;
  return ticks * CYCLES_PER_TICK;
}

/* Set by the linker: where variables end, and the stack may begin. */
extern unsigned char __heap_start;

unsigned char *port_stack_end(void) { return &__heap_start; }
