#ifndef LNN_TOP_CSQLITE_SHIMS_H
#define LNN_TOP_CSQLITE_SHIMS_H
#include <sqlite3.h>
#endif
