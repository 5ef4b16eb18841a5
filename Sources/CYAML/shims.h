#ifndef LNN_TOP_CYAML_SHIMS_H
#define LNN_TOP_CYAML_SHIMS_H
#include <yaml.h>
#endif
