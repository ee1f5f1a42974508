import { type BuiltGroups, withBuiltGroups } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import type { Secrets } from "../secrets/secrets.ts";
import type { Invoked } from "../trace/invocation-of.ts";
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
  /** What it does around each invocation of a handler that asks for it. */
  readonly around?: Around;
  /** What it makes of the other ports of that handler. */
  readonly watch?: (others: Partial<PortValues>) => Partial<PortValues>;
}

/** Something around an invocation; `lambda` is the context that Lambda hands over. */
export type Around = <Result>(
  invocation: { readonly raw: unknown; readonly lambda: unknown; readonly invoked: Invoked },
  run: () => Promise<Result>,
) => Promise<Result>;

/** Ports together with what is there always. */
type Given<Name extends PortName> = Pick<Deps, Always> & Pick<PortValues, Name>;

/** What a handler asks for. */
export interface Ports<Values> {
  readonly names: readonly PortName[];
  /** @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID, and what a port throws that cannot be made */
  readonly make: () => Promise<Values>;
  /** Absent = nothing is around an invocation. */
  readonly around?: Around | undefined;
}

/**
 * What a handler needs, named: its function is bundled with these ports and may do what they do, and no more. Where `builtGroups` is
 * among them, the configuration holds the groups that were built by now, read at each call: there is no older state to act on.
 */
export const ports = <const Asked extends readonly Port<PortName>[]>(
  ...asked: Asked
): Ports<Given<Asked[number]["name"]>> => ({
  names: asked.map(({ name }) => name).sort(),
  around: asked.find(({ around }) => around)?.around,
  async make() {
    const from = await theSurroundings();
    const { config, clock, ids, log, settings } = from;
    const made = await Promise.all(asked.map(async (port) => [port.name, await from.the(port)] as const));
    const plain = Object.fromEntries(made) as { readonly builtGroups?: BuiltGroups };
    const ofPorts = { ...plain, ...asked.find(({ watch }) => watch)?.watch?.(plain) };
    const { builtGroups } = plain;
    const whole = builtGroups ? withBuiltGroups(config, await builtGroups.list()) : config;
    const values = { config: whole, clock, ids, log, regionId: settings.regionId, ...ofPorts };
    return values as Given<Asked[number]["name"]>;
  },
});
