/*
 * laakhay-ta: runs plans, the compiled form of trading expressions, from C. Generated from crates/ta-ffi; do not edit.
 *
 * Handles are opaque and looked up, never followed: a handle that was freed, or is of another kind, is answered with
 * TA_ENGINE_INVALID_INPUT. A text or bytes that a function gives through a pointer to a pointer without const are freed
 * with ta_engine_buffer_free. Every function that answers a status sets the thread's last error, or clears it. Plans and
 * programs may be used by any number of threads at once; calls on one session wait for each other. Nothing unwinds out
 * of the library; it ends the process only where the system has no memory left for its small allocations.
 *
 * Version 1 of this ABI may grow new functions, constants and members at the end of ta_engine_limits, whose size says
 * how much of it a caller has. Nothing that stands here changes or goes.
 */

#ifndef LAAKHAY_TA_H
#define LAAKHAY_TA_H

#include <stddef.h>
#include <stdint.h>

/* The Arrow C data interface, https://arrow.apache.org/docs/format/CDataInterface.html: its own definitions, which any
 * library that speaks it has under this guard. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

#ifdef __cplusplus
extern "C" {
#endif

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#ifdef __cplusplus
}
#endif

#endif /* ARROW_C_DATA_INTERFACE */

// A number: in outputs a double, missing NaN.
#define TA_ENGINE_TYPE_FLOAT 0

// A condition: 0, 1, or 2 for unknown.
#define TA_ENGINE_TYPE_BOOL 1

// A whole number; of parameters only.
#define TA_ENGINE_TYPE_INT 2

// One of some texts; of parameters only.
#define TA_ENGINE_TYPE_STRING 3

// The version of this ABI. A later library of the same version has everything that this header declares.
#define TA_ENGINE_ABI_VERSION 1

// A verified plan: an opaque handle, immutable, for any number of threads.
typedef struct ta_engine_plan ta_engine_plan;

// A plan bound to its parameters: an opaque handle, immutable, for any number of threads at once.
typedef struct ta_engine_program ta_engine_program;

// A run that takes rows as they come: an opaque handle. Calls on one session wait for each other.
typedef struct ta_engine_session ta_engine_session;

// What an exported function answers.
typedef int32_t ta_engine_status;

// What the host allows. Set `size` to `sizeof(ta_engine_limits)` and every other member to 0, which stands for the
// default, or call `ta_engine_limits_default`. Later versions of the struct grow at their end.
typedef struct ta_engine_limits {
    // `sizeof(ta_engine_limits)`.
    uint64_t size;
    // Bytes of a plan.
    uint64_t plan_bytes;
    // Instructions of a plan.
    uint64_t instructions;
    // Lanes of instructions and their operands.
    uint64_t operands;
    // Scalars of a plan.
    uint64_t scalars;
    // Parameters of a plan.
    uint64_t params;
    // Outputs of a plan.
    uint64_t outputs;
    // Alerts of a plan.
    uint64_t alerts;
    // Columns that a plan reads.
    uint64_t inputs;
    // Bytes of logical state of a bound program.
    uint64_t state_bytes;
    // Bytes of registers of an executor.
    uint64_t register_bytes;
    // Bytes that one executor of a bound program allocates.
    uint64_t memory_bytes;
    // Rows that a bound program may look back on.
    uint64_t history;
    // Rows times lanes of one run of a bound program; of a session's tick, lanes.
    uint64_t work;
    // Milliseconds of one run, looked at every some thousand rows.
    uint64_t milliseconds;
} ta_engine_limits;

// How many of each a plan has.
typedef struct ta_engine_counts {
    size_t params;
    size_t inputs;
    size_t outputs;
    size_t alerts;
} ta_engine_counts;

// A parameter's value: the member that `type` names. Parameters that are not given have their defaults.
typedef struct ta_engine_param {
    const char *name;
    // `TA_ENGINE_TYPE_…` of the value that is given: a whole number does for a float too.
    uint32_t type;
    // 0.
    uint32_t reserved;
    // Of an int; of a bool 0 or 1.
    int64_t int_value;
    double float_value;
    const char *string_value;
} ta_engine_param;

// A column that a run reads.
typedef struct ta_engine_input {
    // One double a row; NaN is missing.
    const double *values;
    size_t length;
} ta_engine_input;

// Where an output goes: `numbers` of a float, `conditions` of a bool. Both NULL: it is not wanted.
typedef struct ta_engine_output {
    // One double a row; missing is NaN, always 0x7ff8000000000000.
    double *numbers;
    // One byte a row: 0, 1, or 2 for unknown.
    uint8_t *conditions;
    size_t length;
} ta_engine_output;

// Where an alert goes. NULL: it is not wanted.
typedef struct ta_engine_alert {
    // One byte a row: 1 where it fires, else 0.
    uint8_t *fired;
    size_t length;
} ta_engine_alert;

// It did what it says.
#define TA_ENGINE_OK 0

// An argument is wrong: a NULL, misaligned or shared pointer, a freed handle or one of another kind, a parameter's
// value, an infinite number, Arrow data that is no batch of numbers.
#define TA_ENGINE_INVALID_INPUT 1

// A count or length of columns, rows or values that is not the program's.
#define TA_ENGINE_SHAPE_MISMATCH 2

// Bytes that are no plan, or a plan that does not verify.
#define TA_ENGINE_INVALID_PLAN 3

// Bytes that are no snapshot, or a snapshot of another plan or other parameters.
#define TA_ENGINE_INVALID_SNAPSHOT 4

// A plan or snapshot that a later engine wrote, or a kernel that this one lacks.
#define TA_ENGINE_UNSUPPORTED 5

// More than the limits allow.
#define TA_ENGINE_LIMIT_EXCEEDED 6

// Work that was stopped before its end.
#define TA_ENGINE_INTERRUPTED 7

// A fault of ours, or no memory for a result.
#define TA_ENGINE_INTERNAL_ERROR 255

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Runs a batch from history's start over the Arrow C data interface. `batch` is a struct array, as a record batch is; its
// columns are found by the names of the plan's fields, as "close", and others are not looked at. Doubles without nulls
// are read where they are; doubles with nulls, floats, integers, and conditions as 0 and 1, are copied; null is missing.
//
// `schema` and `batch` are borrowed: they are read, stay the caller's, and are the caller's to release. `*out_schema` and
// `*out` are overwritten with a batch that is the caller's to release: a column for each output, then for each alert, in
// the plan's order; outputs are doubles and conditions, null where missing or unknown. On failure their release is NULL.
//
// The caller promises:
// `schema` and `batch` are NULL or agree with the interface; `out_schema` and `out` are NULL or writable, and neither is
// one of the others.
ta_engine_status ta_engine_program_run_arrow(const struct ta_engine_program *program,
                                             const struct ArrowSchema *schema,
                                             const struct ArrowArray *batch,
                                             struct ArrowSchema *out_schema,
                                             struct ArrowArray *out);

// Frees a text or bytes that a function of this library gave. NULL is fine; memory of anybody else, or that was freed,
// is `TA_ENGINE_INVALID_INPUT` and stays as it is.
ta_engine_status ta_engine_buffer_free(void *memory);

// Handles and buffers that are alive in the process: 0 where all were freed. For a host's own tests.
size_t ta_engine_alive(void);

// Fills in the defaults, as far as the caller's struct goes: `limits->size` says how far, and stays.
//
// The caller promises:
// `limits` is NULL or as many writable bytes as its `size` says.
ta_engine_status ta_engine_limits_default(struct ta_engine_limits *limits);

// Decodes and verifies a plan's bytes, which are not kept. Any bytes give a plan or an error with a code and, where a
// byte is at fault, its offset. `limits` may be NULL. On failure `*plan` is NULL.
//
// The caller promises:
// `bytes` is NULL or `length` bytes; `limits` NULL or a struct of its `size`; `plan` NULL or writable.
ta_engine_status ta_engine_plan_load(const uint8_t *bytes,
                                     size_t length,
                                     const struct ta_engine_limits *limits,
                                     struct ta_engine_plan **plan);

// Frees a plan; programs bound from it live on. NULL is fine, a freed handle is `TA_ENGINE_INVALID_INPUT`.
ta_engine_status ta_engine_plan_free(struct ta_engine_plan *plan);

// Everything that a plan says of itself, as JSON text in UTF-8: id, doc, params, outputs, alerts, inputs, kernels. Free it
// with `ta_engine_buffer_free`. On failure `*json` is NULL.
//
// The caller promises:
// `json` is NULL or writable.
ta_engine_status ta_engine_plan_describe(const struct ta_engine_plan *plan,
                                         char **json);

// A plan's identity: "sha256:" and 64 hexadecimal digits. It lives until the plan is freed.
//
// The caller promises:
// `id` is NULL or writable.
ta_engine_status ta_engine_plan_id(const struct ta_engine_plan *plan, const char **id);

// How many parameters, inputs, outputs and alerts a plan has.
//
// The caller promises:
// `counts` is NULL or writable.
ta_engine_status ta_engine_plan_counts(const struct ta_engine_plan *plan, struct ta_engine_counts *counts);

// A parameter's name, which lives until the plan is freed, and its `TA_ENGINE_TYPE_…`. NULL where one is not wanted.
//
// The caller promises:
// `name` and `type` are each NULL or writable.
ta_engine_status ta_engine_plan_param(const struct ta_engine_plan *plan,
                                      size_t index,
                                      const char **name,
                                      uint32_t *type);

// A column that runs bring: its source, as "ohlcv", and its field, as "close". Both live until the plan is freed. NULL
// where one is not wanted.
//
// The caller promises:
// `source` and `field` are each NULL or writable.
ta_engine_status ta_engine_plan_input(const struct ta_engine_plan *plan,
                                      size_t index,
                                      const char **source,
                                      const char **field);

// An output's name, which lives until the plan is freed, and its type: `TA_ENGINE_TYPE_FLOAT` or `TA_ENGINE_TYPE_BOOL`.
// NULL where one is not wanted.
//
// The caller promises:
// `name` and `type` are each NULL or writable.
ta_engine_status ta_engine_plan_output(const struct ta_engine_plan *plan,
                                       size_t index,
                                       const char **name,
                                       uint32_t *type);

// An alert's name, which lives until the plan is freed, and whether it fires on every row of its condition (1), or where
// it becomes true (0). NULL where one is not wanted.
//
// The caller promises:
// `name` and `every_bar` are each NULL or writable.
ta_engine_status ta_engine_plan_alert(const struct ta_engine_plan *plan,
                                      size_t index,
                                      const char **name,
                                      uint8_t *every_bar);

// Binds parameters: those given, and defaults for the others. `limits` may be NULL; those of work and time hold for each run of
// the program. On failure `*program` is NULL.
//
// The caller promises:
// `params` is NULL or `param_count` structs with their texts; `limits` NULL or a struct of its `size`; `program` NULL or
// writable.
ta_engine_status ta_engine_program_bind(const struct ta_engine_plan *plan,
                                        const struct ta_engine_param *params,
                                        size_t param_count,
                                        const struct ta_engine_limits *limits,
                                        struct ta_engine_program **program);

// Frees a program; its sessions live on. NULL is fine, a freed handle is `TA_ENGINE_INVALID_INPUT`.
ta_engine_status ta_engine_program_free(struct ta_engine_program *program);

// What a program is once its parameters are settled, as JSON text in UTF-8: validFrom, alertsFrom, history, stateBytes,
// instructions, lanes, level. Free it with `ta_engine_buffer_free`. On failure `*json` is NULL.
//
// The caller promises:
// `json` is NULL or writable.
ta_engine_status ta_engine_program_describe(const struct ta_engine_program *program,
                                            char **json);

// Runs `rows` rows from history's start: a column for each input, output and alert, in the plan's order, each of `rows`
// values. Outputs, and alerts, may be NULL with a count of 0: none is wanted. The same bits as every other way to run it.
//
// Counts, lengths and pointers are checked before anything is written, that no buffer that is written shares memory with
// another column, and that the run is no more work than the program's limits allow (TA8014). An infinite input (TA7006), and
// that the run takes longer than it may (TA8014), is found as rows come: outputs may then hold what came before.
//
// The caller promises:
// Each array is NULL or as long as its count says; each column in it is NULL or `length` values, and those that are
// written are used by nobody else until this returns.
ta_engine_status ta_engine_program_run(const struct ta_engine_program *program,
                                       size_t rows,
                                       const struct ta_engine_input *inputs,
                                       size_t input_count,
                                       const struct ta_engine_output *outputs,
                                       size_t output_count,
                                       const struct ta_engine_alert *alerts,
                                       size_t alert_count);

// Opens a session before its first row. A row that is more work than the program's limits allow is TA8014. On failure `*session` is NULL.
//
// The caller promises:
// `session` is NULL or writable.
ta_engine_status ta_engine_session_open(const struct ta_engine_program *program,
                                        struct ta_engine_session **session);

// Opens a session where a snapshot was taken, by this door or any other: it goes on to the bit. The program must be of
// the same plan and parameters. On failure `*session` is NULL.
//
// The caller promises:
// `bytes` is NULL or `length` bytes; `session` NULL or writable.
ta_engine_status ta_engine_session_restore(const struct ta_engine_program *program,
                                           const uint8_t *bytes,
                                           size_t length,
                                           struct ta_engine_session **session);

// Frees a session. NULL is fine, a freed handle is `TA_ENGINE_INVALID_INPUT`.
ta_engine_status ta_engine_session_free(struct ta_engine_session *session);

// Takes a row: one value for each input, in the plan's order; NaN is missing. Writes one value for each output, a
// condition as 0, 1 or 2 for unknown, and for each alert 1 where it fires, else 0. After a failure nothing has advanced
// and nothing was written.
//
// The caller promises:
// Each array is NULL or as long as its count says; those that are written are used by nobody else until this returns.
ta_engine_status ta_engine_session_push(struct ta_engine_session *session,
                                        const double *row,
                                        size_t input_count,
                                        double *outputs,
                                        size_t output_count,
                                        uint8_t *alerts,
                                        size_t alert_count);

// What `ta_engine_session_push` would write for this row: a bar that still forms. Nothing advances.
//
// The caller promises:
// As of `ta_engine_session_push`.
ta_engine_status ta_engine_session_peek(struct ta_engine_session *session,
                                        const double *row,
                                        size_t input_count,
                                        double *outputs,
                                        size_t output_count,
                                        uint8_t *alerts,
                                        size_t alert_count);

// Rows that a session has been pushed since history's start, those before a restored snapshot included.
//
// The caller promises:
// `rows` is NULL or writable.
ta_engine_status ta_engine_session_rows(const struct ta_engine_session *session, uint64_t *rows);

// A session's state, for `ta_engine_session_restore` or any other door. Free the bytes with `ta_engine_buffer_free`. On
// failure `*bytes` is NULL.
//
// The caller promises:
// `bytes` and `length` are each NULL or writable.
ta_engine_status ta_engine_session_snapshot(const struct ta_engine_session *session,
                                            uint8_t **bytes,
                                            size_t *length);

// The version of the ABI that the library has: `TA_ENGINE_ABI_VERSION` of the header that it was built with.
uint32_t ta_engine_abi_version(void);

// The library's own version, as "0.1.0". It lives for ever.
const char *ta_engine_version(void);

// Why this thread's last function that answers a status did not answer `TA_ENGINE_OK`: the number of a code, 6005 of
// TA6005; 0 if it did. Codes are listed in spec/reference/errors.md.
uint32_t ta_engine_last_error_code(void);

// The same in a sentence, in UTF-8; empty if there was no error. It lives until this thread's next function that answers
// a status, and is never NULL.
const char *ta_engine_last_error_message(void);

// The offset of the byte of a plan or snapshot that is at fault; -1 where no one byte is.
int64_t ta_engine_last_error_offset(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LAAKHAY_TA_H */
