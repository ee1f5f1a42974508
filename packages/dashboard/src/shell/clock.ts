/** `21 Nov, 07:25:03`, where the person is; a dash for a time that is none. */
export const clock = (atMs: number): string => {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime())
    ? "–"
    : at.toLocaleString(undefined, {
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hour12: false,
      });
};

/** `+1.25 s`, `−12.00 s`, `+3 min`: how long after something else. */
export function since(ms: number): string {
  const sign = ms < 0 ? "−" : "+";
  const size = Math.abs(ms);
  if (size < 100_000) return `${sign}${(size / 1_000).toFixed(2)} s`;
  const minutes = Math.round(size / 60_000);
  return minutes < 90 ? `${sign}${minutes} min` : `${sign}${Math.round(minutes / 60)} h`;
}

/** `820 ms`, `1.9 s`, `3 min`, `24 h` */
export function took(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 100_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
