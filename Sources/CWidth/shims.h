#ifndef LNN_TOP_CWIDTH_SHIMS_H
#define LNN_TOP_CWIDTH_SHIMS_H

#include <locale.h>
#include <wchar.h>

/* glibc declares this only to those that ask for X/Open's names, which Swift does not. */
extern int wcwidth(wchar_t character);

/* Null where the system lacks it. */
static inline locale_t cwidth_utf8_locale(void) { return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

#endif
