import type { RouteCall, RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople, shortName } from "../../_shared/routes/fit.ts";
import { read } from "../../_shared/routes/markers.ts";
import { commandWithEquals, quote, scriptOf } from "../../_shared/routes/shell.ts";
import { terraformDocument } from "../../_shared/routes/terraform.ts";
import type { RankedPeer, RouterId } from "./ids.ts";
import { findPeer, peerImport, peerResource, peerVariables, placeOf, readPeer, updatePeer } from "./peers.ts";

interface Policy {
  readonly peer: RankedPeer;
  readonly name: string;
  readonly key: string;
  readonly match: string;
  readonly action: string;
}

/** G2: what a Cloud Router takes the routes of each peer for: an import policy that sets their MED. */
export function importPolicy(
  intent: RouteIntent,
  at: RouterId,
  peers: readonly RankedPeer[],
  prefixes: readonly string[],
): RouteConfig {
  const match = `destination.inAnyRange([${prefixes.map((prefix) => `prefix('${prefix}').orLonger()`).join(", ")}])`;
  const policies = peers.map(
    (peer, i): Policy => ({
      peer,
      name: `skylane-${shortName(intent.id)}-${i + 1}`,
      key: `peer_${i + 1}`,
      match,
      action: `med.set(${peer.priority})`,
    }),
  );
  const steps = policies.map((policy) => stepOf(at, policy));
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "cloud-router-import-policy",
    summary: `On ${at.router} (${at.region}) take ${prefixes.join(", ")} with MED ${peers.map(({ neighborIp, priority }) => `${priority} from ${neighborIp}`).join(", ")}, so that they go over ${forPeople(intent.links[0]?.connectionId ?? "")}.`,
    terraform: documentOf(at, policies),
    scripts: [scriptOf("gcloud", steps)],
    calls: [...policies.map((policy) => policyCall(at, policy)), referenceCall(at, policies)],
    notes: [
      "Longer prefixes inside these are taken along; a session's other routes are accepted as they are, for what no term drops is accepted.",
      "For networks in the best-path mode LEGACY. In STANDARD the length of the AS path comes before the MED: let the router at the other end prepend instead.",
      "A router's sessions are one list that is replaced as a whole and has no fingerprint: one writer at a time, read right before writing.",
      "Undo in reverse order: the references, then the policies, which cannot be deleted while they are used.",
      "Terraform sets the whole list of import policies of a session: put those that are there before into it.",
    ],
  };
}

function policyCall(at: RouterId, { name, match, action }: Policy): RouteCall {
  const get = { operation: "compute:routers.getRoutePolicy", input: { ...placeOf(at), policy: name } };
  return {
    operation: "compute:routers.updateRoutePolicy",
    input: {
      ...placeOf(at),
      requestBody: {
        name,
        type: "ROUTE_POLICY_TYPE_IMPORT",
        // absent where there is no such policy yet
        fingerprint: read({ ...get, path: "resource.fingerprint" }),
        terms: [{ priority: 1, match: { expression: match }, actions: [{ expression: action }] }],
      },
    },
    readBack: { ...get, expect: `type ROUTE_POLICY_TYPE_IMPORT, one term, action ${action}` },
    undo: { operation: "compute:routers.deleteRoutePolicy", input: { ...placeOf(at), policy: name } },
  };
}

function referenceCall(at: RouterId, policies: readonly Policy[]): RouteCall {
  const get = { operation: "compute:routers.get", input: placeOf(at) };
  const patch = (verb: "add" | "remove") => ({
    ...placeOf(at),
    requestBody: {
      bgpPeers: read({
        ...get,
        path: "bgpPeers",
        edit: policies.map(({ peer, name }) => ({
          find: { peerIpAddress: peer.neighborIp },
          [verb]: { importPolicies: name },
        })),
      }),
    },
  });
  return {
    operation: "compute:routers.patch",
    input: patch("add"),
    readBack: {
      ...get,
      expect: `as many bgpPeers as before; importPolicies of ${policies.map(({ peer, name }) => `${peer.neighborIp} with ${name}`).join(", ")}`,
    },
    undo: { operation: "compute:routers.patch", input: patch("remove") },
  };
}

function documentOf(at: RouterId, policies: readonly Policy[]): Record<string, unknown> {
  return terraformDocument({
    provider: "google",
    settings: { project: at.project, region: at.region },
    variables: Object.assign({}, ...policies.map(({ peer, key }) => peerVariables(peer, key))),
    resources: {
      google_compute_router_route_policy: Object.fromEntries(
        policies.map(({ key, name, match, action }) => [
          key,
          {
            name,
            project: at.project,
            region: at.region,
            router: at.router,
            type: "ROUTE_POLICY_TYPE_IMPORT",
            terms: [{ priority: 1, match: { expression: match }, actions: [{ expression: action }] }],
          },
        ]),
      ),
      google_compute_router_peer: Object.fromEntries(
        policies.map(({ peer, key }) => [
          key,
          peerResource(at, peer, key, { import_policies: [`\${google_compute_router_route_policy.${key}.name}`] }),
        ]),
      ),
    },
    imports: Object.fromEntries(policies.map(({ key }) => peerImport(at, key))),
  });
}

function stepOf(at: RouterId, { peer, name, match, action }: Policy) {
  const { project, region, router } = at;
  const where = commandWithEquals("", { project, region }).trim();
  const on = (verb: string, options: Readonly<Record<string, string>>) =>
    `gcloud compute routers ${verb} ${quote(router)} ${where} ${commandWithEquals("", options).trim()}`;
  const term = { "policy-name": name, priority: "1", match, actions: action };
  const find = [...findPeer(at, peer.neighborIp), readPeer(at, peer.neighborIp, "importPolicies.list()")];
  // gcloud wants commas, and shows them or semicolons between the names of a list
  const list = `$(printf '%s' "$now" | tr ';' '\\n' | tr ',' '\\n' | grep -vxF ${quote(name)} | paste -sd, - || :)`;
  return {
    apply: [
      `if ! ${on("get-route-policy", { "policy-name": name })} >/dev/null 2>&1; then ${on("add-route-policy", { "policy-name": name, "policy-type": "IMPORT" })}; fi`,
      `${on("update-route-policy-term", term)} 2>/dev/null || ${on("add-route-policy-term", term)}`,
      ...find,
      `others=${list}`,
      updatePeer(at, `--import-policies="\${others:+$others,}"${quote(name)}`),
    ],
    undo: [
      ...find,
      `others=${list}`,
      updatePeer(at, '--import-policies="$others"'),
      `if ${on("get-route-policy", { "policy-name": name })} >/dev/null 2>&1; then ${on("remove-route-policy", { "policy-name": name })}; fi`,
    ],
  };
}
