#include "allocation_count.h"

#include <errno.h>
#include <features.h>
#include <stdatomic.h>
#include <stddef.h>

#if defined(__GLIBC__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#define COUNTS 1
#else
#define COUNTS 0
#endif

static _Atomic int64_t blocks;

bool allocation_count_works(void) { return COUNTS; }

int64_t allocation_count(void) { return atomic_load(&blocks); }

#if COUNTS

// The C library's own functions, which it exports under these names too. Its free takes their blocks.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static void count_one(void) { atomic_fetch_add_explicit(&blocks, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  count_one();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  count_one();
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  count_one();
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  count_one();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  void *allocated = memalign(alignment, size);
  if (!allocated) return ENOMEM;
  *block = allocated;
  return 0;
}

#endif
