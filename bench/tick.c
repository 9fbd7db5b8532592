/* What a tick costs through the C ABI: nanoseconds of a push, the least of several rounds.
 *
 *     tick PLAN ROWS
 */
#define _POSIX_C_SOURCE 199309L
#include <laakhay_ta.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 7 };

static void need(ta_engine_status status) {
    if (status == TA_ENGINE_OK) return;
    fprintf(stderr, "TA%u: %s\n", ta_engine_last_error_code(), ta_engine_last_error_message());
    exit(1);
}

static void *room(size_t bytes) {
    void *memory = malloc(bytes > 0 ? bytes : 1);
    if (memory == NULL) exit(1);
    return memory;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

static ta_engine_plan *load(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) exit(1);
    size_t length = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = room(length);
    if (fread(bytes, 1, length, file) != length) exit(1);
    fclose(file);
    ta_engine_plan *plan;
    need(ta_engine_plan_load(bytes, length, NULL, &plan));
    free(bytes);
    return plan;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    ta_engine_plan *plan = load(argv[1]);
    size_t rows = strtoull(argv[2], NULL, 10);
    ta_engine_counts counts;
    need(ta_engine_plan_counts(plan, &counts));
    ta_engine_program *program;
    need(ta_engine_program_bind(plan, NULL, 0, NULL, &program));
    double *bars = room(rows * counts.inputs * sizeof *bars);
    double *outputs = room(counts.outputs * sizeof *outputs);
    uint8_t *alerts = room(counts.alerts);
    unsigned seed = 1;
    for (size_t at = 0; at < rows * counts.inputs; at++) {
        seed = seed * 1664525u + 1013904223u;
        bars[at] = 100 + (double)(seed >> 16) / 65536;
    }
    double best = 1e300;
    for (int round = 0; round < ROUNDS; round++) {
        ta_engine_session *session;
        need(ta_engine_session_open(program, &session));
        double begun = now();
        for (size_t row = 0; row < rows; row++)
            need(ta_engine_session_push(session, bars + row * counts.inputs, counts.inputs, outputs, counts.outputs,
                                        alerts, counts.alerts));
        double taken = (now() - begun) / (double)rows;
        if (taken < best) best = taken;
        need(ta_engine_session_free(session));
    }
    printf("push %.1f ns\n", best);
    free(bars);
    free(outputs);
    free(alerts);
    need(ta_engine_program_free(program));
    need(ta_engine_plan_free(plan));
    return 0;
}
