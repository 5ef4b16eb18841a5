#include "liquid_kernels.h"
