import * as z from "zod";
import { FaultTestTarget } from "./drill-kind.ts";
import { ConnectionId, PathId, VantageId } from "./ids.ts";
import { IpAddress } from "./network.ts";

/**
 * What a probe asks. `tcp`: a connection. `http`: any byte in answer to a GET. `https`: an answer below 500 from a host with
 * a trusted certificate. `tls`: a handshake in which a certificate is presented, whoever signed it. `udp`: the echo of 64 bytes.
 */
export const ProbeKind = z.enum(["tcp", "http", "tls", "https", "udp"]);
export type ProbeKind = z.infer<typeof ProbeKind>;

/** How a probe speaks TLS. */
export const TlsSettings = z.strictObject({
  /** Name to ask for (SNI), and for `https` the name the certificate must bear; absent = the address. */
  serverName: z.hostname("must be a host name such as canary.example.com").max(253).optional(),
  /** Own authority for `https`, PEM; absent = the authorities Node.js trusts. */
  caPem: z
    .string()
    .max(65_536)
    .regex(
      /^(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
      "must be certificates in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
    )
    .optional(),
  /** True: `https` takes any certificate. `tls` always does. */
  isInsecure: z.boolean().default(false),
});
export type TlsSettings = z.infer<typeof TlsSettings>;

/** How a path is probed: a target that only this path reaches, from a source that only this path answers (clouds.md §2.2). */
export const ProbeTarget = z
  .strictObject({
    vantageId: VantageId,
    kind: ProbeKind.default("http"),
    /** Address to send from; must be routed back over this path only. */
    sourceIp: IpAddress,
    /** Address to probe; must be advertised over this path only. */
    host: IpAddress,
    port: z.int().min(1).max(65_535),
    /** For `tls` and `https` only. */
    tls: TlsSettings.optional(),
  })
  .refine(({ kind, tls }) => tls === undefined || kind === "tls" || kind === "https", {
    path: ["tls"],
    error: "is for probes of kind tls and https; drop it or change the kind",
  });
export type ProbeTarget = z.infer<typeof ProbeTarget>;

/** One way between the two sides of a group, over exactly one connection. */
export const Path = z.strictObject({
  id: PathId,
  connectionId: ConnectionId,
  probe: ProbeTarget,
  /** Per side of the group: what its actuator needs to send traffic over this path, e.g. an attachment id. */
  handles: z.record(z.string(), z.record(z.string(), z.string())),
  /** The cloud's official test that takes this path away, for drills; absent = it has none, or nobody shall. */
  faultTest: FaultTestTarget.optional(),
});
export type Path = z.infer<typeof Path>;
