#ifndef TENSORBOARD_RECORDS_H
#define TENSORBOARD_RECORDS_H

#include <stddef.h>
#include <stdint.h>

// TensorBoard's events as protocol buffers. Each function writes one event to `out` and returns its size; with `out`
// NULL it only returns the size. Strings end with a zero, but for `text`, which has a length in bytes.

// The event that begins every file.
size_t tensorboard_pack_version(double wall_time, uint8_t *out);

size_t tensorboard_pack_scalar(
    double wall_time, int64_t step, const char *tag, float value, uint8_t *out);

size_t tensorboard_pack_text(
    double wall_time, int64_t step, const char *tag, const char *text, size_t length, uint8_t *out);

#endif
