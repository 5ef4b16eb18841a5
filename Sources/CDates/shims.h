#ifndef LNN_TOP_CDATES_SHIMS_H
#define LNN_TOP_CDATES_SHIMS_H

#include <time.h>

/* glibc declares this only to those that ask for X/Open's names, which Swift does not. */
extern char *strptime(const char *text, const char *format, struct tm *date);

#endif
