import { cidrsOverlap } from "../../topology/index.ts";
import { isUsableAsn } from "../design/asns.ts";
import { ASK_FOR_ENCRYPTION, FORBID_PUBLIC, isAmong, type PolicyRule, PRIVATE_ENDPOINT } from "./rule.ts";

/** Services and gateways stand only where `intents.allowedPlaces` lets them. */
export const allowedPlaces: PolicyRule = ({ places, settings: { allowedPlaces: allowed } }) => {
  if (!allowed) return [];
  const outside = [...new Set(places.filter((place) => !isAmong(place, allowed)))].sort();
  return outside.length === 0
    ? []
    : [
        {
          rule: "network.allowed-places",
          reason: `${outside.join(", ")} is not among intents.allowedPlaces.`,
          alternatives: [{ id: "other-region", label: `A service in ${allowed.slice(0, 10).join(", ")}` }],
          isFixable: false,
        },
      ];
};

/** Nothing crosses the internet in the clear unless the owner has allowed it for all; what was asked for is kept. */
export const publicExposure: PolicyRule = ({ intent: { requirements }, way, settings }) => {
  if (!way) return [];
  if (requirements.isPublicForbidden && way.isPublic)
    return [
      {
        rule: "request.private-only",
        reason: "The request rules out the public internet, and the way crosses it.",
        ...(way.kind === "public-endpoint"
          ? { alternatives: [PRIVATE_ENDPOINT], isFixable: true }
          : {
              alternatives: [{ id: "circuit", label: "A dedicated circuit; the plan holds its order" }],
              isFixable: false,
            }),
      },
    ];
  if (way.isPublic && !way.isEncrypted && !settings.isPlainInternetAllowed)
    return [
      {
        rule: "network.public-exposure",
        reason: "The way crosses the public internet, and nobody encrypts it.",
        alternatives: [ASK_FOR_ENCRYPTION, FORBID_PUBLIC],
        isFixable: true,
      },
    ];
  if (requirements.encryption === "required" && !way.isEncrypted)
    return [
      {
        rule: "request.encryption",
        reason: "The request wants every link of the way encrypted, and one is not.",
        alternatives: [{ id: "tls", label: "TLS between the two services, and no encryption asked for on the way" }],
        isFixable: false,
      },
    ];
  return [];
};

/** Ranges that machines use for themselves, so that packets to them never leave: link-local, loopback, and Docker's default. */
const SELF_USED = ["169.254.0.0/16", "127.0.0.0/8", "172.17.0.0/16"];

/** Why a range should not be joined with others; `undefined` = nothing is wrong with it. */
export const cidrFault = (cidr: string): string | undefined => {
  const used = SELF_USED.find((one) => cidrsOverlap(one, cidr));
  return used && `${cidr} touches ${used}, which machines use for themselves`;
};

/** Why a gateway's number should not be used; `undefined` = nothing is wrong with it. 65515 is Azure's own. */
export const asnFault = (asn: number): string | undefined =>
  isUsableAsn(asn) || asn === 65_515 ? undefined : `${asn} is not a private ASN that every cloud takes (RFC 6996)`;
