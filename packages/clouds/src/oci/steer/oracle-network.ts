import type { RouteChange } from "@skylane/core";
import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { cloudError } from "../../_shared/errors.ts";
import type { OciAccess, RegionClients } from "../discover/connect-oci.ts";
import type { Patience } from "../discover/patient-http.ts";
import { loadSdk } from "../load-sdk.ts";
import { ocidPattern } from "../ocid-pattern.ts";
import { fromOciError } from "./errors.ts";

/** A function that acts has 30 s; what is throttled or away for longer is asked again by the workflow. */
const HURRY: Patience = {
  maxAttempts: 4,
  maxUnanswered: 3,
  firstWaitMs: 100,
  maxWaitMs: 2_000,
  attemptTimeoutMs: 6_000,
};

type Network = RegionClients["network"];

/** Oracle's network API as steering needs it: a call is repeated where that may help, and fails with one of our errors. */
export interface OracleNetwork {
  /** `operation` as Oracle's policies name it, e.g. `GetVirtualCircuit`; `ocid` = what it is about. The Region is the change's. */
  call<T>(
    change: RouteChange,
    operation: string,
    ocid: string,
    send: (network: Network, ocid: string) => Promise<T>,
  ): Promise<T>;
}

/** The API at the context's endpoint, as whoever the configuration file says; the SDK is loaded by the first call. */
export function oracleNetwork({ endpoints }: CloudContext, patience: Partial<Patience> = {}): OracleNetwork {
  let connected: Promise<OciAccess> | undefined;
  const networks = new Map<string, Network>();
  const connect = (): Promise<OciAccess> => {
    connected ??= loadSdk().then(async () => {
      const { connectOci } = await import("../discover/connect-oci.ts");
      return connectOci(process.env, endpoints?.oci, { ...HURRY, ...patience });
    });
    // A configuration that was not good is read again by the next call.
    connected.catch(() => {
      connected = undefined;
    });
    return connected;
  };
  const networkIn = async (regionId: string): Promise<Network> => {
    const known = networks.get(regionId);
    if (known) return known;
    const { network } = (await connect()).inRegion(regionId);
    networks.set(regionId, network);
    return network;
  };
  return {
    async call(change, operation, ocid, send) {
      try {
        return await send(await networkIn(change.target.regionId ?? ""), ocid);
      } catch (error) {
        throw fromOciError(error, operation, ocid);
      }
    },
  };
}

/** Where the objects of a side are. */
export const RegionSettings = z.strictObject({
  regionId: z.string().regex(/^[a-z]+(-[a-z]+)+-\d+$/, "must be a Region such as us-ashburn-1"),
});

/** The OCID of a thing of one type. */
export const ocidOf = (type: string) => z.string().regex(ocidPattern(type), `must be an OCID such as ocid1.${type}.…`);

/** What Oracle answered, in the form that is expected. @throws ERR_CLOUD_ANSWER */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, operation: string, ocid: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw cloudError(
    "ERR_CLOUD_ANSWER",
    `Oracle Cloud ${operation} on ${ocid}: ${issue?.path.join(".") || "the answer"}: ${issue?.message}`,
    { cloud: "oci", operation, ocid },
  );
}

/** Somebody else changed what Skylane set, and we do not fight. */
export const conflict = (change: RouteChange, what: string) =>
  cloudError("ERR_CLOUD_CONFLICT", `${change.id}: ${what}; look at it by hand`, { changeId: change.id });

/** The knob cannot do what is wanted of it there; `why` says what can. */
export const unfit = (change: RouteChange, why: string) =>
  cloudError("ERR_ROUTE_TARGET_UNFIT", `${change.id}: ${why}`, { changeId: change.id, actuator: change.actuator });
