import type { SentRequest } from "./roles/stream-client.ts";

/** What a fault cost the application, in ms and requests. */
export interface Outage {
  /** First request lost to the first answered after the last lost one; 0 if none was lost. */
  readonly outageMs: number;
  /** The same of the way there, and of the way back: of what had arrived. */
  readonly forwardMs: number;
  readonly returnMs: number;
  readonly lostCount: number;
}

/** The outage as the stream of requests shows it; `undefined` while its last request is a lost one. Pure. */
export function outageOf(sent: readonly SentRequest[], arrived: readonly number[]): Outage | undefined {
  const there = new Set(arrived);
  const whole = gapOf(sent, ({ isAnswered }) => isAnswered);
  const forward = gapOf(sent, ({ seq, isAnswered }) => isAnswered || there.has(seq));
  const back = gapOf(
    sent.filter(({ seq, isAnswered }) => isAnswered || there.has(seq)),
    ({ isAnswered }) => isAnswered,
  );
  if (whole === undefined || forward === undefined || back === undefined) return undefined;
  return {
    outageMs: whole,
    forwardMs: forward,
    returnMs: back,
    lostCount: sent.filter(({ isAnswered }) => !isAnswered).length,
  };
}

function gapOf(sent: readonly SentRequest[], isThrough: (request: SentRequest) => boolean): number | undefined {
  const first = sent.find((request) => !isThrough(request));
  if (first === undefined) return 0;
  const recovered = sent[sent.findLastIndex((request) => !isThrough(request)) + 1];
  return recovered === undefined ? undefined : recovered.sentMs - first.sentMs;
}
