/**
 * What the page may load and who may frame it: only itself, with no script or style written into it. Beside its own origin it may
 * ask those of `connectTo`: where its provider exchanges tokens. Forms send nothing; a sign-in is a navigation.
 * @see Content Security Policy Level 3, W3C
 */
export const pagePolicy = (connectTo: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connectTo].join(" "),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** What every answer carries beside its policy, on one machine and in front of a deployed API. */
export const pageHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const;

/** Where the status page is, for everybody. */
export const STATUS_PATH = "/status";

/** What the status page may load: nothing but the style that is written into it, which its own policy names by its hash. */
export const statusPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
