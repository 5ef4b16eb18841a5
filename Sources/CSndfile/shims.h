#ifndef LNN_TOP_CSNDFILE_SHIMS_H
#define LNN_TOP_CSNDFILE_SHIMS_H
#include <sndfile.h>
#endif
