import type { IncomingMessage } from "node:http";

/**
 * The whole body of a request, or `undefined` if it is longer than `limitBytes`. What comes after the limit is read and
 * thrown away, so that the client gets the answer instead of a broken connection.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes * 4) return undefined; // nobody sends that by mistake
    if (sizeBytes <= limitBytes) chunks.push(chunk);
  }
  return sizeBytes > limitBytes ? undefined : Buffer.concat(chunks);
}
