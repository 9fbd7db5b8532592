/* The plan of golden/doors.json over its bars: PLAN COLUMNS ROWS FOLDER [NAME TYPE VALUE]… writes every output, alert and
 * snapshot below FOLDER, as bytes that scripts/tests/capi.mjs hashes. COLUMNS are the inputs, one after the other. */
#include "check.h"

enum { MOST = 64 };

static void write_file(const char *folder, const char *kind, const char *name, const void *bytes, size_t length) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.%s", folder, kind, name);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, length, file) == length, "%s is written", path);
    if (file != NULL) fclose(file);
}

static ta_engine_param param_of(char **words) {
    ta_engine_param param = {.name = words[0]};
    if (strcmp(words[1], "int") == 0) {
        param.type = TA_ENGINE_TYPE_INT;
        param.int_value = strtoll(words[2], NULL, 10);
    } else if (strcmp(words[1], "bool") == 0) {
        param.type = TA_ENGINE_TYPE_BOOL;
        param.int_value = strcmp(words[2], "true") == 0;
    } else if (strcmp(words[1], "float") == 0) {
        param.type = TA_ENGINE_TYPE_FLOAT;
        param.float_value = strtod(words[2], NULL);
    } else {
        param.type = TA_ENGINE_TYPE_STRING;
        param.string_value = words[2];
    }
    return param;
}

int main(int argc, char **argv) {
    if (argc < 5 || (argc - 5) % 3 != 0 || (argc - 5) / 3 > MOST) return 2;
    size_t length, column_bytes, rows = strtoull(argv[3], NULL, 10);
    unsigned char *bytes = whole_file(argv[1], &length);
    double *columns = (double *)whole_file(argv[2], &column_bytes);
    ta_engine_param params[MOST];
    size_t param_count = 0;
    for (int at = 5; at < argc; at += 3) params[param_count++] = param_of(argv + at);

    ta_engine_plan *plan;
    ta_engine_program *program;
    ta_engine_counts counts;
    FINE(ta_engine_plan_load(bytes, length, NULL, &plan));
    FINE(ta_engine_plan_counts(plan, &counts));
    FINE(ta_engine_program_bind(plan, params, param_count, NULL, &program));
    if (column_bytes != counts.inputs * rows * sizeof(double)) return 2;
    ta_engine_input inputs[MOST];
    ta_engine_output outputs[MOST];
    ta_engine_alert alerts[MOST];
    for (size_t at = 0; at < counts.inputs; at++) inputs[at] = (ta_engine_input){columns + at * rows, rows};
    for (size_t at = 0; at < counts.outputs; at++) {
        uint32_t type;
        FINE(ta_engine_plan_output(plan, at, NULL, &type));
        outputs[at] = (ta_engine_output){NULL, NULL, rows};
        if (type == TA_ENGINE_TYPE_FLOAT) outputs[at].numbers = malloc(rows * sizeof(double));
        else outputs[at].conditions = malloc(rows);
    }
    for (size_t at = 0; at < counts.alerts; at++) alerts[at] = (ta_engine_alert){malloc(rows), rows};
    FINE(ta_engine_program_run(program, rows, inputs, counts.inputs, outputs, counts.outputs, alerts, counts.alerts));

    const char *name;
    for (size_t at = 0; at < counts.outputs; at++) {
        FINE(ta_engine_plan_output(plan, at, &name, NULL));
        if (outputs[at].numbers != NULL) write_file(argv[4], "output", name, outputs[at].numbers, rows * sizeof(double));
        else write_file(argv[4], "output", name, outputs[at].conditions, rows);
    }
    for (size_t at = 0; at < counts.alerts; at++) {
        FINE(ta_engine_plan_alert(plan, at, &name, NULL));
        write_file(argv[4], "alert", name, alerts[at].fired, rows);
    }

    /* Row by row the same bits, and a snapshot after the last. */
    ta_engine_session *session;
    FINE(ta_engine_session_open(program, &session));
    double row[MOST], values[MOST];
    uint8_t fired[MOST];
    for (size_t at = 0; at < rows; at++) {
        for (size_t input = 0; input < counts.inputs; input++) row[input] = inputs[input].values[at];
        if (ta_engine_session_push(session, row, counts.inputs, values, counts.outputs, fired, counts.alerts) !=
            TA_ENGINE_OK) {
            CHECK(0, "row %zu is pushed", at);
            break;
        }
        for (size_t output = 0; output < counts.outputs; output++) {
            double number = outputs[output].numbers != NULL ? outputs[output].numbers[at]
                                                            : (double)outputs[output].conditions[at];
            CHECK(memcmp(&values[output], &number, sizeof number) == 0, "output %zu in row %zu", output, at);
        }
        for (size_t alert = 0; alert < counts.alerts; alert++)
            CHECK(fired[alert] == alerts[alert].fired[at], "alert %zu in row %zu", alert, at);
    }
    uint8_t *state;
    size_t size;
    FINE(ta_engine_session_snapshot(session, &state, &size));
    write_file(argv[4], "state", "snapshot", state, size);
    FINE(ta_engine_buffer_free(state));
    FINE(ta_engine_session_free(session));
    for (size_t at = 0; at < counts.outputs; at++) {
        free(outputs[at].numbers);
        free(outputs[at].conditions);
    }
    for (size_t at = 0; at < counts.alerts; at++) free(alerts[at].fired);
    FINE(ta_engine_program_free(program));
    FINE(ta_engine_plan_free(plan));
    free(columns);
    free(bytes);
    return told();
}
