import { describe, expect, it } from "vitest";
import { buildingSiteForEachTest } from "../../../../../test/support/azure-building.ts";
import { azure } from "../index.ts";
import { stepOf, wanted } from "./provision-estate.ts";
import { azureProvisionPolicies } from "./provision-policies.ts";

const site = buildingSiteForEachTest();

const VERBS: Readonly<Record<string, string>> = { GET: "read", PUT: "write", DELETE: "delete" };
/** `Microsoft.Network/routeTables/routes/read` of a call: a list of parts needs what one of them needs. */
function actionOf({ method, path }: { readonly method: string; readonly path: string }): string {
  const [provider, ...parts] = (path.split("/providers/")[1] ?? "").split("/");
  return [provider, ...parts.filter((_, i) => i % 2 === 0), VERBS[method]].join("/");
}
const actionsOf = (resource: string): readonly string[] =>
  (JSON.parse(azureProvisionPolicies[resource as keyof typeof azureProvisionPolicies]) as { Actions: string[] })
    .Actions;
/** What Azure asks for within a write, and what one step of these does not happen to need. */
const isAside = (action: string): boolean =>
  /(join|peer|privateEndpointConnectionsApproval)\/action|locations\/operation|\/CNAME\//.test(action);

describe("clouds/azure/provision/provision-policies", () => {
  it("allows exactly what each provisioner asks for", async () => {
    const asked = new Map<string, Set<string>>();
    const noted = async (resource: string, run: () => Promise<unknown>): Promise<void> => {
      const { requests } = site().wire;
      const from = requests.length;
      await run();
      const actions = asked.get(resource) ?? new Set();
      for (const request of requests.slice(from)) actions.add(actionOf(request));
      asked.set(resource, actions);
    };
    const built: {
      readonly step: ReturnType<typeof stepOf>;
      readonly before: Readonly<Record<string, string>> | null;
    }[] = [];
    for (const [resource, desired] of wanted) {
      const step = stepOf(resource, desired);
      await noted(resource, async () => {
        const before = (await site().provisioner(resource).snapshot?.(step)) ?? null;
        await site().build(step);
        built.push({ step, before });
      });
    }
    for (const { step, before } of built.reverse()) await noted(step.resource, () => site().demolish(step, {}, before));

    for (const [resource, actions] of asked)
      expect([resource, [...actions].sort()]).toEqual([
        resource,
        actionsOf(resource)
          .filter((action) => !isAside(action))
          .toSorted(),
      ]);
  }, 60_000);

  it("has one for each provisioner, which reads no key, and names no whole provider", () => {
    const resources = azure.provisioners({ routerGatewayUrl: undefined }).map(({ resource }) => resource);

    expect(Object.keys(azureProvisionPolicies).sort()).toEqual(resources.toSorted());
    expect(resources.flatMap(actionsOf).filter((action) => /\*|sharedKey/i.test(action))).toEqual([]);
  });
});
