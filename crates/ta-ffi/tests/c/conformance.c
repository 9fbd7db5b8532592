/* spec/cases through the ABI: by columns, by Arrow, and row by row with a snapshot restored in the middle; every output to
 * the bit. The cases come as the text that scripts/tests/capi.mjs makes of spec/cases/compiled.json. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

enum { MOST = 64 };

typedef struct {
    char *name;
    double *numbers;
} column;

typedef struct {
    char *id;
    unsigned char *plan;
    size_t plan_length;
    ta_engine_param params[MOST];
    size_t param_count;
    size_t rows;
    column columns[MOST];
    size_t column_count;
    /* What is expected: numbers of an output, bytes of an output or alert. */
    column floats[MOST];
    size_t float_count;
    column bools[MOST];
    size_t bool_count;
    column alerts[MOST];
    size_t alert_count;
} conformance_case;

static void *room(size_t bytes) {
    void *memory = calloc(bytes > 0 ? bytes : 1, 1);
    if (memory == NULL) exit(2);
    return memory;
}

static double of_bits(const char *text) {
    uint64_t bits = strtoull(text, NULL, 16);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static uint64_t bits_of(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static column read_column(char *rest, size_t rows) {
    column read = {strdup(strtok(rest, " ")), room(rows * sizeof(double))};
    for (size_t row = 0; row < rows; row++) read.numbers[row] = of_bits(strtok(NULL, " "));
    return read;
}

static const column *named(const column *columns, size_t count, const char *name) {
    for (size_t at = 0; at < count; at++)
        if (strcmp(columns[at].name, name) == 0) return &columns[at];
    return NULL;
}

static void forget(column *columns, size_t count) {
    for (size_t at = 0; at < count; at++) {
        free(columns[at].name);
        free(columns[at].numbers);
    }
}

/* Compares what came with what must; conditions are compared as numbers. */
static void compare(const conformance_case *it, const char *way, const column *expected, const double *found) {
    if (expected == NULL) {
        CHECK(0, "%s by %s: an output that no one expects", it->id, way);
        return;
    }
    for (size_t row = 0; row < it->rows; row++)
        CHECK(bits_of(expected->numbers[row]) == bits_of(found[row]), "%s by %s: %s in row %zu is %g, not %g",
              it->id, way, expected->name, row, found[row], expected->numbers[row]);
}

/* An alert that a case does not name fires nowhere. */
static void compare_alert(const conformance_case *it, const char *way, const char *name, const double *found) {
    const column *expected = named(it->alerts, it->alert_count, name);
    if (expected != NULL) {
        compare(it, way, expected, found);
        return;
    }
    for (size_t row = 0; row < it->rows; row++)
        CHECK(found[row] == 0, "%s by %s: alert %s fires in row %zu", it->id, way, name, row);
}

static void widen(const uint8_t *bytes, size_t rows, double *numbers) {
    for (size_t row = 0; row < rows; row++) numbers[row] = bytes[row];
}

/* ---- by columns */

static void by_columns(const conformance_case *it, const ta_engine_plan *plan, const ta_engine_program *program,
                       const ta_engine_counts *counts) {
    ta_engine_input inputs[MOST];
    ta_engine_output outputs[MOST];
    ta_engine_alert alerts[MOST];
    for (size_t at = 0; at < counts->inputs; at++) {
        const char *field;
        FINE(ta_engine_plan_input(plan, at, NULL, &field));
        inputs[at] = (ta_engine_input){named(it->columns, it->column_count, field)->numbers, it->rows};
    }
    for (size_t at = 0; at < counts->outputs; at++) {
        uint32_t type;
        FINE(ta_engine_plan_output(plan, at, NULL, &type));
        outputs[at] = (ta_engine_output){NULL, NULL, it->rows};
        if (type == TA_ENGINE_TYPE_FLOAT) outputs[at].numbers = room(it->rows * sizeof(double));
        else outputs[at].conditions = room(it->rows);
    }
    for (size_t at = 0; at < counts->alerts; at++)
        alerts[at] = (ta_engine_alert){room(it->rows), it->rows};
    FINE(ta_engine_program_run(program, it->rows, inputs, counts->inputs, outputs, counts->outputs, alerts,
                               counts->alerts));
    double *numbers = room(it->rows * sizeof(double));
    for (size_t at = 0; at < counts->outputs; at++) {
        const char *name;
        FINE(ta_engine_plan_output(plan, at, &name, NULL));
        if (outputs[at].numbers != NULL) {
            compare(it, "columns", named(it->floats, it->float_count, name), outputs[at].numbers);
        } else {
            widen(outputs[at].conditions, it->rows, numbers);
            compare(it, "columns", named(it->bools, it->bool_count, name), numbers);
        }
        free(outputs[at].numbers);
        free(outputs[at].conditions);
    }
    for (size_t at = 0; at < counts->alerts; at++) {
        const char *name;
        FINE(ta_engine_plan_alert(plan, at, &name, NULL));
        widen(alerts[at].fired, it->rows, numbers);
        compare_alert(it, "columns", name, numbers);
        free(alerts[at].fired);
    }
    free(numbers);
}

/* ---- row by row */

static void by_rows(const conformance_case *it, const ta_engine_plan *plan, const ta_engine_program *program,
                    const ta_engine_counts *counts) {
    double *found[MOST];
    double *fired[MOST];
    double row[MOST], outputs[MOST], peeked[MOST];
    uint8_t alerts[MOST], peeked_alerts[MOST];
    for (size_t at = 0; at < counts->outputs; at++) found[at] = room(it->rows * sizeof(double));
    for (size_t at = 0; at < counts->alerts; at++) fired[at] = room(it->rows * sizeof(double));
    ta_engine_session *session;
    FINE(ta_engine_session_open(program, &session));
    for (size_t at = 0; at < it->rows; at++) {
        if (at == it->rows / 2) {
            uint8_t *bytes;
            size_t length;
            FINE(ta_engine_session_snapshot(session, &bytes, &length));
            FINE(ta_engine_session_free(session));
            FINE(ta_engine_session_restore(program, bytes, length, &session));
            FINE(ta_engine_buffer_free(bytes));
        }
        for (size_t input = 0; input < counts->inputs; input++) {
            const char *field;
            FINE(ta_engine_plan_input(plan, input, NULL, &field));
            row[input] = named(it->columns, it->column_count, field)->numbers[at];
        }
        FINE(ta_engine_session_peek(session, row, counts->inputs, peeked, counts->outputs, peeked_alerts,
                                    counts->alerts));
        FINE(ta_engine_session_push(session, row, counts->inputs, outputs, counts->outputs, alerts,
                                    counts->alerts));
        for (size_t output = 0; output < counts->outputs; output++) {
            CHECK(bits_of(peeked[output]) == bits_of(outputs[output]), "%s: a peek of row %zu", it->id, at);
            found[output][at] = outputs[output];
        }
        for (size_t alert = 0; alert < counts->alerts; alert++) {
            CHECK(peeked_alerts[alert] == alerts[alert], "%s: a peek of row %zu", it->id, at);
            fired[alert][at] = alerts[alert];
        }
    }
    uint64_t rows;
    FINE(ta_engine_session_rows(session, &rows));
    CHECK(rows == it->rows, "%s: %llu rows", it->id, (unsigned long long)rows);
    FINE(ta_engine_session_free(session));
    for (size_t at = 0; at < counts->outputs; at++) {
        const char *name;
        uint32_t type;
        FINE(ta_engine_plan_output(plan, at, &name, &type));
        if (type == TA_ENGINE_TYPE_FLOAT)
            compare(it, "rows", named(it->floats, it->float_count, name), found[at]);
        else compare(it, "rows", named(it->bools, it->bool_count, name), found[at]);
        free(found[at]);
    }
    for (size_t at = 0; at < counts->alerts; at++) {
        const char *name;
        FINE(ta_engine_plan_alert(plan, at, &name, NULL));
        compare_alert(it, "rows", name, fired[at]);
        free(fired[at]);
    }
}

/* ---- by Arrow: arrays of our own, whose release marks them and frees nothing */

static void release_array(struct ArrowArray *array) { array->release = NULL; }
static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }

static int arrow_bit(const void *bits, int64_t at) { return ((const uint8_t *)bits)[at / 8] >> (at % 8) & 1; }

static void by_arrow(const conformance_case *it, const ta_engine_program *program, const ta_engine_counts *counts,
                     int gaps_as_nulls) {
    const char *way = gaps_as_nulls ? "Arrow with nulls" : "Arrow";
    struct ArrowArray arrays[MOST], *array_children[MOST], batch;
    struct ArrowSchema schemas[MOST], *schema_children[MOST], schema;
    const void *buffers[MOST][2], *none[1] = {NULL};
    uint8_t *validity[MOST];
    for (size_t at = 0; at < it->column_count; at++) {
        validity[at] = room(it->rows / 8 + 1);
        int64_t nulls = 0;
        for (size_t row = 0; row < it->rows; row++) {
            double number = it->columns[at].numbers[row];
            if (number == number) validity[at][row / 8] |= (uint8_t)(1 << row % 8);
            else nulls++;
        }
        if (!gaps_as_nulls) nulls = 0;
        buffers[at][0] = nulls > 0 ? validity[at] : NULL;
        buffers[at][1] = it->columns[at].numbers;
        arrays[at] = (struct ArrowArray){
            .length = (int64_t)it->rows, .null_count = nulls, .n_buffers = 2, .buffers = buffers[at], .release = release_array};
        schemas[at] = (struct ArrowSchema){.format = "g",
                                           .name = it->columns[at].name,
                                           .flags = ARROW_FLAG_NULLABLE,
                                           .release = release_schema};
        array_children[at] = &arrays[at];
        schema_children[at] = &schemas[at];
    }
    batch = (struct ArrowArray){.length = (int64_t)it->rows,
                                .n_buffers = 1,
                                .n_children = (int64_t)it->column_count,
                                .buffers = none,
                                .children = array_children,
                                .release = release_array};
    schema = (struct ArrowSchema){.format = "+s",
                                  .n_children = (int64_t)it->column_count,
                                  .children = schema_children,
                                  .release = release_schema};
    struct ArrowArray out;
    struct ArrowSchema out_schema;
    FINE(ta_engine_program_run_arrow(program, &schema, &batch, &out_schema, &out));
    CHECK(batch.release != NULL && schema.release != NULL, "%s: the batch stays the caller's", it->id);
    size_t columns = counts->outputs + counts->alerts;
    CHECK(out.release != NULL && (size_t)out.n_children == columns, "%s: the result's columns", it->id);
    if (out.release != NULL) {
        double *numbers = room(it->rows * sizeof(double));
        for (int64_t at = 0; at < out.n_children; at++) {
            const struct ArrowArray *array = out.children[at];
            const struct ArrowSchema *field = out_schema.children[at];
            CHECK((size_t)array->length == it->rows, "%s: %s has its rows", it->id, field->name);
            int is_float = strcmp(field->format, "g") == 0;
            for (int64_t row = 0; row < array->length; row++) {
                int known = array->buffers[0] == NULL || arrow_bit(array->buffers[0], row + array->offset);
                if (is_float)
                    numbers[row] = known ? ((const double *)array->buffers[1])[row + array->offset]
                                         : of_bits("7ff8000000000000");
                else numbers[row] = known ? arrow_bit(array->buffers[1], row + array->offset) : 2;
            }
            int is_alert = !is_float && (field->flags & ARROW_FLAG_NULLABLE) == 0;
            if (is_alert) compare_alert(it, way, field->name, numbers);
            else if (is_float) compare(it, way, named(it->floats, it->float_count, field->name), numbers);
            else compare(it, way, named(it->bools, it->bool_count, field->name), numbers);
        }
        free(numbers);
        out.release(&out);
        out_schema.release(&out_schema);
    }
    for (size_t at = 0; at < it->column_count; at++) free(validity[at]);
}

static void run(conformance_case *it) {
    ta_engine_plan *plan;
    ta_engine_program *program;
    ta_engine_counts counts;
    FINE(ta_engine_plan_load(it->plan, it->plan_length, NULL, &plan));
    FINE(ta_engine_plan_counts(plan, &counts));
    FINE(ta_engine_program_bind(plan, it->params, it->param_count, NULL, &program));
    if (counts.inputs <= MOST && counts.outputs <= MOST && counts.alerts <= MOST && program != NULL) {
        by_columns(it, plan, program, &counts);
        by_rows(it, plan, program, &counts);
        by_arrow(it, program, &counts, 0);
        by_arrow(it, program, &counts, 1);
    } else {
        CHECK(0, "%s could not be bound", it->id);
    }
    FINE(ta_engine_program_free(program));
    FINE(ta_engine_plan_free(plan));
}

static void clear(conformance_case *it) {
    for (size_t at = 0; at < it->param_count; at++) {
        free((void *)it->params[at].name);
        free((void *)it->params[at].string_value);
    }
    forget(it->columns, it->column_count);
    forget(it->floats, it->float_count);
    forget(it->bools, it->bool_count);
    forget(it->alerts, it->alert_count);
    free(it->id);
    free(it->plan);
    memset(it, 0, sizeof *it);
}

static void take(conformance_case *it, const char *key, char *rest) {
    if (strcmp(key, "case") == 0) {
        it->id = strdup(rest);
    } else if (strcmp(key, "plan") == 0) {
        it->plan_length = strlen(rest) / 2;
        it->plan = room(it->plan_length);
        for (size_t at = 0; at < it->plan_length; at++) {
            char byte[3] = {rest[2 * at], rest[2 * at + 1], 0};
            it->plan[at] = (unsigned char)strtoul(byte, NULL, 16);
        }
    } else if (strcmp(key, "param") == 0) {
        ta_engine_param *param = &it->params[it->param_count++];
        param->name = strdup(strtok(rest, " "));
        const char *type = strtok(NULL, " ");
        const char *value = strtok(NULL, " ");
        if (strcmp(type, "float") == 0) {
            param->type = TA_ENGINE_TYPE_FLOAT;
            param->float_value = of_bits(value);
        } else if (strcmp(type, "string") == 0) {
            param->type = TA_ENGINE_TYPE_STRING;
            param->string_value = strdup(value);
        } else {
            param->type = strcmp(type, "int") == 0 ? TA_ENGINE_TYPE_INT : TA_ENGINE_TYPE_BOOL;
            param->int_value = strtoll(value, NULL, 10);
        }
    } else if (strcmp(key, "rows") == 0) {
        it->rows = strtoull(rest, NULL, 10);
    } else if (strcmp(key, "column") == 0) {
        it->columns[it->column_count++] = read_column(rest, it->rows);
    } else if (strcmp(key, "float") == 0) {
        it->floats[it->float_count++] = read_column(rest, it->rows);
    } else if (strcmp(key, "bool") == 0) {
        it->bools[it->bool_count++] = read_column(rest, it->rows);
    } else if (strcmp(key, "alert") == 0) {
        it->alerts[it->alert_count++] = read_column(rest, it->rows);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    FILE *file = fopen(argv[1], "r");
    if (file == NULL) return 2;
    static conformance_case it;
    char *line = NULL;
    size_t size = 0;
    int cases = 0;
    while (getline(&line, &size, file) > 0) {
        line[strcspn(line, "\n")] = 0;
        if (strcmp(line, "end") == 0) {
            run(&it);
            clear(&it);
            cases++;
            continue;
        }
        char *rest = strchr(line, ' ');
        if (rest == NULL) continue;
        *rest++ = 0;
        take(&it, line, rest);
    }
    free(line);
    fclose(file);
    CHECK(cases > 20, "%d cases are not the suite", cases);
    return told();
}
