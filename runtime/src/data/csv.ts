/** What has to be known of a CSV file before DuckDB reads it: its separator and its headers. */

export interface CsvHeader {
  readonly separator: string;
  readonly headers: readonly string[];
}

/** Reads the header line from the head of a file. */
export function csvHeader(head: string): CsvHeader {
  const text = head.replace(/^\uFEFF/, "");
  const separator = [",", ";", "\t", "|"].map((sign) => [sign, fields(text, sign).length] as const);
  const [sign] = separator.reduce((best, next) => (next[1] > best[1] ? next : best));
  return { separator: sign, headers: fields(text, sign).map((name) => name.trim()) };
}

/** The fields of the first record: quotes may hide separators and line ends, and double to stand for themselves. */
function fields(text: string, separator: string): string[] {
  const found: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') field += text[++at]!;
      else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === separator) {
      found.push(field);
      field = "";
    } else if (sign === "\n" || sign === "\r") break;
    else field += sign;
  }
  found.push(field);
  return found;
}
