/* What an exported network takes from <string.h>, for boards without a C library. */
#ifndef BOARDS_STRING_H
#define BOARDS_STRING_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int value, size_t count);

#endif
