import type { ConnectPlan } from "@skylane/core";

/** `about 36 minutes`; a minute at the least. */
export function durationInWords(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes < 90
    ? `about ${minutes} minute${minutes === 1 ? "" : "s"}`
    : `about ${Math.round(minutes / 6) / 10} hours`;
}

/** `$73.00 a month`, or that it is that much at least, where a part of it is not known. */
export function costInWords({ totalMonthlyUsd, lines }: ConnectPlan["cost"]): string {
  if (totalMonthlyUsd !== undefined) return `$${totalMonthlyUsd.toFixed(2)} a month`;
  const knownUsd = lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
  return `$${knownUsd.toFixed(2)} a month and what is not known`;
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
