#ifndef LIQUID_KERNELS_H
#define LIQUID_KERNELS_H
#endif
