// Memory for a policy, without a C library.
//
// The till gives each evaluation a fresh instance with at most 16 MiB, so nothing is ever given back: memory is taken
// from the end of what the linker placed, and grown by pages.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 65536, ALIGN = 16 };

extern unsigned char __heap_base;
static uintptr_t top;

_Noreturn void abort(void) {
    __builtin_trap();
}

// Before each block stands its size, for `realloc`.
void *malloc(size_t size) {
    if (top == 0) {
        top = ((uintptr_t)&__heap_base + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1);
    }
    uint64_t end = (uint64_t)top + ALIGN + ((size + ALIGN - 1) & ~(uint64_t)(ALIGN - 1));
    uint64_t have = (uint64_t)__builtin_wasm_memory_size(0) * PAGE;
    if (end > have && __builtin_wasm_memory_grow(0, (size_t)((end - have + PAGE - 1) / PAGE)) == SIZE_MAX) {
        abort();
    }
    *(size_t *)top = size;
    void *block = (void *)(top + ALIGN);
    top = (uintptr_t)end;
    return block;
}

void *calloc(size_t count, size_t size) {
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) {
        abort();
    }
    // Memory that was grown is zero, and no block is used twice.
    return malloc(all);
}

void *realloc(void *old, size_t size) {
    void *block = malloc(size);
    if (old != NULL) {
        size_t before = *(size_t *)((uintptr_t)old - ALIGN);
        memcpy(block, old, before < size ? before : size);
    }
    return block;
}

void free(void *old) {
    (void)old;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size) {
    for (size_t at = 0; at < size; at++) {
        ((unsigned char *)to)[at] = ((const unsigned char *)from)[at];
    }
    return to;
}

void *memset(void *to, int byte, size_t size) {
    for (size_t at = 0; at < size; at++) {
        ((unsigned char *)to)[at] = (unsigned char)byte;
    }
    return to;
}

int memcmp(const void *left, const void *right, size_t size) {
    const unsigned char *a = left, *b = right;
    for (size_t at = 0; at < size; at++) {
        if (a[at] != b[at]) {
            return a[at] < b[at] ? -1 : 1;
        }
    }
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}
