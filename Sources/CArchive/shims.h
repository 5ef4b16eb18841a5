#ifndef LNN_TOP_CARCHIVE_SHIMS_H
#define LNN_TOP_CARCHIVE_SHIMS_H
#include <archive.h>
#include <archive_entry.h>
#endif
