import { randomUUID } from "node:crypto";
import { fnv1a64, hasCode, type ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import type { GcpClient, GoogleApi, RestCall } from "../discover/gcp-client.ts";
import { nameOf, regionOf } from "../discover/self-link.ts";
import { type GoogleCompute, parseAnswer } from "../steer/google-compute.ts";

const ROOT = "https://www.googleapis.com/compute/v1/";

const Operations = z.looseObject({
  items: z
    .array(
      z.looseObject({
        operationType: z.string().default(""),
        status: z.string(),
        clientOperationId: z.string().default(""),
        insertTime: z.string().default(""),
        error: z
          .looseObject({ errors: z.array(z.looseObject({ message: z.string().default("") })).default([]) })
          .optional(),
      }),
    )
    .default([]),
});

/** What became of the last change of an object that a step asked for. */
type LastOrder = { readonly state: "running" } | { readonly state: "failed"; readonly reason: string };

/** Objects of Google Cloud by their paths, `projects/…`. Nothing waits: what is begun is looked at again. */
export interface GoogleObjects {
  /** The object there; `undefined` = there is none. */
  get(api: GoogleApi, path: string): Promise<unknown>;
  /** Cloud DNS answers when it is done, so there is no operation. */
  writeDns(path: string, call: RestCall): Promise<void>;
  /**
   * Begins a change of Compute Engine that the step asks for; `call` says how. One made of what was read is not repeated
   * after an answer.
   */
  begin(step: ResolvedStep, path: string, call: RestCall, madeOf?: "its own" | "what was read"): Promise<void>;
  /** A change of the object at that path that goes on; or how the last that this step began has failed. */
  lastOrder(step: ResolvedStep, path: string): Promise<LastOrder | undefined>;
}

export function googleObjects(google: GoogleCompute): GoogleObjects {
  const rest =
    (api: GoogleApi, path: string, call: RestCall = {}) =>
    (client: GcpClient): Promise<unknown> =>
      client.rest(api, path, call);
  return {
    async get(api, path) {
      try {
        return await google.read(`${collectionOf(path)}.get`, path, rest(api, path));
      } catch (error) {
        if (hasCode(error, "ERR_CLOUD_NOT_FOUND")) return undefined;
        throw error;
      }
    },
    async writeDns(path, call) {
      await google.read(`dns ${call.method ?? "GET"}`, path, rest("dns/v1", path, call));
    },
    begin: (step, path, call, madeOf) =>
      google.begin(
        `${call.method ?? "GET"} of ${collectionOf(path)}`,
        path,
        (client, requestId) => client.rest("compute/v1", path, { ...call, query: { ...call.query, requestId } }),
        `${orderOf(step)}${randomUUID().slice(ORDER_LENGTH)}`,
        madeOf,
      ),
    async lastOrder(step, path) {
      const scope = /^projects\/[^/]+\/(?:global|regions\/[^/]+)/.exec(path)?.[0] ?? "";
      const query = { filter: `targetLink = "${ROOT}${path}"`, maxResults: "100" };
      const operation = `${regionOf(path) === "" ? "global" : "region"}Operations.list`;
      const answer = await google.read(operation, path, rest("compute/v1", `${scope}/operations`, { query }));
      const { items } = parseAnswer(Operations, answer, operation, path);
      if (items.some(({ status }) => status !== "DONE")) return { state: "running" };
      const last = items
        .filter(({ clientOperationId }) => clientOperationId.startsWith(orderOf(step)))
        .sort((one, other) => Date.parse(one.insertTime) - Date.parse(other.insertTime))
        .at(-1);
      if (!last?.error) return undefined;
      const said = last.error.errors.map(({ message }) => message).join("; ");
      return { state: "failed", reason: `${last.operationType} of ${nameOf(path)}: ${said}`.slice(0, 1_000) };
    },
  };
}

/** How much of a request's id says for which step of which run it was made; the rest is another each time. */
const ORDER_LENGTH = 13;
function orderOf({ id, tags }: ResolvedStep): string {
  const hash = fnv1a64(`${tags["skylane:run"] ?? ""}|${id}`).padStart(12, "0");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}`;
}

/** Name of the collection that an object, or a verb of it, belongs to. */
const collectionOf = (path: string): string =>
  /\/(?:global|regions\/[^/]+)\/([^/]+)/.exec(path)?.[1] ?? path.split("/")[2] ?? "";

/** What an object's description says of whose it is: routers and firewall rules bear no labels, and labels no colon. */
export const markOf = ({ tags }: ResolvedStep): string =>
  Object.entries(tags)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

/** An object of that name is there and is not what the step wants; it is left alone. */
export const nameTaken = (path: string, differs: readonly string[], isOurs: boolean) =>
  cloudError(
    "ERR_CLOUD_CONFLICT",
    `${path} is there${isOurs ? "" : " and does not say that it is this step's"}, with another ${differs.join(", ")}; it is left alone. Look at it by hand, or choose another name`,
    { cloud: "gcp", path },
  );
