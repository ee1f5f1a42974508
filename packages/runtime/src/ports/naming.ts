import { lambdaProvers } from "../intent/lambda-provers.ts";
import { nameProver } from "../intent/name-prover.ts";
import { directSocket } from "../probe/open-socket.ts";
import { proofRequestsIn } from "../store/state/proof-store.ts";
import type { Port } from "./ports.ts";
import { stateTable } from "./tables.ts";

/** Names as networks' own resolvers tell them, by the sockets of this machine or the proxy in front of it. */
export const names: Port<"names"> = {
  name: "names",
  async make({ settings: { proxy } }) {
    if (!proxy) return nameProver(directSocket);
    const { socksSocket } = await import("../probe/through-socks.ts");
    return nameProver(socksSocket(proxy));
  },
};

/** Functions that measure from inside networks, called by name. */
export const provers: Port<"provers"> = {
  name: "provers",
  make: ({ settings: { names, regionId, proversUrl: endpoint }, clock }) =>
    lambdaProvers({ names, regionId, endpoint, clock }),
};

/** What provers are asked that cannot be called: in other clouds, and agents. */
export const proofRequests: Port<"proofRequests"> = {
  name: "proofRequests",
  make: ({ the, clock }) => proofRequestsIn(the(stateTable), clock),
};
