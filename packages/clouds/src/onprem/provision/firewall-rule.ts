import { fnv1a64, type ObservedResource, type Provisioner, type ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { subnetOf } from "../discover/addresses.ts";
import type { RouterShell } from "../router-shell.ts";
import { type RouterBox, routerBox, shortMarkOf, takenOnRouter } from "./router-box.ts";

const Range = z.union([z.ipv4(), z.cidrv4()]).refine((range) => !range.endsWith("/0"), "must not be everything");
const Desired = z.strictObject({
  routerId: z.string().min(1),
  name: z.string().min(1).max(120),
  source: Range,
  destination: Range,
  port: z.int().min(1).max(65_535),
});
type Desired = z.infer<typeof Desired>;

/** The chain that the owner's own forward chain jumps to before it drops (docs/provisioning-onprem.md). */
const CHAIN = ["inet", "filter", "skylane"] as const;

/** A line of the router's own firewall that lets TCP through: in force at once, and in a file for the next start. */
export function onpremFirewallRule(shell: RouterShell): Provisioner {
  const look = async (step: ResolvedStep) => {
    const wanted = readDesired(Desired, step);
    const box = routerBox(shell, wanted.routerId);
    return { wanted, box, lines: await linesOf(box, wanted) };
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const { wanted, box, lines } = await look(step);
    const isKept = await box.holds(fileOf(wanted), fileText(wanted, step));
    return lines.length === 0 ? undefined : shown(wanted, step, lines, isKept);
  };
  return {
    resource: "onprem.firewall-rule",
    desired: Desired,
    typicalMs: 2_000,
    observe,
    async ensure(step) {
      const { wanted, box, lines } = await look(step);
      const isKept = await box.holds(fileOf(wanted), fileText(wanted, step));
      const seen = shown(wanted, step, lines, isKept);
      if (lines.length > 0 && !seen.isOurs) {
        if (seen.differs.length === 0) return seen;
        throw takenOnRouter(wanted.routerId, `rule ${wanted.name}`, seen.differs);
      }
      if (!isKept) await box.write(fileOf(wanted), fileText(wanted, step));
      if (lines.length === 0 || seen.differs.includes("rule")) {
        await box.run(["nft", "add", "rule", ...CHAIN, ...ruleText(wanted, step).split(" ")]);
        for (const { handle } of lines) await box.run(["nft", "delete", "rule", ...CHAIN, "handle", handle]);
      }
      return shown(wanted, step, await linesOf(box, wanted), true);
    },
    async remove(step) {
      const { wanted, box, lines } = await look(step);
      for (const { handle, text } of lines)
        if (text.includes(commentOf(wanted, step)))
          await box.run(["nft", "delete", "rule", ...CHAIN, "handle", handle]);
      if (await box.holds(fileOf(wanted), fileText(wanted, step))) await box.remove(fileOf(wanted));
      return "removed";
    },
  };
}

interface Line {
  readonly text: string;
  readonly handle: string;
}

const nameOf = ({ name }: Desired): string => `sky-${fnv1a64(name).slice(0, 8)}`;
const fileOf = (wanted: Desired): string => `/etc/nftables.d/${nameOf(wanted)}.nft`;
const commentOf = (wanted: Desired, step: ResolvedStep): string => `comment "${nameOf(wanted)} ${shortMarkOf(step)}"`;

/** As nft lists it: host bits at zero, a single address without its length. */
const matchOf = ({ source, destination, port }: Desired): string =>
  `ip saddr ${listed(source)} ip daddr ${listed(destination)} tcp dport ${port} accept`;
const listed = (range: string): string => (subnetOf(range) ?? range).replace(/\/32$/, "");
const ruleText = (wanted: Desired, step: ResolvedStep): string => `${matchOf(wanted)} ${commentOf(wanted, step)}`;
const fileText = (wanted: Desired, step: ResolvedStep): string =>
  `add rule ${CHAIN.join(" ")} ${ruleText(wanted, step)}\n`;

/** Lines of the chain that bear this rule's name. */
async function linesOf(box: RouterBox, wanted: Desired): Promise<readonly Line[]> {
  const listed = await box.run(["nft", "-a", "list", "chain", ...CHAIN]);
  return listed.split("\n").flatMap((line) => {
    const [, text, handle] = /^\s*(.+) # handle (\d+)$/.exec(line) ?? [];
    return text !== undefined && handle !== undefined && text.includes(`comment "${nameOf(wanted)} `)
      ? [{ text, handle }]
      : [];
  });
}

function shown(wanted: Desired, step: ResolvedStep, lines: readonly Line[], isKept: boolean): ObservedResource {
  const isSame = lines.some(({ text }) => text.startsWith(`${matchOf(wanted)} `));
  const isOurs = lines.some(({ text }) => text.includes(commentOf(wanted, step)));
  const differs = [...(isSame ? [] : ["rule"]), ...(isKept || !isOurs ? [] : ["file"])];
  return {
    state: differs.length === 0 ? "ready" : "pending",
    isOurs,
    ids: { name: nameOf(wanted) },
    outputs: {},
    differs,
  };
}
