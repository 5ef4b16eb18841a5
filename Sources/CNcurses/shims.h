#ifndef LNN_TOP_CNCURSES_SHIMS_H
#define LNN_TOP_CNCURSES_SHIMS_H
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>

// Macros, globals and variadics do not import into Swift; these give them names that do.

static inline WINDOW *curses_stdscr(void) { return stdscr; }
static inline WINDOW *curses_curscr(void) { return curscr; }
static inline int curses_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t curses_bold(void) { return A_BOLD; }
static inline attr_t curses_dim(void) { return A_DIM; }
static inline attr_t curses_reverse(void) { return A_REVERSE; }
static inline attr_t curses_underline(void) { return A_UNDERLINE; }

// Fills a cell with one spacing character and its combining marks (zero-terminated). The pair travels in the
// options argument, which ncurses 6 reads as an int: a short would stop at 32767.
static inline int curses_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

// A string capability of the current terminal, or null where it has none.
static inline const char *curses_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? 0 : value;
}

// The sequence that moves the cursor, or null.
static inline const char *curses_move_sequence(int row, int column) {
  const char *cup = curses_capability("cup");
  return cup ? tiparm(cup, row, column) : 0;
}

// Forgets the terminal that setupterm() loaded.
static inline void curses_forget_terminal(void) {
  if (cur_term) del_curterm(cur_term);
}

#endif
