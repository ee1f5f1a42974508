import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { LambdaHandler } from "../lambda/index.ts";

/** A question to the thread, and its answer. */
export interface IsolatedCall {
  readonly id: number;
  readonly event: unknown;
}
export type IsolatedAnswer =
  | { readonly id: number; readonly ok: true; readonly payload: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly name: string;
      readonly message: string;
      readonly stack?: string;
    };

interface Waiting {
  readonly resolve: (payload: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The handler of a module, run in a thread of its own, as Lambda runs each function in a process of its own: what computes for
 * seconds holds up no probe. The thread stays for the next call; one that dies fails the calls that wait, and the next call
 * starts another. It keeps nobody from exiting.
 */
export function isolatedHandler(module: string): LambdaHandler {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 0;
  const fail = (error: Error): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(join(import.meta.dirname, "isolated-worker.ts"), { workerData: { module } });
    started.unref();
    started.on("message", (answer: IsolatedAnswer) => {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.ok) caller?.resolve(answer.payload);
      else caller?.reject(Object.assign(new Error(answer.message), { name: answer.name, stack: answer.stack }));
    });
    started.on("error", fail);
    started.on("exit", (code) => fail(new Error(`the thread of ${module} ended with code ${code}`)));
    return started;
  };
  return (event) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = nextId;
      nextId += 1;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, event } satisfies IsolatedCall);
    });
}
