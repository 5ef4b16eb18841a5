#ifndef LNN_TOP_SIGNAL_GUARD_H
#define LNN_TOP_SIGNAL_GUARD_H

#include <stdbool.h>

// Lets a process finish its work when a signal tells it to end.
//
// Signals that would end the process put their number into a pipe instead. They often come in pairs: a terminal that
// closes sends SIGHUP from the kernel and another from its shell. So whatever follows the first is only noted, until
// somebody means it: the same signal again after two seconds, or a third one from Ctrl-C, ends the process at once.
// Signals that tell of a crash end it always. Before either end the rescue function is called.

// Starts guarding, or goes on where guarding had begun: every call needs its `signal_guard_end`. Signals that were
// ignored, as under nohup, stay ignored. Returns the read end of the pipe, or -1 with errno set.
int signal_guard_begin(void);

// The last one puts the former handlers back.
void signal_guard_end(void);

// The first signal that told the process to end since guarding began; 0 where none did.
int signal_guard_received(void);

// Puts a signal's number into the pipe; for handlers of signals that end nothing.
void signal_guard_note(int number);

// What is called before a signal ends the process, from the signal's handler; NULL for nothing.
void signal_guard_set_rescue(void (*rescue)(void));

// While Ctrl-C is a key of the dashboard, SIGINT goes into the pipe and counts as no signal to end.
void signal_guard_set_key(bool is_key);

// Whether the guard takes a signal that would end the process and tells of no crash.
bool signal_guard_is_ending(int number);

#endif
