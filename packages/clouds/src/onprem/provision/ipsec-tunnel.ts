import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { cloudError } from "../../_shared/errors.ts";
import { hidingSecrets } from "../../_shared/hide-secrets.ts";
import { presharedKey } from "../../_shared/provision/preshared-key.ts";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import type { RouterShell } from "../router-shell.ts";
import { parseLinkPackets } from "../schema.ts";
import { filesOf, interfaceOf, pathsOf, type TunnelFiles } from "./ipsec-files.ts";
import { markOf, type RouterBox, routerBox, takenOnRouter } from "./router-box.ts";

const Desired = z.strictObject({
  routerId: z.string().min(1),
  name: z.string().min(1).max(120),
  localPublicIp: z.ipv4(),
  peerPublicIp: z.ipv4(),
  presharedKeySecret: z.string().min(1),
  /** Subnet inside the tunnel, `169.254.21.0/30`, and the router's address in it. */
  insideCidr: z.cidrv4(),
  localInsideIp: z.ipv4(),
});
type Desired = z.infer<typeof Desired>;

/** What strongSwan reads between quotes. */
const PLAIN = /^[\w.+/=-]{8,128}$/;
const PARTS = ["secret", "device", "network", "connection"] as const;
/** Has strongSwan forget what it knew, and read its files again. */
const LOAD = ["swanctl", "--load-all", "--clear", "--noprompt"];

/**
 * A tunnel that a router begins: a connection of strongSwan and the device its packets cross, as files that outlive a restart. It
 * is ready once both daemons have it. The key is in a file of its own, which is compared by its digest and never read.
 */
export function ipsecTunnel(shell: RouterShell, context: Pick<CloudContext, "secret">): Provisioner {
  const look = async (step: ResolvedStep): Promise<Looked> => {
    const wanted = readDesired(Desired, step);
    const box = routerBox(shell, wanted.routerId);
    const key = await presharedKey(context, wanted.presharedKeySecret);
    if (!PLAIN.test(key))
      throw cloudError(
        "ERR_STEP_INVALID",
        `secret ${wanted.presharedKeySecret} must be 8-128 letters, digits or . _ + / = -, so that strongSwan reads what the other side does`,
        { secret: wanted.presharedKeySecret },
      );
    const files = filesOf({ ...wanted, address: addressOf(wanted) }, markOf(step), key);
    const paths = pathsOf(interfaceOf(wanted.name));
    const there = await box.read(paths.connection);
    return { wanted, box, key, files, paths, there };
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const { routerId, name } = readDesired(Desired, step);
    // who looks before the key is made finds nothing, and does not miss it
    const there = await routerBox(shell, routerId).read(pathsOf(interfaceOf(name)).connection);
    if (there === undefined) return undefined;
    const looked = await look(step);
    return looked.there === undefined ? undefined : shown(looked, step, await differing(looked));
  };
  return {
    resource: "onprem.ipsec-tunnel",
    desired: Desired,
    typicalMs: 5_000,
    observe,
    async ensure(step) {
      const looked = await look(step);
      const { wanted, box, key, files, paths, there } = looked;
      const differs = await differing(looked);
      const isOurs = there === undefined || isMarked(there, step);
      if (!isOurs && differs.length > 0) throw takenOnRouter(wanted.routerId, paths.connection, differs);
      if (there !== undefined && differs.length === 0) return shown(looked, step, differs);
      await hidingSecrets([key], async () => {
        for (const part of PARTS)
          if (differs.includes(part)) await box.write(paths[part], files[part], part === "secret");
        await box.run(["networkctl", "reload"]);
        await box.run(LOAD);
      });
      return (await observe(step)) ?? shown(looked, step, differs);
    },
    async remove(step, { ids }) {
      const wanted = readDesired(Desired, step);
      const box = routerBox(shell, wanted.routerId);
      const device = ids.interface ?? interfaceOf(wanted.name);
      const paths = pathsOf(device);
      const there = await box.read(paths.connection);
      if (there !== undefined && !isMarked(there, step)) return "removed";
      // The connection's file goes last: while it is there, the rest is known to be ours.
      for (const part of PARTS) if (part !== "connection") await box.remove(paths[part]);
      await box.tryTo(["swanctl", "--terminate", "--ike", device]);
      await box.remove(paths.connection);
      await box.run(LOAD);
      await box.tryTo(["networkctl", "delete", device]);
      await box.run(["networkctl", "reload"]);
      return "removed";
    },
  };
}

interface Looked {
  readonly wanted: Desired;
  readonly box: RouterBox;
  readonly key: string;
  readonly files: TunnelFiles;
  readonly paths: TunnelFiles;
  /** The connection's file as it is. */
  readonly there: string | undefined;
}

const addressOf = ({ localInsideIp, insideCidr }: Desired): string => `${localInsideIp}/${insideCidr.split("/")[1]}`;

const isMarked = (text: string, step: ResolvedStep): boolean => text.startsWith(`# ${markOf(step)}\n`);
const withoutMark = (text: string): string => text.replace(/^# .*\n/, "");

/** Files that are not as they should be, and daemons that have not read them. */
async function differing({ wanted, box, files, paths, there }: Looked): Promise<string[]> {
  const device = interfaceOf(wanted.name);
  const isSame = await Promise.all(
    PARTS.map((part) =>
      part === "connection"
        ? there !== undefined && withoutMark(there) === withoutMark(files.connection)
        : box.holds(paths[part], files[part]),
    ),
  );
  const differs: string[] = PARTS.filter((_, i) => !isSame[i]);
  if (differs.length > 0) return differs;
  const [links, loaded] = await Promise.all([
    box.run(["ip", "-j", "-s", "link"]),
    box.run(["swanctl", "--list-conns"]),
  ]);
  return [
    ...(parseLinkPackets(links).has(device) ? [] : ["running device"]),
    ...(loaded.split("\n").some((line) => line.startsWith(`${device}:`)) ? [] : ["running connection"]),
  ];
}

const shown = ({ wanted, there }: Looked, step: ResolvedStep, differs: readonly string[]): ObservedResource => {
  const device = interfaceOf(wanted.name);
  return {
    state: differs.length === 0 ? "ready" : "pending",
    isOurs: there === undefined || isMarked(there, step),
    ids: { interface: device },
    outputs: { interface: device },
    differs,
  };
};
