#ifndef LNN_TOP_CSAMPLERATE_SHIMS_H
#define LNN_TOP_CSAMPLERATE_SHIMS_H
#include <samplerate.h>
#endif
