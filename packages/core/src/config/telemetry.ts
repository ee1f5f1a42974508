import * as z from "zod";

/** In clear, and not within one machine. */
const IN_CLEAR = /^http:(?!\/\/(127\.0\.0\.1|localhost|\[::1])(:|\/|$))/;

/** Where traces of incidents go beside Skylane's own record; absent = nowhere. */
export const Telemetry = z
  .strictObject({
    /** Base of an OTLP/HTTP receiver; `/v1/traces` is added. */
    otlpEndpoint: z
      .string()
      .max(512)
      .regex(/^https?:\/\/[^\s?#@]+$/, "must be a URL with https or http, without user and query")
      .optional(),
    /** Headers of each request, by the name of the secret that is their value, e.g. `authorization: otlp-token`. */
    headerSecrets: z
      .record(z.string().regex(/^[a-z][a-z0-9-]*$/, "must be the name of a header in lower case"), z.string().min(1))
      .default({}),
  })
  .refine(
    ({ otlpEndpoint = "", headerSecrets }) => !IN_CLEAR.test(otlpEndpoint) || Object.keys(headerSecrets).length === 0,
    { path: ["otlpEndpoint"], error: "would get secrets in clear: use https" },
  );
export type Telemetry = z.infer<typeof Telemetry>;
