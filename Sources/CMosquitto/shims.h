#ifndef LNN_TOP_CMOSQUITTO_SHIMS_H
#define LNN_TOP_CMOSQUITTO_SHIMS_H
#include <mosquitto.h>
#endif
