/* A program under Linux, also one for another processor that qemu runs. */
#include "../port.h"

#include <stdio.h>
#include <stdlib.h>

const char port_count_unit[] = "nothing";

void port_put(const char *text) { fputs(text, stdout); }

void port_exit(int status) { exit(status); }

uint32_t port_count(void) { return 0; }

unsigned char *port_stack_end(void) { return NULL; }
