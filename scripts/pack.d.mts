export interface Packed {
  readonly name: string;
  /** What was packed, laid out. */
  readonly folder: string;
  /** The packed file. */
  readonly file: string;
  readonly files: string[];
  readonly size: number;
}
export function pack(): Promise<{ readonly packages: readonly Packed[]; readonly absent: readonly string[] }>;
