/** Work on the engine's own threads, as a promise. */
import { failure, fromNative, guarded } from "./errors.ts";
import type { NativeReport, NativeTask } from "./native.ts";

/** How far the work is. */
export interface Progress {
  /** Rows done. */
  readonly rows: number;
  readonly total: number;
}

/** What every long call takes. */
export interface TaskOptions {
  /** Its abort rejects the promise with `signal.reason`; the work ends at its next tile of rows. */
  readonly signal?: AbortSignal;
  /** Told at first, at last and at most some twenty times a second between. What it throws ends the work. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Throws TA8007 for options of another kind, and `signal.reason` where the signal has been aborted. */
export function checkTask({ signal, onProgress }: TaskOptions): void {
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw failure("usage", "onProgress is a function");
  if (signal === undefined) return;
  const { aborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted !== "boolean" || typeof addEventListener !== "function")
    throw failure("usage", "signal is an AbortSignal");
  if (aborted) throw signal.reason;
}

/**
 * Starts a task and follows it to its end. Rejects with a `TaError` where the engine refuses or fails, with
 * `signal.reason` on an abort, and with whatever `onProgress` throws; nothing is told after that.
 */
export function follow<R>(
  start: (report: NativeReport<R>) => NativeTask,
  total: number,
  { signal, onProgress }: TaskOptions,
): Promise<R> {
  return new Promise((resolve, reject) => {
    let open = true;
    let told = -1;
    const settle = (end: () => void): void => {
      open = false;
      signal?.removeEventListener("abort", abort);
      end();
    };
    const stop = (reason: unknown): void => {
      task.cancel();
      settle(() => reject(reason as Error));
    };
    const abort = (): void => stop(signal!.reason);
    const report: NativeReport<R> = (kind, rows, result, error) => {
      // A report may have been on its way when the promise was settled.
      if (!open) return;
      if ((kind === "progress" || kind === "done") && rows !== told) {
        told = rows;
        try {
          onProgress?.({ rows, total });
        } catch (thrown) {
          stop(thrown);
        }
        // The callback itself may have aborted.
        if (!open) return;
      }
      if (kind === "done") settle(() => resolve(result!));
      else if (kind === "failed") settle(() => reject(fromNative(error)));
      else if (kind === "stopped") settle(() => reject(failure("interrupted", "the work was stopped")));
    };
    const task = guarded(() => start(report));
    signal?.addEventListener("abort", abort);
  });
}
