import { coreError, oneLine } from "@skylane/core";
import * as z from "zod";

const LIST_MS = 30_000;
const READ_MS = 15 * 60_000;

/** Who calls, and what is said where it fails. */
export interface BearerCall {
  readonly token: () => Promise<string>;
  readonly headers?: Readonly<Record<string, string>>;
  /** For messages: what is read, and what it needs. */
  readonly at: string;
  readonly todo: string;
  readonly isFile?: boolean;
  /** Is sent as JSON by a POST; absent = a GET. */
  readonly body?: object;
}

/** A call with a token, which is sent to that address and to no other. @throws ERR_BILL_UNREADABLE */
export async function bearerCall(
  url: URL,
  { token, headers, at, todo, isFile = false, body }: BearerCall,
): Promise<Response> {
  const refuse = (why: string): Error =>
    coreError("ERR_BILL_UNREADABLE", `${at} cannot be read: ${oneLine(why, 400)}. ${todo}`, { at });
  const answer = await (async () => {
    try {
      return await fetch(url, {
        headers: {
          ...headers,
          ...(body && { "content-type": "application/json" }),
          authorization: `Bearer ${await token()}`,
        },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
        redirect: "error",
        signal: AbortSignal.timeout(isFile ? READ_MS : LIST_MS),
      });
    } catch (error) {
      throw refuse((error as Error).message);
    }
  })();
  if (answer.ok) return answer;
  const said = Failure.safeParse(await answer.json().catch(() => undefined)).data?.error.message;
  throw refuse([answer.status, answer.statusText, said && `(${said})`].filter(Boolean).join(" "));
}

/** As Google words it; Azure's containers say it in XML, and their status says enough. */
const Failure = z.looseObject({ error: z.looseObject({ message: z.string() }) });

/** What an answer carries, as it comes. */
export async function* bodyOf(answer: Response): AsyncGenerator<Uint8Array> {
  if (answer.body) yield* answer.body as unknown as AsyncIterable<Uint8Array>;
}

/** An answer as its vendor documents it. @throws ERR_BILL_UNREADABLE if it is another */
export function understood<T>(schema: z.ZodType<T>, answer: unknown, at: string): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const { path = [], message } = read.error.issues[0] ?? {};
  throw coreError(
    "ERR_BILL_UNREADABLE",
    `${at} answers with what is not understood: ${path.join(".")}: ${message}. Check that it is what its name says`,
    { at },
  );
}
