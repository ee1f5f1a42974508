import * as z from "zod";
import { toNumber } from "../../world/prefix.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError, armOk, armPage, unparsable } from "./arm-answer.ts";
import { serviceAt, sqlServers } from "./services.ts";
import type { ResourceGroup } from "./subscription.ts";

const RuleInput = z.looseObject({
  properties: z.looseObject({ startIpAddress: z.ipv4(), endIpAddress: z.ipv4() }),
});

/** Answers for Microsoft.Sql: servers can be read, their firewall rules written. */
export function sqlInGroup(
  group: ResourceGroup,
  [type = "", name, part, partName]: readonly string[],
  request: RestRequest,
): RestAnswer {
  if (type.toLowerCase() !== "servers")
    return armError(
      404,
      "InvalidResourceType",
      `The resource type '${type}' could not be found in the namespace 'Microsoft.Sql'.`,
    );
  const servers = sqlServers(group);
  if (name === undefined) return armPage(servers, request);
  const server = servers.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!server) return notFound(`Microsoft.Sql/servers/${name}`, group);
  if (part === undefined)
    return request.method === "GET"
      ? armOk(server)
      : armError(405, "MethodNotAllowed", "Servers cannot be written here: this world is changed by its lab only.");
  if (part.toLowerCase() !== "firewallrules") return notFound(`${name}/${part}`, group);
  return firewallRules(group, server, partName, request);
}

function firewallRules(
  { world, ...group }: ResourceGroup,
  server: ArmResource,
  name: string | undefined,
  request: RestRequest,
): RestAnswer {
  const service = serviceAt(world, server.id);
  if (!service) return notFound(server.id, { world, ...group });
  const rules = world.security.publicRanges.get(service.id) ?? new Map();
  const shown = (rule: { name: string; startIp: string; endIp: string }) => ({
    id: `${server.id}/firewallRules/${rule.name}`,
    name: rule.name,
    type: "Microsoft.Sql/servers/firewallRules",
    properties: { startIpAddress: rule.startIp, endIpAddress: rule.endIp },
  });
  if (name === undefined) return armPage([...rules.values()].map(shown), request);
  const before = [...rules.values()].find((rule) => rule.name.toLowerCase() === name.toLowerCase());
  switch (request.method) {
    case "PUT": {
      const input = RuleInput.safeParse(request.body);
      if (!input.success) return unparsable(input.error);
      const { startIpAddress: startIp, endIpAddress: endIp } = input.data.properties;
      if (toNumber(startIp) > toNumber(endIp))
        return armError(400, "InvalidFirewallRuleRange", `The range ${startIp} to ${endIp} ends before it begins.`);
      const rule = { name: before?.name ?? name, startIp, endIp };
      world.change("Microsoft.Sql/servers/firewallRules/write", () => {
        rules.set(rule.name, rule);
        world.security.publicRanges.set(service.id, rules);
      });
      return { statusCode: before ? 200 : 201, body: shown(rule) };
    }
    case "DELETE":
      if (!before) return { statusCode: 204, body: undefined };
      world.change("Microsoft.Sql/servers/firewallRules/delete", () => void rules.delete(before.name));
      return { statusCode: 200, body: undefined };
    default:
      return before ? armOk(shown(before)) : notFound(`${server.name}/firewallRules/${name}`, { world, ...group });
  }
}

const notFound = (what: string, { name }: ResourceGroup): RestAnswer =>
  armError(404, "ResourceNotFound", `The Resource '${what}' under resource group '${name}' was not found.`);
