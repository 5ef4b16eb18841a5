/* Byte by byte: what they cost counts little, and they are the same on every board. Compiled with -fno-builtin; gcc makes
   a call of memcpy from the loop in memcpy all the same, unless it is told otherwise. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

#include <string.h>

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  unsigned char *target = to;
  const unsigned char *source = from;
  while (count-- > 0u) { *target++ = *source++; }
  return to;
}

void *memmove(void *to, const void *from, size_t count) {
  unsigned char *target = to;
  const unsigned char *source = from;
  if (target < source) { return memcpy(to, from, count); }
  while (count-- > 0u) { target[count] = source[count]; }
  return to;
}

void *memset(void *to, int value, size_t count) {
  unsigned char *target = to;
  while (count-- > 0u) { *target++ = (unsigned char)value; }
  return to;
}
