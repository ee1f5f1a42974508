import { coreError } from "@skylane/core";
import type * as z from "zod";

const LIST_MS = 30_000;
const READ_MS = 15 * 60_000;

/** A GET with a token, which is sent to that address and to no other. @throws ERR_BILL_UNREADABLE */
export async function bearerGet(
  url: URL,
  {
    token,
    headers,
    at,
    todo,
    isFile = false,
  }: {
    readonly token: () => Promise<string>;
    readonly headers?: Readonly<Record<string, string>>;
    /** For messages: what is read, and what it needs. */
    readonly at: string;
    readonly todo: string;
    readonly isFile?: boolean;
  },
): Promise<Response> {
  const refuse = (why: string): Error =>
    coreError("ERR_BILL_UNREADABLE", `${at} cannot be read: ${why}. ${todo}`, { at });
  const answer = await (async () => {
    try {
      return await fetch(url, {
        headers: { ...headers, authorization: `Bearer ${await token()}` },
        redirect: "error",
        signal: AbortSignal.timeout(isFile ? READ_MS : LIST_MS),
      });
    } catch (error) {
      throw refuse((error as Error).message);
    }
  })();
  if (answer.ok) return answer;
  await answer.body?.cancel();
  throw refuse(`${answer.status} ${answer.statusText}`.trim());
}

/** What an answer carries, as it comes. */
export async function* bodyOf(answer: Response): AsyncGenerator<Uint8Array> {
  if (answer.body) yield* answer.body as unknown as AsyncIterable<Uint8Array>;
}

/** A listing as its vendor documents it. @throws ERR_BILL_UNREADABLE if it is another */
export function understood<T>(schema: z.ZodType<T>, answer: unknown, at: string): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const { path = [], message } = read.error.issues[0] ?? {};
  throw coreError(
    "ERR_BILL_UNREADABLE",
    `${at} answers with a listing that is not understood: ${path.join(".")}: ${message}. Check that it is a bucket or container`,
    { at },
  );
}
