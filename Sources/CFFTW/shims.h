#ifndef LNN_TOP_CFFTW_SHIMS_H
#define LNN_TOP_CFFTW_SHIMS_H
#include <fftw3.h>
#endif
