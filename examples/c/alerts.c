/* Prints what a plan's alerts fire on: alerts PLAN BARS.csv. The first column of the bars is a date, the others go by their
 * headers, which are the names of the plan's fields, as close. Lines of the output are a date and an alert's name.
 *
 *     npx --no-install ta plan examples/golden_cross.ta -o golden_cross.plan
 *     cc examples/c/alerts.c $(pkg-config --cflags --libs laakhay_ta) -o alerts
 *     ./alerts golden_cross.plan bars.csv
 */
#include <laakhay_ta.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 32, LINE = 1024 };

/* Ends the program where a call failed: the thread's last error says why. */
static void need(ta_engine_status status) {
    if (status == TA_ENGINE_OK) return;
    fprintf(stderr, "TA%u: %s\n", ta_engine_last_error_code(), ta_engine_last_error_message());
    exit(1);
}

static void *room(void *memory, size_t bytes) {
    memory = realloc(memory, bytes > 0 ? bytes : 1);
    if (memory == NULL) exit(1);
    return memory;
}

static ta_engine_plan *load(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    unsigned char *bytes = NULL;
    size_t length = 0, got = 0;
    do {
        bytes = room(bytes, length + 4096);
        got = fread(bytes + length, 1, 4096, file);
        length += got;
    } while (got > 0);
    fclose(file);
    ta_engine_plan *plan;
    need(ta_engine_plan_load(bytes, length, NULL, &plan));
    free(bytes);
    return plan;
}

/* Splits a line at its commas. */
static size_t split(char *line, char **words) {
    size_t count = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *word = line; word != NULL && count < MOST; count++) {
        words[count] = word;
        word = strchr(word, ',');
        if (word != NULL) *word++ = 0;
    }
    return count;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: alerts PLAN BARS.csv\n");
        return 1;
    }
    ta_engine_plan *plan = load(argv[1]);
    ta_engine_program *program;
    ta_engine_counts counts;
    need(ta_engine_plan_counts(plan, &counts));
    need(ta_engine_program_bind(plan, NULL, 0, NULL, &program));
    if (counts.inputs > MOST || counts.alerts > MOST) return 1;

    FILE *file = fopen(argv[2], "r");
    char line[LINE], *words[MOST];
    if (file == NULL || fgets(line, sizeof line, file) == NULL) {
        perror(argv[2]);
        return 1;
    }
    /* Which of the file's columns each input is. */
    size_t headers = split(line, words), place[MOST], rows = 0;
    for (size_t input = 0; input < counts.inputs; input++) {
        const char *field;
        need(ta_engine_plan_input(plan, input, NULL, &field));
        for (place[input] = 1; place[input] < headers && strcmp(words[place[input]], field) != 0;) place[input]++;
        if (place[input] >= headers) {
            fprintf(stderr, "%s has no column %s\n", argv[2], field);
            return 1;
        }
    }
    double *columns[MOST] = {NULL};
    char (*dates)[16] = NULL;
    while (fgets(line, sizeof line, file) != NULL) {
        size_t count = split(line, words);
        dates = room(dates, (rows + 1) * sizeof *dates);
        snprintf(dates[rows], sizeof *dates, "%s", words[0]);
        for (size_t input = 0; input < counts.inputs; input++) {
            columns[input] = room(columns[input], (rows + 1) * sizeof(double));
            columns[input][rows] = place[input] < count ? strtod(words[place[input]], NULL) : 0;
        }
        rows++;
    }
    fclose(file);

    ta_engine_input inputs[MOST];
    ta_engine_alert alerts[MOST];
    for (size_t at = 0; at < counts.inputs; at++) inputs[at] = (ta_engine_input){columns[at], rows};
    for (size_t at = 0; at < counts.alerts; at++) alerts[at] = (ta_engine_alert){room(NULL, rows), rows};
    need(ta_engine_program_run(program, rows, inputs, counts.inputs, NULL, 0, alerts, counts.alerts));
    for (size_t row = 0; row < rows; row++) {
        for (size_t at = 0; at < counts.alerts; at++) {
            const char *name;
            need(ta_engine_plan_alert(plan, at, &name, NULL));
            if (alerts[at].fired[row]) printf("%s,%s\n", dates[row], name);
        }
    }

    for (size_t at = 0; at < counts.inputs; at++) free(columns[at]);
    for (size_t at = 0; at < counts.alerts; at++) free(alerts[at].fired);
    free(dates);
    need(ta_engine_program_free(program));
    need(ta_engine_plan_free(plan));
    return 0;
}
