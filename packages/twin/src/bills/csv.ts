/** A line of CSV as RFC 4180 has it. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(quoted).join(",")}\n`;

const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** `2026-11-21T08:00:00Z`. */
export const moment = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

/** First day of the month of a moment, and of the one after it. */
export function monthBounds(atMs: number): readonly [startMs: number, endMs: number] {
  const at = new Date(atMs);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
}
