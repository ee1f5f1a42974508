/** What a foreign clock showed, and between which moments of the own one. */
export interface DateSight {
  /** Of a whole second: the foreign clock was anywhere in it. */
  readonly dateMs: number;
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
}

/** How far two clocks are apart at the least, ms; 0 = they may agree. Positive: the own one is ahead. */
export function skewMs({ dateMs, askedAtMs, answeredAtMs }: DateSight): number {
  if (askedAtMs >= dateMs + 1_000) return askedAtMs - (dateMs + 999);
  return answeredAtMs < dateMs ? answeredAtMs - dateMs : 0;
}

/** Asks for nothing and reads the Date header of whatever is answered. @throws Error if there is none */
export async function dateAt(url: string, nowMs: () => number): Promise<DateSight> {
  const askedAtMs = nowMs();
  const answer = await fetch(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(5_000) });
  const answeredAtMs = nowMs();
  const dateMs = Date.parse(answer.headers.get("date") ?? "");
  if (Number.isNaN(dateMs)) throw new Error(`${new URL(url).host} answers without a Date header`);
  return { dateMs, askedAtMs, answeredAtMs };
}
