#ifndef LNN_TOP_CSQLITE_SHIMS_H
#define LNN_TOP_CSQLITE_SHIMS_H
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of -1 to a function pointer, which Swift cannot import: SQLite copies the bytes.

static inline int lnn_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int length) {
  return sqlite3_bind_text(statement, index, bytes, length, SQLITE_TRANSIENT);
}

static inline int lnn_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length) {
  return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}

// sqlite3_db_config is variadic. `option` is one of SQLITE_DBCONFIG_ENABLE_VIEW and the like.
static inline int lnn_sqlite_configure(sqlite3 *database, int option, int is_on) {
  return sqlite3_db_config(database, option, is_on, (int *)0);
}

// The main file as SQLite has it open: to open it once more and close it would drop SQLite's locks on it.
static inline int lnn_sqlite_read_file(sqlite3 *database, void *bytes, int count, sqlite3_int64 offset) {
  sqlite3_file *file = 0;
  if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) return SQLITE_ERROR;
  if (!file || !file->pMethods) return SQLITE_ERROR;
  return file->pMethods->xRead(file, bytes, count, offset);
}

static inline int lnn_sqlite_file_size(sqlite3 *database, sqlite3_int64 *size) {
  sqlite3_file *file = 0;
  if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) return SQLITE_ERROR;
  if (!file || !file->pMethods) return SQLITE_ERROR;
  return file->pMethods->xFileSize(file, size);
}
#endif
