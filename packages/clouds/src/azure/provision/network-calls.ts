import type { NetworkManagementClient } from "@azure/arm-network";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { azureStatus } from "../steer/from-azure-error.ts";
import { callOn, placeOf } from "./arm-id.ts";
import { refusal } from "./refusal.ts";

type Options = Parameters<Parameters<AzureWriter["ask"]>[1]>[1];
type Operation = ReturnType<Parameters<AzureWriter["begin"]>[1]>;
type Network = NetworkManagementClient;
/** Names in an id: the group's, then the object's, from the outside in. */
type Names = readonly [group: string, name: string, part: string];

/** An object by the SDK; `undefined` if there is none. */
export async function readObject<T>(
  azure: AzureWriter,
  id: string,
  get: (network: Network, names: Names, options: Options) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await azure.ask(callOn(id, "read"), (network, options) => get(network, namesIn(id), options));
  } catch (error) {
    if (error instanceof Error && error.name === "ERR_CLOUD_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Begins a write or a removal by the SDK. What is to be removed and is not there any more is no error. */
export async function beginWrite(
  azure: AzureWriter,
  id: string,
  verb: "write" | "delete",
  begin: (network: Network, names: Names, options: Options) => Operation,
): Promise<void> {
  const call = callOn(id, verb);
  try {
    await azure.begin(call, (network, options) => begin(network, namesIn(id), options));
  } catch (error) {
    if (verb === "delete" && azureStatus(error) === 404) return;
    throw refusal(error, call.action, id);
  }
}

/** Only over the version that was read. */
export const ifMatch = ({ etag }: { readonly etag?: string }) =>
  etag === undefined ? {} : { requestOptions: { headers: { "if-match": etag } } };

function namesIn(id: string): Names {
  const { group, names } = placeOf(id);
  return [group, names[0] ?? "", names[1] ?? ""];
}
