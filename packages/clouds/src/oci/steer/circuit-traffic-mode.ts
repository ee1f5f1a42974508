import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import { isStale } from "./errors.ts";
import { conflict, type OracleNetwork, ocidOf, parseAnswer, RegionSettings } from "./oracle-network.ts";

const ID = "oci.circuit-traffic-mode";
const NORMAL = "NORMAL";
const DRAIN = "DRAIN";
/** The second over what was read anew, where the first came upon another version. */
const MAX_WRITES = 2;

const virtualCircuitId = ocidOf("virtualcircuit");
const Handle = z.union([
  z.strictObject({ virtualCircuitId }),
  /** A path to go to: a VPN cannot be drained itself. */
  z.strictObject({ ipsecConnectionId: ocidOf("ipsecconnection") }),
]);

const Circuit = z.looseObject({
  etag: z.string().min(1),
  virtualCircuit: z.looseObject({ trafficMode: z.string().default(NORMAL), lifecycleState: z.string() }),
});
type Circuit = z.infer<typeof Circuit>;

/**
 * Empties a FastConnect virtual circuit by its traffic mode, its BGP staying up: what else the DRG imports takes over. It
 * holds for all that the circuit carries, so there is one change whatever the prefixes. Written over the version that was
 * read. Which circuits can be drained, in which direction and how soon is not documented (clouds.md 6.3, O1; 16).
 * @see https://docs.oracle.com/iaas/api/#/en/iaas/20160918/VirtualCircuit/UpdateVirtualCircuit (read 2026-11)
 */
export function circuitTrafficMode(oracle: OracleNetwork): Actuator {
  const read = async (change: RouteChange, id = change.target.virtualCircuitId ?? ""): Promise<Circuit> => {
    const answer = await oracle.call(change, "GetVirtualCircuit", id, (network) =>
      network.getVirtualCircuit({ virtualCircuitId: id }),
    );
    return parseAnswer(Circuit, answer, "GetVirtualCircuit", id);
  };
  const put = (change: RouteChange, trafficMode: string, ifMatch: string) =>
    oracle.call(change, "UpdateVirtualCircuit", change.target.virtualCircuitId ?? "", (network, id) =>
      network.updateVirtualCircuit({
        virtualCircuitId: id,
        updateVirtualCircuitDetails: { trafficMode: trafficMode as never },
        ifMatch,
      }),
    );
  const write = async (change: RouteChange, seen: Circuit, trafficMode: string): Promise<void> => {
    let { etag } = seen;
    for (let attempt = 1; ; attempt += 1)
      try {
        return void (await put(change, trafficMode, etag));
      } catch (error) {
        // Refused, or done and the answer was lost: only another look tells.
        const now = await read(change);
        if (modeOf(now) === trafficMode) return;
        if (!isStale(error) || attempt === MAX_WRITES) throw error;
        etag = now.etag;
      }
  };
  /** @throws ERR_CLOUD_CONFLICT where the path to take is a circuit that is drained itself */
  const checkTaken = async (change: RouteChange): Promise<void> => {
    const { otherVirtualCircuitId: id } = change.target;
    if (id !== undefined && modeOf(await read(change, id)) !== NORMAL)
      throw conflict(change, `the circuit to take, ${id}, is drained itself, and nothing was written`);
  };

  return {
    id: ID,
    settings: RegionSettings,
    handle: Handle,
    plan: planDrain,
    async snapshot(change) {
      return { changeId: change.id, state: { trafficMode: modeOf(await read(change)) } };
    },
    async apply(change) {
      await checkTaken(change);
      const seen = await read(change);
      if (modeOf(seen) === DRAIN) return "already";
      await write(change, seen, DRAIN);
      return "applied";
    },
    isApplied: async (change) => isSettled(await read(change), DRAIN),
    async restore(change, before) {
      const seen = await read(change);
      const wanted = before.state?.trafficMode ?? NORMAL;
      if (modeOf(seen) === wanted) return "already";
      await write(change, seen, wanted);
      return "restored";
    },
    isRestored: async (change, before) => isSettled(await read(change), before.state?.trafficMode ?? NORMAL),
  };
}

const modeOf = ({ virtualCircuit }: Circuit): string => virtualCircuit.trafficMode;
const isSettled = (circuit: Circuit, trafficMode: string): boolean =>
  modeOf(circuit) === trafficMode && circuit.virtualCircuit.lifecycleState === "PROVISIONED";

/** One change: the circuit to leave. @throws ERR_ACTUATOR_UNKNOWN where that is no circuit, or both paths are one */
function planDrain(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, settings, from, to } = request;
  const { regionId } = RegionSettings.parse(settings);
  const left = Handle.parse(from);
  const taken = Handle.parse(to);
  if (!("virtualCircuitId" in left))
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `group ${groupId}, side ${sideId}: the path to leave is VPN ${left.ipsecConnectionId}, and only circuits can be drained: use oci.import-statements, or the router at its other end`,
      { groupId, sideId, actuator: ID },
    );
  return prefixes.slice(0, 1).map((prefix) => ({
    id: `${groupId}:${sideId}:drain:${left.virtualCircuitId.slice(-12)}`,
    sideId,
    cloud: "oci",
    actuator: ID,
    prefix,
    target: {
      regionId,
      virtualCircuitId: left.virtualCircuitId,
      ...("virtualCircuitId" in taken && { otherVirtualCircuitId: taken.virtualCircuitId }),
    },
    desired: { trafficMode: DRAIN },
    summary: `drain virtual circuit ${left.virtualCircuitId}, so that ${prefixes.join(", ")} and all else that it carries go over ${Object.values(taken)[0]}`,
  }));
}
