import type { ProbeOutcome } from "../model/probe-sample.ts";

/** Where a probe or a proof request goes, and where it comes from. */
export interface ProbeRequest {
  readonly kind: "tcp" | "http";
  readonly sourceIp: string;
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** The answer to one probe. `rttMs` only for `ok`: for TCP the handshake, for HTTP handshake to first byte's half (one round trip). */
export interface ProbeAnswer {
  readonly outcome: ProbeOutcome;
  readonly rttMs?: number;
}

/** Sends one packet's worth of question on a real socket. Never throws: a failure is an outcome. */
export interface Prober {
  probe(request: ProbeRequest): Promise<ProbeAnswer>;
}
