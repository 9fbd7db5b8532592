/* What a caller may get wrong, as far as C lets it be seen: every wrong call is answered with a status and a code, nothing
 * crashes, and nothing that was right before it is spoiled. The argument is a plan that reads close alone and has a param
 * n of type int in 1..100, a float output, a bool output and an alert. */
#include "check.h"
#include <limits.h>
#include <math.h>
#ifndef __STDC_NO_THREADS__
#include <threads.h>
#endif

enum { ROWS = 40 };

static double close_prices[ROWS];
static double numbers[ROWS];
static uint8_t conditions[ROWS];
static uint8_t fired[ROWS];

static const ta_engine_input inputs[1] = {{close_prices, ROWS}};
static const ta_engine_output outputs[2] = {{numbers, NULL, ROWS}, {NULL, conditions, ROWS}};
static const ta_engine_alert alerts[1] = {{fired, ROWS}};

static unsigned char *bytes;
static size_t length;

static ta_engine_plan *loaded(void) {
    ta_engine_plan *plan;
    FINE(ta_engine_plan_load(bytes, length, NULL, &plan));
    return plan;
}

static ta_engine_program *bound(const ta_engine_plan *plan) {
    ta_engine_program *program;
    FINE(ta_engine_program_bind(plan, NULL, 0, NULL, &program));
    return program;
}

static void versions(void) {
    CHECK(ta_engine_abi_version() == 1 && TA_ENGINE_ABI_VERSION == 1, "version 1");
    CHECK(strchr(ta_engine_version(), '.') != NULL, "a version");
    CHECK(ta_engine_last_error_code() == 0 && ta_engine_last_error_message() != NULL, "no error at first");
    CHECK(ta_engine_last_error_offset() == -1, "no offset at first");
}

static void plans(void) {
    ta_engine_plan *plan = (ta_engine_plan *)&plan;
    ANSWERS(ta_engine_plan_load(NULL, length, NULL, &plan), TA_ENGINE_INVALID_INPUT, 8030);
    CHECK(plan == NULL, "a failed load gives NULL");
    ANSWERS(ta_engine_plan_load(bytes, length, NULL, NULL), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_plan_load(NULL, 0, NULL, &plan), TA_ENGINE_INVALID_PLAN, 6002);
    ANSWERS(ta_engine_plan_load(bytes, SIZE_MAX, NULL, &plan), TA_ENGINE_SHAPE_MISMATCH, 7010);
    /* Every shorter plan, and every plan with one byte changed, is refused. */
    for (size_t at = 0; at < length; at++) {
        CHECK(ta_engine_plan_load(bytes, at, NULL, &plan) != TA_ENGINE_OK, "cut at %zu", at);
        bytes[at] ^= 0x11;
        CHECK(ta_engine_plan_load(bytes, length, NULL, &plan) != TA_ENGINE_OK, "changed at %zu", at);
        CHECK(ta_engine_last_error_code() >= 6000 && plan == NULL, "a code of plans for a change at %zu", at);
        bytes[at] ^= 0x11;
    }
    bytes[length - 1] ^= 1;
    ANSWERS(ta_engine_plan_load(bytes, length, NULL, &plan), TA_ENGINE_INVALID_PLAN, 6005);
    CHECK(ta_engine_last_error_offset() >= 0, "the byte at fault: %lld", (long long)ta_engine_last_error_offset());
    bytes[length - 1] ^= 1;

    plan = loaded();
    ta_engine_counts counts;
    FINE(ta_engine_plan_counts(plan, &counts));
    CHECK(counts.params == 1 && counts.inputs == 1 && counts.outputs == 2 && counts.alerts == 1, "counts");
    ANSWERS(ta_engine_plan_counts(plan, NULL), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_plan_counts(NULL, &counts), TA_ENGINE_INVALID_INPUT, 8031);
    ANSWERS(ta_engine_plan_counts(plan, (ta_engine_counts *)((char *)&counts + 1)), TA_ENGINE_INVALID_INPUT, 8030);

    const char *name, *source;
    uint32_t type;
    uint8_t every_bar;
    FINE(ta_engine_plan_param(plan, 0, &name, &type));
    CHECK(strcmp(name, "n") == 0 && type == TA_ENGINE_TYPE_INT, "the parameter");
    FINE(ta_engine_plan_input(plan, 0, &source, &name));
    CHECK(strcmp(source, "ohlcv") == 0 && strcmp(name, "close") == 0, "the input");
    FINE(ta_engine_plan_output(plan, 1, &name, &type));
    CHECK(type == TA_ENGINE_TYPE_BOOL, "a condition");
    FINE(ta_engine_plan_alert(plan, 0, &name, &every_bar));
    CHECK(every_bar == 0, "fires where it becomes true");
    ANSWERS(ta_engine_plan_param(plan, 1, &name, &type), TA_ENGINE_INVALID_INPUT, 8007);
    ANSWERS(ta_engine_plan_input(plan, SIZE_MAX, &source, &name), TA_ENGINE_INVALID_INPUT, 8007);
    ANSWERS(ta_engine_plan_output(plan, 2, NULL, NULL), TA_ENGINE_INVALID_INPUT, 8007);
    ANSWERS(ta_engine_plan_alert(plan, 1, NULL, NULL), TA_ENGINE_INVALID_INPUT, 8007);
    FINE(ta_engine_plan_id(plan, &name));
    CHECK(strncmp(name, "sha256:", 7) == 0 && strlen(name) == 71, "the identity");

    char *json;
    FINE(ta_engine_plan_describe(plan, &json));
    CHECK(json[0] == '{' && strstr(json, "\"name\":\"n\"") != NULL, "JSON: %s", json);
    CHECK(strstr(json, name) != NULL, "the identity in %s", json);
    FINE(ta_engine_buffer_free(json));
    ANSWERS(ta_engine_buffer_free(json), TA_ENGINE_INVALID_INPUT, 8031);
    ANSWERS(ta_engine_buffer_free(&counts), TA_ENGINE_INVALID_INPUT, 8031);
    FINE(ta_engine_buffer_free(NULL));
    FINE(ta_engine_plan_free(plan));
    ANSWERS(ta_engine_plan_free(plan), TA_ENGINE_INVALID_INPUT, 8031);
    FINE(ta_engine_plan_free(NULL));
}

static void limits(void) {
    ta_engine_limits defaults = {.size = sizeof defaults};
    FINE(ta_engine_limits_default(&defaults));
    CHECK(defaults.instructions > 0 && defaults.memory_bytes > 0, "defaults");
    ANSWERS(ta_engine_limits_default(NULL), TA_ENGINE_INVALID_INPUT, 8030);
    ta_engine_limits odd = {.size = 5};
    ANSWERS(ta_engine_limits_default(&odd), TA_ENGINE_INVALID_INPUT, 8007);
    ta_engine_plan *plan;
    /* At the limit it passes, one below it does not; 0 is the default. */
    ta_engine_limits few = {.size = sizeof few, .plan_bytes = length};
    FINE(ta_engine_plan_load(bytes, length, &few, &plan));
    FINE(ta_engine_plan_free(plan));
    few.plan_bytes = length - 1;
    ANSWERS(ta_engine_plan_load(bytes, length, &few, &plan), TA_ENGINE_LIMIT_EXCEEDED, 6013);
    /* A caller with a shorter struct has the defaults of what it lacks. */
    uint64_t shorter[2] = {sizeof shorter, 0};
    FINE(ta_engine_plan_load(bytes, length, (const ta_engine_limits *)shorter, &plan));
    ta_engine_program *program;
    ta_engine_limits tight = {.size = sizeof tight, .state_bytes = 1};
    ANSWERS(ta_engine_program_bind(plan, NULL, 0, &tight, &program), TA_ENGINE_LIMIT_EXCEEDED, 6013);
    CHECK(program == NULL, "a failed bind gives NULL");
    /* A longer one of a later version may ask for nothing that is not known here. */
    struct {
        ta_engine_limits known;
        uint64_t later;
    } longer = {{.size = sizeof longer}, 0};
    FINE(ta_engine_program_bind(plan, NULL, 0, &longer.known, &program));
    FINE(ta_engine_program_free(program));
    longer.later = 1;
    ANSWERS(ta_engine_program_bind(plan, NULL, 0, &longer.known, &program), TA_ENGINE_UNSUPPORTED, 8005);
    FINE(ta_engine_plan_free(plan));
}

/* How many lanes a program has, of what it says of itself. */
static uint64_t lanes_of(const ta_engine_program *program) {
    char *json;
    FINE(ta_engine_program_describe(program, &json));
    const char *lanes = strstr(json, "\"lanes\":");
    uint64_t count = lanes == NULL ? 0 : strtoull(lanes + strlen("\"lanes\":"), NULL, 10);
    FINE(ta_engine_buffer_free(json));
    return count;
}

static void budgets(void) {
    ta_engine_plan *plan = loaded();
    ta_engine_program *program = bound(plan);
    uint64_t lanes = lanes_of(program);
    CHECK(lanes > 0, "a program has lanes");
    FINE(ta_engine_program_free(program));
    /* Work: what exactly suffices, and one less, before anything is written. */
    ta_engine_limits limit = {.size = sizeof limit, .work = ROWS * lanes};
    FINE(ta_engine_program_bind(plan, NULL, 0, &limit, &program));
    FINE(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 2, alerts, 1));
    FINE(ta_engine_program_free(program));
    limit.work--;
    FINE(ta_engine_program_bind(plan, NULL, 0, &limit, &program));
    numbers[0] = 17;
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 2, alerts, 1), TA_ENGINE_INTERRUPTED, 8014);
    CHECK(numbers[0] == 17, "nothing was written");
    ta_engine_session *session;
    FINE(ta_engine_session_open(program, &session));
    FINE(ta_engine_session_free(session));
    FINE(ta_engine_program_free(program));
    limit.work = lanes - 1;
    FINE(ta_engine_program_bind(plan, NULL, 0, &limit, &program));
    ANSWERS(ta_engine_session_open(program, &session), TA_ENGINE_INTERRUPTED, 8014);
    CHECK(session == NULL, "a failed open gives NULL");
    FINE(ta_engine_program_free(program));
    /* Time: a run that takes longer than a millisecond ends. */
    size_t rows = (size_t)1 << 22;
    double *prices = malloc(rows * sizeof *prices);
    if (prices == NULL) exit(2);
    for (size_t row = 0; row < rows; row++) prices[row] = 100 + (double)(row % 97);
    ta_engine_input long_input = {prices, rows};
    ta_engine_limits brief = {.size = sizeof brief, .milliseconds = 1};
    FINE(ta_engine_program_bind(plan, NULL, 0, &brief, &program));
    ANSWERS(ta_engine_program_run(program, rows, &long_input, 1, NULL, 0, NULL, 0), TA_ENGINE_INTERRUPTED, 8014);
    FINE(ta_engine_program_free(program));
    brief.milliseconds = UINT64_MAX;
    FINE(ta_engine_program_bind(plan, NULL, 0, &brief, &program));
    FINE(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 2, alerts, 1));
    FINE(ta_engine_program_free(program));
    free(prices);
    FINE(ta_engine_plan_free(plan));
}

static void params(void) {
    ta_engine_plan *plan = loaded();
    ta_engine_program *program;
    ta_engine_param n = {.name = "n", .type = TA_ENGINE_TYPE_INT, .int_value = 7};
    FINE(ta_engine_program_bind(plan, &n, 1, NULL, &program));
    char *json;
    FINE(ta_engine_program_describe(program, &json));
    CHECK(strstr(json, "\"validFrom\":[6,6]") != NULL, "a window of 7 in %s", json);
    FINE(ta_engine_buffer_free(json));
    FINE(ta_engine_program_free(program));
    n.int_value = 101;
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8002);
    n.type = TA_ENGINE_TYPE_BOOL;
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8002);
    n.int_value = 1;
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8002);
    n.type = 77;
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8002);
    n.type = TA_ENGINE_TYPE_STRING;
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8030);
    n = (ta_engine_param){.name = "n", .type = TA_ENGINE_TYPE_FLOAT, .float_value = NAN};
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8002);
    n = (ta_engine_param){.name = "m", .type = TA_ENGINE_TYPE_INT};
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8001);
    n.name = NULL;
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8030);
    n.name = "\xff";
    ANSWERS(ta_engine_program_bind(plan, &n, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8007);
    ANSWERS(ta_engine_program_bind(plan, NULL, 1, NULL, &program), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_bind(plan, NULL, 0, NULL, NULL), TA_ENGINE_INVALID_INPUT, 8030);
    FINE(ta_engine_plan_free(plan));
    ANSWERS(ta_engine_program_bind(plan, NULL, 0, NULL, &program), TA_ENGINE_INVALID_INPUT, 8031);
}

static void runs(void) {
    ta_engine_plan *plan = loaded();
    ta_engine_program *program = bound(plan);
    FINE(ta_engine_plan_free(plan)); /* the program lives on */
    FINE(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 2, alerts, 1));
    CHECK(isfinite(numbers[ROWS - 1]) && conditions[ROWS - 1] <= 1, "values");
    double kept[ROWS];
    memcpy(kept, numbers, sizeof kept);
    memset(numbers, 0, sizeof numbers);

    const size_t most = SIZE_MAX / sizeof(double);
    ANSWERS(ta_engine_program_run(NULL, ROWS, inputs, 1, outputs, 2, alerts, 1), TA_ENGINE_INVALID_INPUT, 8031);
    ANSWERS(ta_engine_program_run(program, ROWS, NULL, 1, outputs, 2, alerts, 1), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_run(program, ROWS, NULL, 0, outputs, 2, alerts, 1), TA_ENGINE_SHAPE_MISMATCH, 7010);
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, SIZE_MAX, outputs, 2, alerts, 1),
            TA_ENGINE_SHAPE_MISMATCH, 7010);
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 1, alerts, 1), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ANSWERS(ta_engine_program_run(program, ROWS - 1, inputs, 1, outputs, 2, alerts, 1), TA_ENGINE_SHAPE_MISMATCH,
            7010);
    ta_engine_input none = {NULL, ROWS};
    ANSWERS(ta_engine_program_run(program, ROWS, &none, 1, outputs, 2, alerts, 1), TA_ENGINE_INVALID_INPUT, 8030);
    ta_engine_input vast = {close_prices, most};
    ANSWERS(ta_engine_program_run(program, most, &vast, 1, outputs, 2, alerts, 1), TA_ENGINE_SHAPE_MISMATCH, 7010);
    ta_engine_input odd = {(const double *)((const char *)close_prices + 4), ROWS - 1};
    ANSWERS(ta_engine_program_run(program, ROWS - 1, &odd, 1, outputs, 2, alerts, 1), TA_ENGINE_INVALID_INPUT, 8030);
    ta_engine_output shorter[2] = {{numbers, NULL, ROWS - 1}, {NULL, conditions, ROWS}};
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, shorter, 2, alerts, 1), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ta_engine_output swapped[2] = {{NULL, conditions, ROWS}, {numbers, NULL, ROWS}};
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, swapped, 2, alerts, 1), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ta_engine_output both[2] = {{numbers, fired, ROWS}, {NULL, conditions, ROWS}};
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, both, 2, NULL, 0), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ta_engine_output shared[2] = {{close_prices, NULL, ROWS}, {NULL, conditions, ROWS}};
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, shared, 2, alerts, 1), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ta_engine_alert same = {conditions, ROWS};
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 2, &same, 1), TA_ENGINE_SHAPE_MISMATCH, 8003);
    for (size_t row = 0; row < ROWS; row++) CHECK(numbers[row] == 0, "nothing was written in row %zu", row);

    close_prices[9] = INFINITY;
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 2, alerts, 1), TA_ENGINE_INVALID_INPUT, 7006);
    CHECK(strstr(ta_engine_last_error_message(), "'close'") != NULL, "names the input");
    close_prices[9] = 109;
    /* What is not wanted is not needed, and after all that the program is what it was. */
    ta_engine_output one[2] = {{numbers, NULL, ROWS}, {NULL, NULL, 0}};
    FINE(ta_engine_program_run(program, ROWS, inputs, 1, one, 2, NULL, 0));
    CHECK(memcmp(kept, numbers, sizeof kept) == 0, "the same bits again");
    FINE(ta_engine_program_run(program, ROWS, inputs, 1, NULL, 0, alerts, 1));
    ta_engine_input nothing = {NULL, 0};
    ta_engine_output empty[2] = {{numbers, NULL, 0}, {NULL, conditions, 0}};
    FINE(ta_engine_program_run(program, 0, &nothing, 1, empty, 2, NULL, 0));
    ANSWERS(ta_engine_program_describe(program, NULL), TA_ENGINE_INVALID_INPUT, 8030);
    FINE(ta_engine_program_free(program));
    ANSWERS(ta_engine_program_free(program), TA_ENGINE_INVALID_INPUT, 8031);
    ANSWERS(ta_engine_program_run(program, ROWS, inputs, 1, outputs, 2, alerts, 1), TA_ENGINE_INVALID_INPUT, 8031);
}

static void kinds(void) {
    ta_engine_plan *plan = loaded();
    ta_engine_program *program = bound(plan);
    ta_engine_session *session;
    FINE(ta_engine_session_open(program, &session));
    ta_engine_counts counts;
    ANSWERS(ta_engine_plan_counts((ta_engine_plan *)program, &counts), TA_ENGINE_INVALID_INPUT, 8031);
    CHECK(strstr(ta_engine_last_error_message(), "program") != NULL, "names the kind");
    ANSWERS(ta_engine_program_free((ta_engine_program *)session), TA_ENGINE_INVALID_INPUT, 8031);
    ANSWERS(ta_engine_session_free((ta_engine_session *)plan), TA_ENGINE_INVALID_INPUT, 8031);
    /* Memory that was never a handle. */
    ANSWERS(ta_engine_plan_counts((ta_engine_plan *)bytes, &counts), TA_ENGINE_INVALID_INPUT, 8031);
    ANSWERS(ta_engine_plan_counts((ta_engine_plan *)(uintptr_t)1, &counts), TA_ENGINE_INVALID_INPUT, 8031);
    ANSWERS(ta_engine_plan_counts((ta_engine_plan *)UINTPTR_MAX, &counts), TA_ENGINE_INVALID_INPUT, 8031);
    FINE(ta_engine_session_free(session));
    FINE(ta_engine_program_free(program));
    FINE(ta_engine_plan_free(plan));
    /* A slot that is used again does not bring its old handle back. */
    for (int turn = 0; turn < 100; turn++) {
        ta_engine_plan *another = loaded();
        CHECK(another != plan, "a handle of its own");
        CHECK(ta_engine_plan_counts(plan, &counts) == TA_ENGINE_INVALID_INPUT, "the old one stays freed");
        FINE(ta_engine_plan_free(another));
    }
}

static void sessions(void) {
    ta_engine_plan *plan = loaded();
    ta_engine_program *program = bound(plan);
    ta_engine_session *session, *other;
    ANSWERS(ta_engine_session_open(program, NULL), TA_ENGINE_INVALID_INPUT, 8030);
    FINE(ta_engine_session_open(program, &session));
    FINE(ta_engine_program_free(program)); /* the session lives on */
    double row[1] = {100}, out[2];
    uint8_t alert[1];
    FINE(ta_engine_session_push(session, row, 1, out, 2, alert, 1));
    ANSWERS(ta_engine_session_push(session, NULL, 1, out, 2, alert, 1), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_session_push(session, row, 0, out, 2, alert, 1), TA_ENGINE_SHAPE_MISMATCH, 7010);
    ANSWERS(ta_engine_session_push(session, row, 1, NULL, 2, alert, 1), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_session_push(session, row, 1, out, 1, alert, 1), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ANSWERS(ta_engine_session_push(session, row, 1, out, SIZE_MAX, alert, 1), TA_ENGINE_SHAPE_MISMATCH, 7010);
    ANSWERS(ta_engine_session_push(session, row, 1, out, 2, NULL, 1), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_session_push(session, row, 1, out, 2, alert, 0), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ANSWERS(ta_engine_session_push(session, out, 1, out, 2, alert, 1), TA_ENGINE_SHAPE_MISMATCH, 8003);
    ANSWERS(ta_engine_session_peek(NULL, row, 1, out, 2, alert, 1), TA_ENGINE_INVALID_INPUT, 8031);
    row[0] = -INFINITY;
    ANSWERS(ta_engine_session_push(session, row, 1, out, 2, alert, 1), TA_ENGINE_INVALID_INPUT, 7006);
    uint64_t rows;
    FINE(ta_engine_session_rows(session, &rows));
    CHECK(rows == 1, "what was refused has not advanced: %llu", (unsigned long long)rows);
    ANSWERS(ta_engine_session_rows(session, NULL), TA_ENGINE_INVALID_INPUT, 8030);

    uint8_t *state;
    size_t size;
    ANSWERS(ta_engine_session_snapshot(session, NULL, &size), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_session_snapshot(session, &state, NULL), TA_ENGINE_INVALID_INPUT, 8030);
    FINE(ta_engine_session_snapshot(session, &state, &size));
    program = bound(plan);
    for (size_t at = 0; at < size; at++) {
        CHECK(ta_engine_session_restore(program, state, at, &other) != TA_ENGINE_OK && other == NULL, "cut at %zu", at);
        state[at] ^= 0x08;
        CHECK(ta_engine_session_restore(program, state, size, &other) != TA_ENGINE_OK && other == NULL,
              "changed at %zu", at);
        state[at] ^= 0x08;
    }
    ANSWERS(ta_engine_session_restore(program, NULL, size, &other), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_session_restore(program, bytes, length, &other), TA_ENGINE_INVALID_SNAPSHOT, 6020);
    ta_engine_param n = {.name = "n", .type = TA_ENGINE_TYPE_INT, .int_value = 9};
    ta_engine_program *foreign;
    FINE(ta_engine_program_bind(plan, &n, 1, NULL, &foreign));
    ANSWERS(ta_engine_session_restore(foreign, state, size, &other), TA_ENGINE_INVALID_SNAPSHOT, 6021);
    FINE(ta_engine_session_restore(program, state, size, &other));
    FINE(ta_engine_session_rows(other, &rows));
    CHECK(rows == 1, "goes on from row 1: %llu", (unsigned long long)rows);
    FINE(ta_engine_buffer_free(state));
    FINE(ta_engine_program_free(foreign));
    FINE(ta_engine_program_free(program));
    FINE(ta_engine_session_free(other));
    FINE(ta_engine_session_free(session));
    ANSWERS(ta_engine_session_push(session, row, 1, out, 2, alert, 1), TA_ENGINE_INVALID_INPUT, 8031);
    FINE(ta_engine_plan_free(plan));
}

static void release_array(struct ArrowArray *array) { array->release = NULL; }
static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }

static void arrow(void) {
    ta_engine_plan *plan = loaded();
    ta_engine_program *program = bound(plan);
    const void *buffers[2] = {NULL, close_prices}, *none[1] = {NULL};
    struct ArrowArray column = {.length = ROWS, .n_buffers = 2, .buffers = buffers, .release = release_array};
    struct ArrowSchema field = {.format = "g", .name = "close", .flags = ARROW_FLAG_NULLABLE, .release = release_schema};
    struct ArrowArray *columns[2] = {&column, &column};
    struct ArrowSchema *fields[2] = {&field, &field};
    struct ArrowArray batch = {
        .length = ROWS, .n_buffers = 1, .n_children = 1, .buffers = none, .children = columns, .release = release_array};
    struct ArrowSchema schema = {.format = "+s", .n_children = 1, .children = fields, .release = release_schema};
    struct ArrowArray out = batch;
    struct ArrowSchema out_schema = schema;
#define RUN() ta_engine_program_run_arrow(program, &schema, &batch, &out_schema, &out)
    ANSWERS(ta_engine_program_run_arrow(program, NULL, &batch, &out_schema, &out), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_run_arrow(program, &schema, NULL, &out_schema, &out), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_run_arrow(program, &schema, &batch, NULL, &out), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_run_arrow(program, &schema, &batch, &out_schema, NULL), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_run_arrow(program, &schema, &batch, &schema, &out), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_run_arrow(program, &schema, &batch, &out_schema, &batch), TA_ENGINE_INVALID_INPUT, 8030);
    ANSWERS(ta_engine_program_run_arrow(NULL, &schema, &batch, &out_schema, &out), TA_ENGINE_INVALID_INPUT, 8031);
    CHECK(out.release == NULL && out_schema.release == NULL, "nothing to release after a failure");
    field.format = "u";
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    field.format = "no format";
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    field.format = "g";
    column.n_buffers = 1;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    column.n_buffers = 2;
    schema.format = "g";
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    schema.format = "+s";
    field.name = "price";
    ANSWERS(RUN(), TA_ENGINE_SHAPE_MISMATCH, 7009);
    field.name = "close";
    schema.n_children = 2;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    batch.n_children = 2;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 7012);
    batch.n_children = schema.n_children = -1;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    batch.n_children = schema.n_children = 1;
    column.length = ROWS - 1;
    ANSWERS(RUN(), TA_ENGINE_SHAPE_MISMATCH, 7010);
    column.length = -1;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    column.length = ROWS;
    batch.offset = INT64_MAX;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    batch.offset = 0;
    buffers[1] = NULL;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    buffers[1] = close_prices;
    uint8_t gaps[ROWS / 8 + 1] = {0};
    none[0] = gaps;
    batch.null_count = 1;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    none[0] = NULL;
    batch.null_count = 0;
    batch.release = NULL;
    ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);
    batch.release = release_array;
    /* What the interface rules out is told before anything follows it: one member at a time, then as it was. */
#define BREAKS(member, value)                                                                                \
    do {                                                                                                     \
        __typeof__(member) was = (member);                                                                   \
        (member) = (value);                                                                                  \
        ANSWERS(RUN(), TA_ENGINE_INVALID_INPUT, 8032);                                                       \
        CHECK(out.release == NULL && out_schema.release == NULL, "nothing to release");                      \
        (member) = was;                                                                                      \
    } while (0)
    const char *latin = "\xe9\xff";
    BREAKS(schema.format, NULL);
    BREAKS(schema.format, latin);
    BREAKS(schema.n_children, INT64_MIN);
    BREAKS(schema.children, NULL);
    BREAKS(schema.children, (struct ArrowSchema **)((uintptr_t)fields + 1));
    BREAKS(schema.release, NULL);
    BREAKS(fields[0], NULL);
    BREAKS(fields[0], (struct ArrowSchema *)((uintptr_t)&field + 1));
    BREAKS(field.format, NULL);
    BREAKS(field.format, latin);
    BREAKS(field.format, "");
    BREAKS(field.format, "+l");
    BREAKS(field.format, "d:10,2");
    BREAKS(field.name, latin);
    BREAKS(field.n_children, 1);
    BREAKS(field.dictionary, &field);
    BREAKS(field.release, NULL);
    BREAKS(batch.length, -1);
    BREAKS(batch.length, INT64_MAX);
    BREAKS(batch.null_count, -2);
    BREAKS(batch.null_count, ROWS + 1);
    BREAKS(batch.n_buffers, -1);
    BREAKS(batch.n_buffers, 2);
    BREAKS(batch.buffers, NULL);
    BREAKS(batch.n_children, INT64_MAX);
    BREAKS(batch.children, NULL);
    BREAKS(columns[0], NULL);
    BREAKS(columns[0], (struct ArrowArray *)((uintptr_t)&column + 1));
    BREAKS(column.offset, -1);
    BREAKS(column.offset, INT64_MAX);
    BREAKS(column.null_count, INT64_MIN);
    BREAKS(column.null_count, 1);
    BREAKS(column.n_buffers, -1);
    BREAKS(column.n_buffers, INT64_MAX);
    BREAKS(column.n_children, 1);
    BREAKS(column.buffers, NULL);
    BREAKS(column.buffers, (const void **)((uintptr_t)buffers + 1));
    BREAKS(column.dictionary, &column);
    BREAKS(column.release, NULL);
    BREAKS(buffers[1], (const char *)close_prices + 1);
    /* A slice: the rows from 3 on are a run of their own. */
    batch.offset = 3;
    batch.length = ROWS - 3;
    FINE(RUN());
    ta_engine_input from_3 = {close_prices + 3, ROWS - 3};
    ta_engine_output wanted[2] = {{numbers, NULL, ROWS - 3}, {NULL, NULL, 0}};
    FINE(ta_engine_program_run(program, ROWS - 3, &from_3, 1, wanted, 2, NULL, 0));
    CHECK(out.length == ROWS - 3 && out.n_children == 3, "its rows and columns");
    const double *found = out.children[0]->buffers[1];
    CHECK(memcmp(found, numbers, (ROWS - 3) * sizeof(double)) == 0, "the same bits by either way");
    out.release(&out);
    out_schema.release(&out_schema);
    FINE(ta_engine_program_free(program));
    FINE(ta_engine_plan_free(plan));
}

#ifndef __STDC_NO_THREADS__
static ta_engine_program *common;

/* Runs, opens and frees; its last error is its own. */
static int work(void *result) {
    double values[ROWS];
    ta_engine_output one[2] = {{values, NULL, ROWS}, {NULL, NULL, 0}};
    int wrong = ta_engine_last_error_code() != 0;
    for (int turn = 0; turn < 50; turn++) {
        wrong += ta_engine_program_run(common, ROWS, inputs, 1, one, 2, NULL, 0) != TA_ENGINE_OK;
        wrong += memcmp(values, result, sizeof values) != 0;
        ta_engine_session *session;
        double row[1] = {close_prices[turn % ROWS]}, out[2];
        uint8_t alert[1];
        wrong += ta_engine_session_open(common, &session) != TA_ENGINE_OK;
        wrong += ta_engine_session_push(session, row, 1, out, 2, alert, 1) != TA_ENGINE_OK;
        wrong += ta_engine_session_push(session, row, 1, out, 1, alert, 1) != TA_ENGINE_SHAPE_MISMATCH;
        wrong += ta_engine_last_error_code() != 8003;
        wrong += ta_engine_session_free(session) != TA_ENGINE_OK;
    }
    return wrong;
}

static void threads(void) {
    ta_engine_plan *plan = loaded();
    common = bound(plan);
    FINE(ta_engine_program_run(common, ROWS, inputs, 1, outputs, 2, alerts, 1));
    thrd_t running[4];
    for (int at = 0; at < 4; at++) CHECK(thrd_create(&running[at], work, numbers) == thrd_success, "a thread");
    for (int at = 0; at < 4; at++) {
        int wrong = -1;
        thrd_join(running[at], &wrong);
        CHECK(wrong == 0, "%d answers on another thread are wrong", wrong);
    }
    CHECK(ta_engine_last_error_code() == 0, "errors of other threads are theirs");
    FINE(ta_engine_program_free(common));
    FINE(ta_engine_plan_free(plan));
}
#else
static void threads(void) {}
#endif

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    bytes = whole_file(argv[1], &length);
    for (int row = 0; row < ROWS; row++) close_prices[row] = 100 + row;
    versions();
    plans();
    limits();
    budgets();
    params();
    runs();
    kinds();
    sessions();
    arrow();
    threads();
    free(bytes);
    return told();
}
