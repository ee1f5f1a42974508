import { type BuiltGroups, withBuiltGroups } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import type { Secrets } from "../secrets/secrets.ts";
import { type Surroundings, theSurroundings } from "./surroundings.ts";

/** What is there always: it takes no permission and costs nothing. */
type Always = "config" | "clock" | "ids" | "log" | "regionId";

/** Everything a handler can ask for: what use cases see, and what only handlers do. */
interface PortValues extends Omit<Deps, Always> {
  readonly secrets: Secrets;
}

/** Name of a port, as use cases know it. */
export type PortName = keyof PortValues;

/** One port and how it is made, which is done once in a process, when it is first needed. A literal, so that a bundle without it has nothing of it. */
export interface Port<Name extends PortName> {
  readonly name: Name;
  readonly make: (from: Surroundings) => PortValues[Name] | Promise<PortValues[Name]>;
}

/** Ports together with what is there always. */
type Given<Name extends PortName> = Pick<Deps, Always> & Pick<PortValues, Name>;

/** What a handler asks for. */
export interface Ports<Values> {
  readonly names: readonly PortName[];
  /** @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID, and what a port throws that cannot be made */
  readonly make: () => Promise<Values>;
}

/**
 * What a handler needs, named: its function is bundled with these ports and may do what they do, and no more. Where `builtGroups` is
 * among them, the configuration holds the groups that were built by now, read at each call: there is no older state to act on.
 */
export const ports = <const Asked extends readonly Port<PortName>[]>(
  ...asked: Asked
): Ports<Given<Asked[number]["name"]>> => ({
  names: asked.map(({ name }) => name).sort(),
  async make() {
    const from = await theSurroundings();
    const { config, clock, ids, log, settings } = from;
    const made = await Promise.all(asked.map(async (port) => [port.name, await from.the(port)] as const));
    const ofPorts = Object.fromEntries(made) as { readonly builtGroups?: BuiltGroups };
    const { builtGroups } = ofPorts;
    const whole = builtGroups ? withBuiltGroups(config, await builtGroups.list()) : config;
    const values = { config: whole, clock, ids, log, regionId: settings.regionId, ...ofPorts };
    return values as Given<Asked[number]["name"]>;
  },
});
