import type { RouteIntent } from "@skylane/core";
import type { Form } from "../../_shared/routes/fit.ts";
import { firstOf } from "../../_shared/routes/fit.ts";
import { ocidPattern } from "../ocid-pattern.ts";

const ocid = (type: string, is: string): Form => ({ pattern: ocidPattern(type), is });

export const gateway = ocid("drg", "the OCID of a dynamic routing gateway, ocid1.drg.…");
export const routeTable = ocid("drgroutetable", "the OCID of a DRG route table, ocid1.drgroutetable.…");
export const attachment = ocid("drgattachment", "the OCID of a DRG attachment, ocid1.drgattachment.…");
export const virtualCircuit = ocid("virtualcircuit", "the OCID of a virtual circuit, ocid1.virtualcircuit.…");

export type IntentLink = RouteIntent["links"][number];

const namesOf = ({ nativeId, aliases }: IntentLink): readonly string[] => [nativeId, ...aliases];
export const attachmentOf = (link: IntentLink): string | undefined => firstOf(namesOf(link), attachment);
export const circuitOf = (link: IntentLink): string | undefined => firstOf(namesOf(link), virtualCircuit);
export const isFastConnect = ({ kind }: IntentLink): boolean => kind === "fastconnect";
/** Static rules of a DRG may point to networks and peerings, not to circuits and tunnels. */
export const isStaticTarget = ({ kind }: IntentLink): boolean => kind === "peering" || kind === "transit-peering";
