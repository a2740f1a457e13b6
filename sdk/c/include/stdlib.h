// The little of the C library that a policy needs: see ../runtime.c.
#pragma once
#include <stddef.h>
#define EXIT_FAILURE 1
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *old);
_Noreturn void abort(void);
