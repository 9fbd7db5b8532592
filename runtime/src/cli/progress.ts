/** How far a run is, on stderr: in one line that changes on a terminal, else in a line every few seconds. */
const LINE = 200;
const LOG = 2000;

const millions = (rows: number): string => (rows / 1e6).toFixed(1);

export class ProgressLine {
  private readonly start = performance.now();
  private told = this.start;
  private readonly terminal = process.stderr.isTTY === true;

  /** With `asked`, progress is told even where nobody seems to look. */
  constructor(private readonly asked: boolean) {}

  tell(rows: number, symbols: number | null): void {
    const now = performance.now();
    if (!(this.terminal || this.asked) || now - this.told < (this.terminal ? LINE : LOG)) return;
    this.told = now;
    this.line(this.text(rows, symbols), false);
  }

  /** Tells the whole, where it was asked for; else a terminal's line goes. */
  end(rows: number, symbols: number | null): void {
    if (this.asked) this.line(this.text(rows, symbols), true);
    else this.clear();
  }

  /** Removes a terminal's line, so that a message stands alone. */
  clear(): void {
    if (this.terminal && this.told > this.start) process.stderr.write("\r\x1b[K");
  }

  private line(text: string, last: boolean): void {
    process.stderr.write(this.terminal ? `\r\x1b[K${text}${last ? "\n" : ""}` : `${text}\n`);
  }

  private text(rows: number, symbols: number | null): string {
    const seconds = (performance.now() - this.start) / 1000;
    const of = symbols === null ? "" : ` of ${symbols} ${symbols === 1 ? "symbol" : "symbols"}`;
    const rate = seconds > 0 ? rows / seconds : 0;
    return `${millions(rows)} million rows${of} in ${seconds.toFixed(1)} s, ${millions(rate)} million a second`;
  }
}
