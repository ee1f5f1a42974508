import { createHash, createHmac } from "node:crypto";

/** A request without a query whose body is there: all that AWS's JSON services are asked by. */
export interface Post {
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who signs, and for what the signature is good. */
export interface SigningScope {
  readonly keys: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
  readonly regionId: string;
  /** As AWS names it in signatures, e.g. `events`. */
  readonly service: string;
  readonly atMs: number;
}

/**
 * The headers of a signed POST, all of them: those it has, its host, date and token, and the signature. As the SDK's signer does it,
 * which cannot be had without 20 KB of what else it stands among.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (read 2026-11), Signature Version 4
 */
export function signPost(
  { url, headers, body }: Post,
  { keys, regionId, service, atMs }: SigningScope,
): Readonly<Record<string, string>> {
  const time = new Date(atMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    "x-amz-date": time,
    ...(keys.sessionToken && { "x-amz-security-token": keys.sessionToken }),
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    "POST",
    // without empty segments, and encoded once more than it is on the wire
    url.pathname.replaceAll(/\/+/g, "/").split("/").map(encodeRfc3986).join("/"),
    "",
    ...names.map((name) => `${name}:${signed[name]?.trim().replaceAll(/\s+/g, " ")}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const scope = `${day}/${regionId}/${service}/aws4_request`;
  const key = [day, regionId, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString("hex");
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
