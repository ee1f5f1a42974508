import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import { circuitKey } from "../../world/select-oci.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { virtualCircuits } from "./circuits.ts";
import { circuitId } from "./ids.ts";
import { invalidBody, noEtagMatch, notFound, ociOk } from "./oci-answer.ts";
import { ocid } from "./ocid.ts";
import type { Locality, OciEnd } from "./tenancy.ts";

/** What of a virtual circuit can be changed here. */
const Update = z.strictObject({
  trafficMode: z.enum(["NORMAL", "DRAIN"]).optional(),
  displayName: z.string().min(1).max(255).optional(),
});

/** The version of a circuit: another one after each write. */
export const circuitEtag = ({ routing }: Locality, gateway: EstateGateway, { connection }: OciEnd): string =>
  ocid(
    "etag",
    gateway.regionId,
    connection.id,
    gateway.id,
    String(routing.circuits.get(circuitKey(gateway.id, connection.id))?.writeCount ?? 0),
  ).slice(-24);

/** `UpdateVirtualCircuit`: over the version that `if-match` names, or over any. */
export function updateCircuit(
  here: Locality,
  gateway: EstateGateway,
  end: OciEnd,
  { body, headers }: Pick<RestRequest, "body" | "headers">,
): RestAnswer {
  const parsed = Update.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const wanted = headers["if-match"];
  if (wanted !== undefined && wanted !== circuitEtag(here, gateway, end)) return noEtagMatch();
  const { circuits } = here.world.routing;
  const key = circuitKey(gateway.id, end.connection.id);
  const present = circuits.get(key);
  const { trafficMode = present?.trafficMode ?? "NORMAL", displayName = present?.displayName } = parsed.data;
  here.world.change("UpdateVirtualCircuit", () =>
    circuits.set(key, {
      trafficMode,
      writeCount: (present?.writeCount ?? 0) + 1,
      ...(displayName !== undefined && { displayName }),
    }),
  );
  const written = virtualCircuits(here).find(({ id }) => id === circuitId(gateway, end));
  return written ? ociOk(written, { etag: circuitEtag(here, gateway, end) }) : notFound();
}
