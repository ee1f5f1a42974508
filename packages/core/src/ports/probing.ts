import type { ProbeKind, TlsSettings } from "../model/path.ts";
import type { ProbeOutcome } from "../model/probe-sample.ts";

/** Where a probe or a proof request goes, and where it comes from. */
export interface ProbeRequest {
  readonly kind: ProbeKind;
  readonly sourceIp: string;
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** For `tls` and `https`. */
  readonly tls?: TlsSettings | undefined;
}

/**
 * The answer to one probe. `rttMs` only for `ok`, and always of one round trip: for TCP the handshake; for TLS its own
 * handshake after TCP's, halved for TLS 1.2, which takes two; for HTTP and HTTPS from the request to the first byte of the
 * answer; for UDP from the datagram to its echo.
 */
export interface ProbeAnswer {
  readonly outcome: ProbeOutcome;
  /** Absent though it was answered = how long it took is not known: who asked stood still meanwhile. */
  readonly rttMs?: number;
}

/** Sends one packet's worth of question on a real socket. Never throws: a failure is an outcome. */
export interface Prober {
  probe(request: ProbeRequest): Promise<ProbeAnswer>;
}
