import { setTimeout } from "node:timers/promises";
import type { NetworkManagementClient } from "@azure/arm-network";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import type { AzureClients } from "../discover/connect-azure.ts";
import type { AzureSurroundings } from "../discover/discover-azure.ts";
import { azureStatus, fromAzureError } from "./from-azure-error.ts";

/** What an actuator or a provisioner calls Azure with. */
export interface AzureWriter {
  /**
   * Asks once; `resources` sends what the network's SDK has no words for. @throws one of the clouds' errors, in the words of the
   * action that the caller needs
   */
  ask<T>(
    call: AzureCall,
    send: (network: NetworkManagementClient, options: AskOptions, resources: AzureClients["resources"]) => Promise<T>,
  ): Promise<T>;
  /** Begins a write and comes back when Azure has taken it; a read shows how it goes. @throws the SDK's error if it was refused */
  begin(call: AzureCall, send: (network: NetworkManagementClient, options: AskOptions) => Operation): Promise<void>;
  /**
   * Writes and waits until the operation is over, or for as long as a function may: then it goes on by itself, and a read
   * shows when it is done. @throws the SDK's error if the write was refused, so that the caller may look again
   */
  write(call: AzureCall, send: (network: NetworkManagementClient, options: AskOptions) => Operation): Promise<void>;
  /** Looks again until it is as wanted, or for as long as a function may; answers what was seen last. */
  look<T>(read: () => Promise<T>, isEnough: (seen: T) => boolean): Promise<T>;
}

export interface AzureCall {
  readonly subscriptionId: string;
  readonly resourceId: string;
  /** Permission, e.g. `Microsoft.Network/routeTables/routes/write`. */
  readonly action: string;
}

interface AskOptions {
  readonly abortSignal: AbortSignal;
  readonly updateIntervalInMs: number;
}

/** What the SDK hands over for an operation that takes its time. */
interface Operation {
  submitted(): Promise<void>;
  pollUntilDone(options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** A function that acts has 30 s; what throttles for longer is asked again by the workflow. */
const CALL_MS = 8_000;
const WAIT_MS = 15_000;
/** Where Azure does not say when to ask again. */
const POLL_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** Few, for there is a hurry and the workflow tries again. */
const MAX_RETRIES = 2;

/** Where the environment and the wire are others than the process's: in tests. */
export interface WriterSurroundings extends AzureSurroundings {
  /** How long a call may take, with its retries. */
  readonly callMs?: number;
  /** How long a write is waited for. */
  readonly waitMs?: number;
}

/** Loads the SDK and signs in when it is first needed, and anew when the token of the environment is another one. */
export function azureWriter(
  context: Pick<CloudContext, "endpoints" | "federation">,
  surroundings: WriterSurroundings,
): AzureWriter {
  let session: { readonly token: string | undefined; readonly clientsOf: ClientsOf } | undefined;
  const clientsFor = async (subscriptionId: string): Promise<AzureClients> => {
    const environment = surroundings.environment ?? process.env;
    const token = environment.AZURE_ACCESS_TOKEN;
    if (!session || session.token !== token)
      session = { token, clientsOf: await connect(context, environment, surroundings) };
    return session.clientsOf(subscriptionId);
  };
  const waitMs = surroundings.waitMs ?? WAIT_MS;
  const callMs = surroundings.callMs ?? CALL_MS;
  const updateIntervalInMs = surroundings.pollMs ?? POLL_MS;
  return {
    async ask({ subscriptionId, resourceId, action }, send) {
      try {
        const abortSignal = AbortSignal.timeout(callMs);
        const { network, resources } = await clientsFor(subscriptionId);
        return await send(network, { abortSignal, updateIntervalInMs }, resources);
      } catch (error) {
        throw fromAzureError(error, action, resourceId);
      }
    },
    async begin({ subscriptionId }, send) {
      const { network } = await clientsFor(subscriptionId);
      await send(network, { abortSignal: AbortSignal.timeout(callMs), updateIntervalInMs }).submitted();
    },
    async write({ subscriptionId }, send) {
      // the signal is the poller's too, which may go on for longer than the call
      const calling = new AbortController();
      const hurry = globalThis.setTimeout(() => calling.abort(), callMs);
      try {
        const { network } = await clientsFor(subscriptionId);
        const operation = send(network, { abortSignal: calling.signal, updateIntervalInMs });
        await operation.submitted();
        clearTimeout(hurry);
        await patiently(operation, waitMs);
      } finally {
        clearTimeout(hurry);
      }
    },
    async look(read, isEnough) {
      const patience = AbortSignal.timeout(waitMs);
      for (let pauseMs = updateIntervalInMs; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        const seen = await read();
        if (isEnough(seen) || patience.aborted) return seen;
        // an end of patience ends the pause, and one last look follows
        await setTimeout(pauseMs, undefined, { signal: patience }).catch(() => undefined);
      }
    },
  };
}

async function patiently(operation: Operation, waitMs: number): Promise<void> {
  const patience = AbortSignal.timeout(waitMs);
  try {
    await operation.pollUntilDone({ abortSignal: patience });
  } catch (error) {
    // who may write may still not be allowed to ask how it goes: a read shows it
    if (!patience.aborted && azureStatus(error) !== 403) throw error;
  }
}

type ClientsOf = (subscriptionId: string) => AzureClients;

async function connect(
  { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
  environment: Readonly<Record<string, string | undefined>>,
  { httpClient }: AzureSurroundings,
): Promise<ClientsOf> {
  const [{ connectAzure }, { defaultRetryPolicy }] = await Promise.all([
    import("../discover/connect-azure.ts"),
    import("@azure/core-rest-pipeline"),
  ]);
  const clientsOf = await connectAzure({ endpoint: endpoints?.azure, environment, federation, httpClient });
  const known = new Map<string, AzureClients>();
  return (subscriptionId) => {
    const before = known.get(subscriptionId);
    if (before) return before;
    const clients = clientsOf(subscriptionId);
    for (const { pipeline } of [clients.network, clients.resources]) {
      pipeline.removePolicy({ name: "defaultRetryPolicy" });
      pipeline.addPolicy(defaultRetryPolicy({ maxRetries: MAX_RETRIES }), { phase: "Retry" });
    }
    known.set(subscriptionId, clients);
    return clients;
  };
}
