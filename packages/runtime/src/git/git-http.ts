import type { GitHttpRequest, GitHttpResponse, HttpClient } from "isomorphic-git";

/** An answer of a repository of documents has a few kilobytes to some megabytes. */
const MAX_BYTES = 64_000_000;

/**
 * Git over HTTP by `fetch`. No redirect is followed, for the token would go where it leads; no answer is read that has no end.
 * @see https://git-scm.com/docs/http-protocol (read 2026-11)
 */
export const gitHttp = (timeoutMs: number, maxBytes: number = MAX_BYTES): HttpClient => ({
  async request({ url, method = "GET", headers = {}, body }: GitHttpRequest): Promise<GitHttpResponse> {
    const sent = body && (await bytesOf(body, maxBytes));
    const response = await fetch(url, {
      method,
      headers,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      ...(sent && { body: sent }),
    });
    const read = await bytesOf(response.body ?? [], maxBytes);
    return {
      url: response.url,
      method,
      statusCode: response.status,
      statusMessage: response.statusText,
      headers: Object.fromEntries(response.headers),
      body: once(read),
    };
  },
});

async function* once(bytes: Uint8Array): AsyncIterableIterator<Uint8Array> {
  yield bytes;
}

async function bytesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`the repository sends more than ${maxBytes} bytes`);
    all.push(chunk);
  }
  return new Uint8Array(Buffer.concat(all));
}
