import type { RouteConfig, RouteIntent } from "@skylane/core";
import { knobsOf, refuse } from "../../_shared/routes/decide.ts";
import { forPeople } from "../../_shared/routes/fit.ts";
import { applyLines, entryLines, undoLines } from "./cisco-like.ts";
import { junosLines } from "./junos.ts";
import type { RouterPolicy } from "./plan-policy.ts";
import { inboundPolicy, outboundPolicy } from "./plan-policy.ts";

/** How a router is told to prefer a link (clouds.md 7.2 and 7.3). */
export const onpremRoutes = knobsOf((intent) => {
  if (intent.gatewayKind !== "router")
    return refuse(
      "no-knob",
      "In a data centre the routers decide between links; this kind of place has no setting for it.",
    );
  if (intent.links.length === 1) return refuse("already-so", "There is one link only: nothing is to be preferred.");
  if (intent.links.some(({ isDynamic, neighborIp }) => !isDynamic || neighborIp === undefined))
    return refuse(
      "no-knob",
      "A link has no BGP session on this router (neighborIp): a policy by neighbor does not reach it. Change its static routes by hand.",
    );
  const asns = new Set(intent.links.flatMap(({ localAsn }) => localAsn ?? []));
  const [localAsn] = asns;
  if (localAsn === undefined || localAsn <= 0 || localAsn > 4_294_967_295)
    return refuse("incomplete", "The router's AS number is not known (localAsn).");
  if (asns.size > 1)
    return refuse(
      "incomplete",
      "The links have different AS numbers of this router (localAsn): make an intent for each.",
    );
  const policy = intent.direction === "outbound" ? inboundPolicy(intent, localAsn) : outboundPolicy(intent, localAsn);
  if (new Set(policy.links.map(({ neighborIp }) => neighborIp)).size < policy.links.length)
    return refuse("incomplete", "Two links have the same BGP neighbor: the router cannot tell them apart.");
  return { config: configOf(intent, policy) };
});

function configOf(intent: RouteIntent, policy: RouterPolicy): RouteConfig {
  const isOut = intent.direction === "outbound";
  const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;
  const [best] = policy.links;
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: isOut ? "local-preference" : "announcement",
    summary: isOut
      ? `On ${forPeople(intent.gatewayId)} send ${policy.prefixes.join(", ")} over ${forPeople(best?.connectionId ?? "")} (${best?.neighborIp}) by local preference.`
      : `On ${forPeople(intent.gatewayId)} announce ${policy.prefixes.join(", ")} so that the answers come over ${forPeople(best?.connectionId ?? "")} (${best?.neighborIp}).`,
    scripts: [
      { dialect: "frr", apply: text(applyLines(policy)), undo: text(undoLines(policy)) },
      { dialect: "ios-xe", apply: iosXe(applyLines(policy)), undo: iosXe(undoLines(policy)) },
      { dialect: "junos", ...junosLines(policy) },
    ],
    calls: [],
    notes: notesOf(policy),
  };
}

/** The router itself takes the change back after five minutes unless it is confirmed. */
const iosXe = (lines: readonly string[]): string =>
  [
    "configure terminal revert timer 5",
    ...lines,
    "end",
    "! look whether it is right, then:",
    "configure confirm",
    "",
  ].join("\n");

function notesOf(policy: RouterPolicy): string[] {
  const { direction, links } = policy;
  const withdrawn = links.filter(({ chosen }) => chosen.treatment.does === "withdraw");
  const communities = links.filter(({ chosen }) => chosen.treatment.does === "community");
  return [
    `The base policy must be there: ${links.map(({ neighborIp, map }) => `neighbor ${neighborIp} route-map ${map} ${direction}`).join("; ")}, with its own entries from 100 on. Without it these lines do nothing; on Junos put policy <map>-STEER before the others of the session. No map is put on a session here, for it would replace the one that is there.`,
    "FRR: check the text with vtysh -C -f <file>, save the running configuration, let systemd-run --on-active=300 restore it, then vtysh -f <file>; do not write memory before the change is confirmed. It takes effect after 5 s, at once with clear bgp ipv4 unicast <neighbor> soft. IOS-XE and Junos take the change back by themselves after 5 minutes: send the lines up to the confirmation, look, then confirm.",
    "Removing a prefix that is not in a list is reported by the router and harmless.",
    "Do the same on every session of a link: both tunnels of a VPN must be treated alike.",
    "The undo goes back to the base policy for these prefixes. Do not manage the router through a path that is changed.",
    ...(withdrawn.length > 0
      ? [
          `A cloud ranks these above a VPN whatever BGP says, so the prefixes are withdrawn from ${withdrawn.map(({ neighborIp }) => neighborIp).join(", ")}: it is no backup for them until they are announced again. Or announce two halves of each prefix over the VPN instead, and keep the backup.`,
          `The entry that withdraws must have been made before, with its match, while the map was on no session: ${withdrawn
            .map((link) =>
              entryLines(link)
                .map((line) => line.trim())
                .join(" / "),
            )
            .join("; ")}.`,
        ]
      : []),
    ...(communities.length > 0
      ? [
          "7224:7300, 7224:7200 and 7224:7100 rank Direct Connects before their AS paths. They are not honoured where the Direct Connect gateway is attached to Cloud WAN. The session needs send-community.",
        ]
      : []),
    ...(direction === "out" && communities.length < links.length
      ? [
          "A longer AS path does not move traffic where a cloud ranks by kind, nor in Google's mode LEGACY, where the MED does.",
        ]
      : []),
  ];
}
