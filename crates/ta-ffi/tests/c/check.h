/* What the tests in C share: they go on after a failure and count. */
#ifndef CHECK_H
#define CHECK_H

#include "laakhay_ta.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed = 0;
static int failed = 0;

#define CHECK(what, ...)                                                                                     \
    do {                                                                                                     \
        if (what) {                                                                                          \
            passed++;                                                                                        \
        } else {                                                                                             \
            failed++;                                                                                        \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #what);                                       \
            fprintf(stderr, __VA_ARGS__);                                                                    \
            fprintf(stderr, " (last error %u: %s)\n", ta_engine_last_error_code(),                           \
                    ta_engine_last_error_message());                                                         \
        }                                                                                                    \
    } while (0)

/* A call answers this status, and the last error has this code. */
#define ANSWERS(call, status, code)                                                                          \
    do {                                                                                                     \
        ta_engine_status answered = (call);                                                                  \
        CHECK(answered == (status) && ta_engine_last_error_code() == (code), "answers %d for %s",            \
              (int)answered, #call);                                                                         \
        CHECK((ta_engine_last_error_message()[0] == 0) == ((code) == 0), "says why for %s", #call);          \
    } while (0)

#define FINE(call) ANSWERS(call, TA_ENGINE_OK, 0)

/* The last thing that a test does. */
static inline int told(void) {
    CHECK(ta_engine_alive() == 0, "%zu handles and buffers are alive", ta_engine_alive());
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

/* A whole file; ends the process where it cannot be read. */
static inline unsigned char *whole_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(2);
    }
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc((size_t)size + 1);
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(2);
    }
    fclose(file);
    bytes[size] = 0;
    *length = (size_t)size;
    return bytes;
}

#endif
