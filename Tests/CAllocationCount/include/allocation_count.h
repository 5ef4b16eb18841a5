#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdbool.h>
#include <stdint.h>

// A program that links this counts every block of memory that it allocates, on all threads: malloc and its relatives
// are replaced by functions that count and hand on to the C library's. Only for a program of its own.

// Whether allocations are counted: with glibc, and not under a sanitizer, which replaces malloc itself.
bool allocation_count_works(void);

// Blocks allocated since the program's start; a resized block counts as one more.
int64_t allocation_count(void);

#endif
