import { parentPort, workerData } from "node:worker_threads";
import type { IsolatedAnswer, IsolatedCall } from "./isolated-handler.ts";

const { module } = workerData as { readonly module: string };
const loaded = import(module) as Promise<{ readonly handler: (event: unknown) => Promise<unknown> }>;

const answerOf = async ({ id, event }: IsolatedCall): Promise<IsolatedAnswer> => {
  try {
    return { id, ok: true, payload: await (await loaded).handler(event) };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, ok: false, name, message, ...(stack !== undefined && { stack }) };
  }
};

parentPort?.on("message", async (call: IsolatedCall) => parentPort?.postMessage(await answerOf(call)));
