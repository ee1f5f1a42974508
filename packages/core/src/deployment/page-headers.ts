/**
 * What the page may load and who may frame it: only itself, with no script or style written into it. Served with every answer,
 * on one machine and in front of a deployed API.
 * @see Content Security Policy Level 3, W3C
 */
export const pageHeaders = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;
