import { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { SecureContext, TLSSocket } from "node:tls";
import { connect, createSecureContext } from "node:tls";
import type { ProbeRequest } from "@skylane/core";

/** A TLS connection whose handshake is over, and the time of one round trip of it. */
export interface Secured {
  readonly socket: TLSSocket;
  readonly rttMs: number;
}

/** TLS over an open connection; rejects if it does not come about within `timeoutMs`. */
export type Secure = (socket: Socket, timeoutMs: number) => Promise<Secured>;

/**
 * How a request wants its TLS. For `https` the certificate must be trusted, unless it says otherwise; for `tls` one must be
 * presented and nothing is asked of it. @throws Error for an authority that is no certificate, before anything is sent
 */
export function secureFor({ kind, host, tls }: Pick<ProbeRequest, "kind" | "host" | "tls">): Secure {
  const isVerified = kind === "https" && tls?.isInsecure !== true;
  const secureContext = contextOf(tls?.caPem);
  return (socket, timeoutMs) =>
    new Promise((resolve, reject) => {
      const startMs = performance.now();
      const secured = connect({
        socket,
        host,
        ...(tls?.serverName !== undefined && { servername: tls.serverName }),
        secureContext,
        rejectUnauthorized: isVerified,
        ALPNProtocols: ["http/1.1"],
      });
      const fail = (why: string, cause?: unknown): void => {
        clearTimeout(timer);
        secured.destroy();
        reject(new Error(why, { cause }));
      };
      const timer = setTimeout(() => fail("timed out"), Math.max(1, timeoutMs));
      // stays for as long as the socket lives: an error after the handshake must not end the process
      secured.on("error", (error) => fail(`TLS failed: ${error.message}`, error));
      secured.once("close", () => fail("TLS failed: connection closed"));
      secured.once("secureConnect", () => {
        const tookMs = performance.now() - startMs;
        clearTimeout(timer);
        if (secured.getPeerX509Certificate() === undefined) return fail("TLS failed: no certificate was presented");
        // TLS 1.3 takes one round trip, TLS 1.2 two (RFC 8446, 5246)
        resolve({ socket: secured, rttMs: secured.getProtocol() === "TLSv1.3" ? tookMs : tookMs / 2 });
      });
    });
}

const contexts = new Map<string, SecureContext>();

/** Made once for each authority ("" = those of Node.js): what takes milliseconds must not be in a probe's time. */
function contextOf(caPem = ""): SecureContext {
  const known = contexts.get(caPem);
  if (known) return known;
  if (caPem !== "") new X509Certificate(caPem); // throws for what is none; the context would pass over it and trust nobody
  const context = createSecureContext(caPem === "" ? {} : { ca: caPem });
  contexts.set(caPem, context);
  return context;
}
