/** Whose account and Region the bus plays. */
export interface Account {
  readonly region: string;
  readonly accountId: string;
}

/** ARNs of EventBridge's resources, and the names in them. */
export interface Arns {
  bus(name: string): string;
  /** Rules on the default bus leave the bus's name out, as on AWS. */
  rule(bus: string, name: string): string;
  archive(name: string): string;
  replay(name: string): string;
}

export function arnsOf({ region, accountId }: Account): Arns {
  const arn = (resource: string): string => `arn:aws:events:${region}:${accountId}:${resource}`;
  return {
    bus: (name) => arn(`event-bus/${name}`),
    rule: (bus, name) => arn(bus === "default" ? `rule/${name}` : `rule/${bus}/${name}`),
    archive: (name) => arn(`archive/${name}`),
    replay: (name) => arn(`replay/${name}`),
  };
}

/** The name in a bus or archive ARN, or the name itself. */
export const nameOf = (nameOrArn: string): string =>
  nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.indexOf("/") + 1) : nameOrArn;

/** The bus an ARN of `account` names, or `undefined` if it names something else. */
export function busOfArn(arn: string, { region, accountId }: Account): string | undefined {
  const prefix = `arn:aws:events:${region}:${accountId}:event-bus/`;
  return arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined;
}
