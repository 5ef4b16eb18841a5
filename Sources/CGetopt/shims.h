#ifndef CGETOPT_SHIMS_H
#define CGETOPT_SHIMS_H

#include <getopt.h>

/* getopt_long keeps its place in global variables, which Swift does not let code touch unguarded. */

/* Starts afresh; messages are the caller's business. */
static inline void cgetopt_reset(void) {
  optind = 0;
  opterr = 0;
}

/* The next element of argv to be looked at. */
static inline int cgetopt_index(void) { return optind; }

/* The value of the option found last, or NULL. */
static inline const char *cgetopt_value(void) { return optarg; }

/* The code of the option that is wrong: a short option's character, a long option's val, or 0. */
static inline int cgetopt_wrong(void) { return optopt; }

#endif
