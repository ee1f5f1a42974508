/** A time span for people: `340 ms`, `4.2 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function spanText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)];
  if (hours >= 24) return two(Math.floor(hours / 24), "d", hours % 24, "h");
  return hours > 0 ? two(hours, "h", minutes % 60, "min") : two(minutes, "min", seconds % 60, "s");
}

const two = (a: number, unit: string, b: number, smaller: string): string =>
  b === 0 ? `${a} ${unit}` : `${a} ${unit} ${b} ${smaller}`;

/** Down, never up: what is short of an objective must not look like it. */
export const percentText = (ratio: number): string => `${Number((Math.floor(ratio * 1e5 + 1e-6) / 1e3).toFixed(3))} %`;

/** `$1,234`, `-$12`; below a hundred with cents. */
export function usdText(usd: number): string {
  const digits = Math.abs(usd) < 100 && usd % 1 !== 0 ? 2 : 0;
  const text = Math.abs(usd).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${usd < 0 ? "-" : ""}$${text}`;
}

export const signedUsd = (usd: number): string => `${usd >= 0 ? "+" : ""}${usdText(usd)}`;

/** `16 Nov 2026`, UTC. */
export const dayText = (ms: number): string =>
  new Date(ms).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** `16 Nov 2026, 02:14:09 UTC`; to the minute where `isShort`. */
export const momentText = (ms: number, isShort = false): string =>
  `${dayText(ms)}, ${new Date(ms).toISOString().slice(11, isShort ? 16 : 19)} UTC`;

export const counted = (count: number, what: string, many = `${what}s`): string =>
  `${count} ${count === 1 ? what : many}`;
