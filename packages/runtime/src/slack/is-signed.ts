import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Five minutes, both ways: a request from the future is as little believed as an old one. */
const WINDOW_SECONDS = 300;

/** The two headers Slack signs a request with. */
export interface SlackSignature {
  readonly signature: string;
  readonly timestamp: string;
}

/**
 * True if Slack signed this very body with one of the secrets, now: `v0=` and the hex HMAC-SHA256 of `v0:<time>:<body>`.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack (read 2026-11)
 */
export function isSigned(
  body: Buffer,
  { signature, timestamp }: SlackSignature,
  secrets: readonly string[],
  nowMs: number,
): boolean {
  if (!/^\d{10}$/.test(timestamp) || Math.abs(nowMs / 1_000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const hmac = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
    const wanted = Buffer.from(`v0=${hmac}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

/** The key a signed request is remembered by, so that it counts once. */
export const replayKey = (signature: string): string => `slack#${hashOf(signature)}`;

/** The id of the order that a signed request is: the same however often it comes. */
export const orderIdOf = (signature: string): string => `co-${hashOf(`order#${signature}`).slice(0, 32)}`;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
