#ifndef EXAMPLE_TABLES_H
#define EXAMPLE_TABLES_H

#include <stdint.h>

#if defined(__FLASH)
#define EXAMPLE_TABLE const __flash
#else
#define EXAMPLE_TABLE const
#endif

enum { EXAMPLE_NEURONS = 4, EXAMPLE_SOURCES = 7 };

/* [neurons, inputs and neurons], 64 for 1. */
extern EXAMPLE_TABLE int8_t example_weights[EXAMPLE_NEURONS * EXAMPLE_SOURCES];

#endif
