#include "example_tables.h"

EXAMPLE_TABLE int8_t example_weights[EXAMPLE_NEURONS * EXAMPLE_SOURCES] = {
    83,  -41, 12,  0,   97,  -118, 5,   /* */
    -27, 64,  -90, 110, 0,   33,   -71, /* */
    101, 9,   -55, -64, 21,  0,    48,  /* */
    -13, 77,  38,  -99, 120, -6,   0,
};
