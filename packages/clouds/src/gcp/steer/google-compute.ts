import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { cloudError } from "../../_shared/errors.ts";
import type { GcpClient } from "../discover/gcp-client.ts";
import { delayMs, mayRetry } from "../discover/with-retries.ts";
import { fromGoogleError, isAnswered, isNotReady } from "./errors.ts";

const SCOPES = ["https://www.googleapis.com/auth/compute"];
/** Of Cloud DNS, which provisioning writes to as well. */
export const DNS_SCOPE = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
/** Another try after throttling, a server error or a broken connection. */
const RETRY_COUNT = 3;
const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 2_000;
/** Below the lease of a move: whoever gives up here is asked again, and finds the change already made. */
const OPERATION_LIMIT_MS = 25_000;

/** Waits so many milliseconds. */
type Wait = (ms: number) => Promise<unknown>;

const Operation = z.looseObject({
  name: z.string().min(1),
  status: z.string(),
  error: z
    .looseObject({
      errors: z.array(z.looseObject({ code: z.string().default(""), message: z.string().default("") })).default([]),
    })
    .optional(),
  httpErrorStatusCode: z.number().optional(),
});
type Operation = z.infer<typeof Operation>;

/** Where a write goes: a Region of a project, or the project's global objects. */
export interface Scope {
  readonly project: string;
  readonly region?: string;
}

/**
 * What a write consists of. One made of what was just read is old as soon as it is refused: somebody else may be writing, so
 * it is sent again only where no answer came at all, and else the caller reads again.
 */
type MadeOf = "its own" | "what was read";

/** Compute Engine as whoever writes needs it: every call is repeated where that may help, and fails with one of our errors. */
export interface GoogleCompute {
  /** Reads; the answer is `data` of the SDK. `where` names the object for people. */
  read(operation: string, where: string, run: (client: GcpClient) => Promise<unknown>): Promise<unknown>;
  /** Writes once, whatever the network does to the answers, and comes back when the operation is done. */
  write(
    operation: string,
    where: string,
    scope: Scope,
    run: (client: GcpClient, requestId: string) => Promise<unknown>,
    madeOf?: MadeOf,
  ): Promise<void>;
  /** Writes once and comes back as soon as Google has taken it; the id says whose operation it is. */
  begin(
    operation: string,
    where: string,
    run: (client: GcpClient, requestId: string) => Promise<unknown>,
    requestId: string,
    madeOf?: MadeOf,
  ): Promise<void>;
}

/** Compute Engine at the context's endpoint, as whoever the environment says; the SDK is loaded by the first call. */
export function googleCompute(
  { endpoints, federation }: CloudContext,
  wait: Wait = sleep,
  moreScopes: readonly string[] = [],
): GoogleCompute {
  let connected: Promise<GcpClient> | undefined;
  const connect = (): Promise<GcpClient> => {
    connected ??= import("../discover/gcp-client.ts").then(async ({ authOf, createGcpClient }) =>
      createGcpClient(
        await authOf({ environment: process.env, endpoint: endpoints?.gcp, federation }, [...SCOPES, ...moreScopes]),
        endpoints?.gcp,
        undefined,
      ),
    );
    // A login that failed is tried again by the next call.
    connected.catch(() => {
      connected = undefined;
    });
    return connected;
  };
  const call = async (
    operation: string,
    where: string,
    run: (client: GcpClient) => Promise<unknown>,
    madeOf: MadeOf = "its own",
  ) => {
    for (let attempt = 0; ; attempt += 1)
      try {
        return await run(await connect());
      } catch (error) {
        const isRefused = madeOf === "what was read" && isAnswered(error);
        if (isRefused || attempt >= RETRY_COUNT || !(mayRetry(error, attempt) || isNotReady(error)))
          throw fromGoogleError(error, operation, where);
        await wait(delayMs(attempt, 0, Math.random()));
      }
  };
  return {
    read: (operation, where, run) => call(operation, where, run),
    async begin(operation, where, run, requestId, madeOf) {
      await call(operation, where, (client) => run(client, requestId), madeOf);
    },
    async write(operation, where, scope, run, madeOf) {
      // One id for all tries of this write, and for no other: a second move is no repetition of the first.
      const requestId = randomUUID();
      const begun = understand(
        operation,
        where,
        await call(operation, where, (client) => run(client, requestId), madeOf),
      );
      await finished(begun, operation, where, wait, (name) =>
        call(`${scope.region === undefined ? "global" : "region"}Operations.get`, where, async ({ compute, at }) => {
          const { project, region } = scope;
          const { data } =
            region === undefined
              ? await compute.globalOperations.get({ project, operation: name }, at)
              : await compute.regionOperations.get({ project, region, operation: name }, at);
          return data;
        }),
      );
    },
  };
}

async function finished(
  begun: Operation,
  operation: string,
  where: string,
  wait: Wait,
  lookAgain: (name: string) => Promise<unknown>,
): Promise<void> {
  let state = begun;
  let waitedMs = 0;
  for (let pollMs = FIRST_POLL_MS; state.status !== "DONE"; pollMs = Math.min(LONGEST_POLL_MS, 2 * pollMs)) {
    if (waitedMs >= OPERATION_LIMIT_MS)
      throw cloudError(
        "ERR_CLOUD_UNAVAILABLE",
        `Google Cloud ${operation} on ${where}: ${begun.name} is still ${state.status} after ${waitedMs / 1_000} s; look again`,
        { cloud: "gcp", operation, where },
      );
    await wait(pollMs);
    waitedMs += pollMs;
    state = understand(operation, where, await lookAgain(begun.name));
  }
  const { error, httpErrorStatusCode } = state;
  if (!error) return;
  const [first] = error.errors;
  throw fromGoogleError(
    {
      response: {
        status: httpErrorStatusCode ?? 400,
        data: { error: { message: first?.message ?? "", errors: error.errors.map(({ code }) => ({ reason: code })) } },
      },
    },
    operation,
    where,
  );
}

/** @throws ERR_CLOUD_ANSWER where it is no operation */
const understand = (operation: string, where: string, answer: unknown): Operation =>
  parseAnswer(Operation, answer, operation, where);

/** What Google answered, in the form that is expected. @throws ERR_CLOUD_ANSWER */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, operation: string, where: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw cloudError(
    "ERR_CLOUD_ANSWER",
    `Google Cloud ${operation} on ${where}: ${issue?.path.join(".") || "the answer"}: ${issue?.message}`,
    { cloud: "gcp", operation, where },
  );
}
