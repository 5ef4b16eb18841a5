#define _GNU_SOURCE
#include "terminal_guard.h"

#include <sys/eventfd.h>
#include <wchar.h>

int terminal_character_width(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

int terminal_make_wakeup(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
