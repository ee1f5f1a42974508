import type { EstateService } from "./types.ts";

/** A service before it has a place. */
export type Draft = Pick<EstateService, "kind" | "name" | "port" | "isTls" | "dnsName" | "publicAddress" | "tags">;

const machine =
  (kind: EstateService["kind"]) =>
  (name: string, port?: number, more: Partial<Draft> = {}): Draft => ({
    kind,
    name,
    ...(port !== undefined && { port }),
    ...(port === 443 && { isTls: true }),
    ...more,
  });

export const lambda = (name: string, more: Partial<Draft> = {}): Draft => ({ kind: "lambda", name, ...more });
export const ec2 = machine("ec2-instance");
export const vm = machine("azure-vm");
export const gce = machine("gce-instance");
export const host = machine("host");
const POSTGRES_PORT = 5_432;
export const cloudSql = (name: string): Draft => machine("cloud-sql")(name, POSTGRES_PORT, { isTls: true });
/** A PostgreSQL of RDS: the name it has is known to all the world, and means an address in its VPC. */
export const rds = (name: string, regionId: string, cluster: string): Draft =>
  machine("rds")(name, POSTGRES_PORT, { isTls: true, dnsName: `${name}.${cluster}.${regionId}.rds.amazonaws.com` });
/** A server of Azure SQL: no address in any VNet until a private endpoint is made. */
export const azureSql = (name: string, publicAddress: string): Draft =>
  machine("azure-sql")(name, 1_433, { isTls: true, dnsName: `${name}.database.windows.net`, publicAddress });
/** A storage account of Azure. */
export const azureStorage = (name: string, publicAddress: string): Draft =>
  machine("storage")(name, 443, { dnsName: `${name}.blob.core.windows.net`, publicAddress });

/** A network with services, the zone that holds their names, and the /24s of its functions and of its machines. */
export interface Home {
  readonly networkId: string;
  readonly short: string;
  readonly cloud: EstateService["cloud"];
  readonly regionId: string;
  readonly accountId?: string | undefined;
  readonly cidr: string;
  readonly zone: string;
}

const FIRST_HOST = 11;
const FUNCTIONS_THIRD = 20;
const MACHINES_THIRD = 30;

/** Gives each service its id, address, name and guard in a network; what has a public endpoint stands in none. */
export function settle(home: Home, drafts: readonly Draft[], application: string): EstateService[] {
  const prefix = home.cidr.split(".").slice(0, 2).join(".");
  return drafts.map((draft, i): EstateService => {
    const label = draft.name.toLowerCase();
    const id = `${home.short}-${label}`;
    const third = draft.kind === "lambda" ? FUNCTIONS_THIRD : MACHINES_THIRD;
    const { cloud, regionId, accountId } = home;
    return {
      id,
      ...draft,
      cloud,
      regionId,
      ...(accountId && { accountId }),
      ...(draft.publicAddress === undefined && {
        networkId: home.networkId,
        address: `${prefix}.${third}.${FIRST_HOST + i}`,
        ...(draft.port !== undefined && { dnsName: draft.dnsName ?? `${label}.${home.zone}` }),
        ...(cloud === "aws" && { securityGroupIds: [groupIdOf(id)] }),
        ...(cloud === "azure" && { nsgId: `nsg-${home.networkId}` }),
        ...(cloud === "gcp" && { networkTags: [label] }),
      }),
      tags: { application, environment: "prod", ...draft.tags },
    };
  });
}

/** Hexadecimal id that is the same for the same name (FNV-1a), as `vpc-0…`. */
export function providerId(kind: string, name: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of `${kind}/${name}`)
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return `${kind}-0${hash.toString(16).padStart(16, "0")}`;
}
const groupIdOf = (serviceId: string): string => providerId("sg", serviceId);
