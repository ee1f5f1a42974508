import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A token that nobody guesses: 256 random bits, as text for a header or an address. */
export const newApiToken = (): string => randomBytes(32).toString("base64url");

/** Whether the header `Authorization` bears this token; how long it takes to say so tells nothing of it. */
export function bearerCheck(token: string): (authorization: string | undefined) => boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const expected = digest(token);
  return (authorization = "") => {
    const [, given] = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}
