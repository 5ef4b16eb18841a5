// What libFuzzer offers to a program that has a main function of its own; LLVM installs no header for it.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*read_one)(const uint8_t *start, size_t count));
