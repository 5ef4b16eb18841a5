#define _GNU_SOURCE
#include "terminal_guard.h"

#include "signal_guard.h"

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

// What happens to the terminal; signals that end the process are the signal guard's.
static const int reported[] = {SIGTSTP, SIGCONT, SIGWINCH};
enum { reported_count = sizeof reported / sizeof *reported };

static struct sigaction former_reported[reported_count];
static atomic_bool is_armed;
static int guarded_tty = -1;
static struct termios saved_modes;
static char restore_sequence[1024];
static size_t restore_size;

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

static void install_handlers(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = signal_guard_note;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < reported_count; i++) {
    sigaction(reported[i], NULL, &former_reported[i]);
    // Who was started with a signal ignored (nohup) keeps it so.
    if (former_reported[i].sa_handler == SIG_IGN) continue;
    sigaction(reported[i], &action, NULL);
  }
}

int terminal_guard_begin(int tty, const struct termios *saved, const char *restore, size_t restore_length) {
  static bool is_registered = false;
  if (atomic_load(&is_armed)) {
    errno = EBUSY;
    return -1;
  }
  if (restore_length > sizeof restore_sequence) {
    // A part of it would leave a mode on.
    errno = E2BIG;
    return -1;
  }
  int descriptor = signal_guard_begin();
  if (descriptor < 0) return -1;
  guarded_tty = tty;
  saved_modes = *saved;
  restore_size = restore_length;
  memcpy(restore_sequence, restore, restore_size);
  if (!is_registered) is_registered = atexit(rescue) == 0;
  install_handlers();
  signal_guard_set_rescue(rescue);
  signal_guard_set_key(true);
  atomic_store(&is_armed, true);
  return descriptor;
}

void terminal_guard_end(void) {
  if (!atomic_exchange(&is_armed, false)) return;
  signal_guard_set_key(false);
  for (int i = 0; i < reported_count; i++) sigaction(reported[i], &former_reported[i], NULL);
  signal_guard_end();
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
