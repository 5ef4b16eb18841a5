#ifndef LNN_TOP_CZLIB_SHIMS_H
#define LNN_TOP_CZLIB_SHIMS_H
#include <zlib.h>
#endif
