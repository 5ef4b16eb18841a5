#define _GNU_SOURCE
#include "terminal_guard.h"

#include <sys/eventfd.h>

int terminal_make_wakeup(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
