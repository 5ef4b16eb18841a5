#ifndef LNN_TOP_TERMINAL_GUARD_H
#define LNN_TOP_TERMINAL_GUARD_H

#include <stddef.h>
#include <termios.h>

// Keeps a promise: however the process ends, the terminal is as it was.
//
// The signals that tell of the terminal itself (TSTP, CONT, WINCH) put their number into the pipe of the signal guard,
// as those do that ask the process to end. Where a signal ends it, the guard first writes the prepared restore
// sequence and puts back the terminal modes and the collected output.

// Starts guarding. `restore` is copied. Returns the read end of the signal pipe, or -1 with errno set (EBUSY: guarding
// already; E2BIG: the sequence has more than 1024 bytes).
int terminal_guard_begin(int tty, const struct termios *saved, const char *restore, size_t restore_length);

// Stops guarding and puts the former signal handlers back. Harmless when nothing is guarded.
void terminal_guard_end(void);

// From here on what is written to standard output and standard error, where they are terminals, is kept in memory.
void terminal_guard_collect_output(void);

// Gives standard output and error back and writes what was collected to them.
void terminal_guard_release_output(void);

// Stops the process as Ctrl-Z does by default; returns when it is continued.
void terminal_guard_stop(void);

// A new eventfd, or -1 with errno set.
int terminal_make_wakeup(void);

#endif
