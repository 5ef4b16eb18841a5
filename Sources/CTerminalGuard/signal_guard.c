#define _GNU_SOURCE
#include "signal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const int crashing[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS};
enum { crashing_count = sizeof crashing / sizeof *crashing };

// After this long the same signal again is meant.
static const long long patience_milliseconds = 2000;
enum { patient_interrupts = 2 };

static struct sigaction former[_NSIG];
static bool is_guarded[_NSIG];
// Made once and kept: a handler on another thread may still hold it when guarding ends.
static int signal_pipe[2] = {-1, -1};
static int depth = 0;
static pthread_mutex_t depth_mutex = PTHREAD_MUTEX_INITIALIZER;

static _Atomic long long first_seen[_NSIG];
static atomic_int seen_count;
static atomic_int received;
static atomic_bool is_interrupt_key;
static _Atomic(void (*)(void)) rescue;
// A stack overflow leaves the crash handler no stack of its own.
static char alternate_stack[64 * 1024];

bool signal_guard_is_ending(int number) {
  switch (number) {
  // These cannot be caught.
  case SIGKILL: case SIGSTOP:
  // By default these end nothing.
  case SIGCHLD: case SIGCONT: case SIGURG: case SIGWINCH: case SIGTSTP: case SIGTTIN: case SIGTTOU:
    return false;
  default:
    break;
  }
  for (int i = 0; i < crashing_count; i++) {
    if (crashing[i] == number) return false;
  }
  // Between the classic signals and SIGRTMIN are those that the C library keeps for itself.
  return number > 0 && number <= SIGRTMAX && (number < 32 || number >= SIGRTMIN);
}

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  // Never 0, which stands for a signal that has not come.
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000 + 1;
}

static void call_rescue(void) {
  void (*function)(void) = atomic_load(&rescue);
  if (function) function();
}

void signal_guard_note(int number) {
  int former_errno = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe loses nothing: it already holds signals to deliver.
  ssize_t ignored = write(signal_pipe[1], &byte, 1);
  (void)ignored;
  errno = former_errno;
}

// Whether a signal is one too many. Async-signal-safe.
static bool is_meant_now(int number) {
  long long now = milliseconds(), first = 0;
  int earlier = atomic_fetch_add(&seen_count, 1);
  int nothing = 0;
  atomic_compare_exchange_strong(&received, &nothing, number);
  bool is_repeated = !atomic_compare_exchange_strong(&first_seen[number], &first, now);
  if (is_repeated && now - first >= patience_milliseconds) return true;
  return number == SIGINT && earlier >= patient_interrupts;
}

static void handle_ending(int number) {
  if (number == SIGINT && atomic_load(&is_interrupt_key)) {
    signal_guard_note(number);
    return;
  }
  if (!is_meant_now(number)) {
    signal_guard_note(number);
    return;
  }
  call_rescue();
  signal(number, SIG_DFL);
  // Blocked until this handler returns.
  raise(number);
}

static void handle_crashing(int number) {
  call_rescue();
  sigaction(number, &former[number], NULL);
  // Blocked until this handler returns, then delivered to the former handler.
  raise(number);
}

static void install(int number, const struct sigaction *action) {
  if (sigaction(number, NULL, &former[number]) != 0) return;
  // Who was started with a signal ignored (nohup) keeps it so.
  if (former[number].sa_handler == SIG_IGN) return;
  is_guarded[number] = sigaction(number, action, NULL) == 0;
}

static void install_handlers(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = handle_ending;
  action.sa_flags = SA_RESTART;
  for (int number = 1; number < _NSIG; number++) {
    if (signal_guard_is_ending(number)) install(number, &action);
  }
  action.sa_handler = handle_crashing;
  action.sa_flags = SA_ONSTACK;
  for (int i = 0; i < crashing_count; i++) install(crashing[i], &action);

  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
    stack_t own = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&own, NULL);
  }
}

static int open_pipe(void) {
  if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  unsigned char stale;
  while (read(signal_pipe[0], &stale, 1) == 1) continue;
  return signal_pipe[0];
}

static void forget(void) {
  for (int number = 0; number < _NSIG; number++) atomic_store(&first_seen[number], 0);
  atomic_store(&seen_count, 0);
  atomic_store(&received, 0);
}

int signal_guard_begin(void) {
  pthread_mutex_lock(&depth_mutex);
  if (depth == 0 && open_pipe() >= 0) {
    forget();
    install_handlers();
  }
  if (signal_pipe[0] >= 0) depth++;
  pthread_mutex_unlock(&depth_mutex);
  return signal_pipe[0];
}

void signal_guard_end(void) {
  pthread_mutex_lock(&depth_mutex);
  if (depth > 0 && --depth == 0) {
    for (int number = 1; number < _NSIG; number++) {
      if (is_guarded[number]) sigaction(number, &former[number], NULL);
      is_guarded[number] = false;
    }
  }
  pthread_mutex_unlock(&depth_mutex);
}

int signal_guard_received(void) { return atomic_load(&received); }

void signal_guard_set_rescue(void (*function)(void)) { atomic_store(&rescue, function); }

void signal_guard_set_key(bool is_key) { atomic_store(&is_interrupt_key, is_key); }
