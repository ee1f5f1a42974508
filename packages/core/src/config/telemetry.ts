import * as z from "zod";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
const isOverTls = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || LOOPBACK.includes(hostname);
};

/** Where traces of incidents go beside Skylane's own record; absent = nowhere. */
export const Telemetry = z
  .strictObject({
    /** Base of an OTLP/HTTP receiver; `/v1/traces` is added. */
    otlpEndpoint: z
      .url({ protocol: /^https?$/, error: "must be a URL with https or http, e.g. https://otlp.example.com" })
      .max(512)
      .refine((url) => !URL.canParse(url) || !/[?#]|\/\/[^/]*@/.test(url), {
        error: "must have no user, query or fragment: name a secret in headerSecrets",
      })
      .optional(),
    /** Headers of each request, by the name of the secret that is their value, e.g. `authorization: otlp-token`. */
    headerSecrets: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "must be the name of a header in lower case"),
        z.string().min(1).max(64),
      )
      .default({}),
  })
  .refine(
    ({ otlpEndpoint, headerSecrets }) =>
      otlpEndpoint === undefined || Object.keys(headerSecrets).length === 0 || isOverTls(otlpEndpoint),
    { path: ["otlpEndpoint"], error: "would get secrets in clear: use https" },
  )
  .refine(({ otlpEndpoint, headerSecrets }) => otlpEndpoint !== undefined || Object.keys(headerSecrets).length === 0, {
    path: ["headerSecrets"],
    error: "are for an otlpEndpoint, and there is none; set it, or remove them",
  });
export type Telemetry = z.infer<typeof Telemetry>;
