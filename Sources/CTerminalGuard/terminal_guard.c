#define _GNU_SOURCE
#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const int asking[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
static const int crashing[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { asking_count = sizeof asking / sizeof *asking, crashing_count = sizeof crashing / sizeof *crashing };

static struct sigaction former_asking[asking_count];
static struct sigaction former_crashing[crashing_count];
// Made once and kept: a handler on another thread may still hold it when a session ends.
static int signal_pipe[2] = {-1, -1};
static atomic_bool is_armed;
static int guarded_tty = -1;
static struct termios saved_modes;
static char restore_sequence[512];
static size_t restore_size;
// A stack overflow leaves the crash handler no stack of its own.
static char alternate_stack[64 * 1024];

struct collected {
  int descriptor;
  int original;
  int memory;
};
static struct collected collected[] = {{STDOUT_FILENO, -1, -1}, {STDERR_FILENO, -1, -1}};
enum { collected_count = sizeof collected / sizeof *collected };

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

// Async-signal-safe.
static void give_output_back(void) {
  char buffer[4096];
  for (int i = 0; i < collected_count; i++) {
    struct collected *stream = &collected[i];
    if (stream->original < 0) continue;
    dup2(stream->original, stream->descriptor);
    close(stream->original);
    stream->original = -1;
    lseek(stream->memory, 0, SEEK_SET);
    for (;;) {
      ssize_t count = read(stream->memory, buffer, sizeof buffer);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      write_all(stream->descriptor, buffer, (size_t)count);
    }
    close(stream->memory);
    stream->memory = -1;
  }
}

// Async-signal-safe; the first caller does the work.
static void rescue(void) {
  if (!atomic_exchange(&is_armed, false)) return;
  // Setting modes from the background would stop the process right here.
  sigset_t background, former;
  sigemptyset(&background);
  sigaddset(&background, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &background, &former);
  write_all(guarded_tty, restore_sequence, restore_size);
  tcsetattr(guarded_tty, TCSANOW, &saved_modes);
  give_output_back();
  pthread_sigmask(SIG_SETMASK, &former, NULL);
}

static void handle_asking(int number) {
  int former_errno = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe loses nothing: it already holds signals to deliver.
  ssize_t ignored = write(signal_pipe[1], &byte, 1);
  (void)ignored;
  errno = former_errno;
}

static void handle_crashing(int number) {
  rescue();
  for (int i = 0; i < crashing_count; i++) {
    if (crashing[i] == number) sigaction(number, &former_crashing[i], NULL);
  }
  // Blocked until this handler returns, then delivered to the former handler.
  raise(number);
}

static int open_signal_pipe(void) {
  if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  unsigned char stale;
  while (read(signal_pipe[0], &stale, 1) == 1) continue;
  return signal_pipe[0];
}

static void install_handlers(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = handle_asking;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < asking_count; i++) {
    sigaction(asking[i], NULL, &former_asking[i]);
    // Who was started with a signal ignored (nohup) keeps it so.
    if (former_asking[i].sa_handler == SIG_IGN) continue;
    sigaction(asking[i], &action, NULL);
  }
  action.sa_handler = handle_crashing;
  action.sa_flags = SA_ONSTACK;
  for (int i = 0; i < crashing_count; i++) sigaction(crashing[i], &action, &former_crashing[i]);

  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
    stack_t own = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&own, NULL);
  }
}

int terminal_guard_begin(int tty, const struct termios *saved, const char *restore, size_t restore_length) {
  static bool is_registered = false;
  if (atomic_load(&is_armed)) {
    errno = EBUSY;
    return -1;
  }
  int descriptor = open_signal_pipe();
  if (descriptor < 0) return -1;
  guarded_tty = tty;
  saved_modes = *saved;
  restore_size = restore_length < sizeof restore_sequence ? restore_length : sizeof restore_sequence;
  memcpy(restore_sequence, restore, restore_size);
  if (!is_registered) is_registered = atexit(rescue) == 0;
  install_handlers();
  atomic_store(&is_armed, true);
  return descriptor;
}

void terminal_guard_end(void) {
  if (!atomic_exchange(&is_armed, false)) return;
  for (int i = 0; i < asking_count; i++) sigaction(asking[i], &former_asking[i], NULL);
  for (int i = 0; i < crashing_count; i++) sigaction(crashing[i], &former_crashing[i], NULL);
}

void terminal_guard_collect_output(void) {
  fflush(NULL);
  for (int i = 0; i < collected_count; i++) {
    struct collected *stream = &collected[i];
    if (stream->original >= 0 || !isatty(stream->descriptor)) continue;
    int memory = memfd_create("collected-output", MFD_CLOEXEC);
    if (memory < 0) continue;
    int original = fcntl(stream->descriptor, F_DUPFD_CLOEXEC, 3);
    if (original < 0 || dup2(memory, stream->descriptor) < 0) {
      if (original >= 0) close(original);
      close(memory);
      continue;
    }
    stream->memory = memory;
    stream->original = original;
  }
}

void terminal_guard_release_output(void) {
  fflush(NULL);
  give_output_back();
}

void terminal_guard_stop(void) {
  struct sigaction former, standard;
  sigaction(SIGTSTP, NULL, &former);
  if (former.sa_handler == SIG_IGN) return;
  memset(&standard, 0, sizeof standard);
  sigemptyset(&standard.sa_mask);
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &former, NULL);
}
