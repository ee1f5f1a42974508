import { DescribeInstancesCommand, type EC2Client, type Instance, type NetworkInterface } from "@aws-sdk/client-ec2";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { DBInstance } from "@aws-sdk/client-rds";
import type { Asker } from "./ask-aws.ts";
import type { ServiceClients } from "./connect-aws.ts";

/** What of an account's functions can be connected: the rest of what Lambda says, such as their environment, is not kept. */
export type SafeFunction = Pick<FunctionConfiguration, "FunctionArn" | "FunctionName" | "VpcConfig">;

/** What one account runs in one Region that can be connected. */
export interface ServiceParts {
  readonly functions: readonly SafeFunction[];
  readonly instances: readonly Instance[];
  readonly databases: readonly DBInstance[];
}

const INSTANCE_PAGE = 1_000;
const FUNCTION_PAGE = 50;
const DATABASE_PAGE = 100;

/** One call for each kind, and more only where there are more pages. Where there is no VPC there is nothing to connect. */
export async function readServices(
  ec2: EC2Client,
  services: () => Promise<ServiceClients>,
  vpcCount: number,
  ask: Asker,
): Promise<ServiceParts> {
  if (vpcCount === 0) return { functions: [], instances: [], databases: [] };
  const [{ lambda, rds }, { DescribeDBInstancesCommand, ListFunctionsCommand }] = await Promise.all([
    services(),
    import("./services-sdk.ts"),
  ]);
  const [functions, instances, databases] = await Promise.all([
    ask.all(
      "lambda:ListFunctions",
      (Marker, options) => lambda.send(new ListFunctionsCommand({ Marker, MaxItems: FUNCTION_PAGE }), options),
      ({ Functions, NextMarker }) => ({
        items: Functions?.map(({ FunctionArn, FunctionName, VpcConfig }) => ({ FunctionArn, FunctionName, VpcConfig })),
        next: NextMarker,
      }),
    ),
    ask.all(
      "ec2:DescribeInstances",
      (NextToken, options) => ec2.send(new DescribeInstancesCommand({ NextToken, MaxResults: INSTANCE_PAGE }), options),
      ({ Reservations, NextToken }) => ({
        items: Reservations?.flatMap(({ Instances }) => Instances ?? []),
        next: NextToken,
      }),
    ),
    ask.all(
      "rds:DescribeDBInstances",
      (Marker, options) => rds.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: DATABASE_PAGE }), options),
      ({ DBInstances, Marker }) => ({ items: DBInstances, next: Marker }),
    ),
  ]);
  return { functions: functions ?? [], instances: instances ?? [], databases: databases ?? [] };
}

/** An interface, as far as it tells whose it is. */
export interface HostInterface {
  readonly vpcId: string;
  readonly subnetId: string | undefined;
  readonly address: string;
  readonly groupIds: readonly string[];
  readonly kind: "lambda" | "rds" | "ec2-instance";
}

/** The interface of a service; `undefined` for those of anything else. */
export function hostInterface(one: NetworkInterface): HostInterface | undefined {
  const { VpcId, SubnetId, PrivateIpAddress, InterfaceType, Description, Attachment, Groups = [] } = one;
  if (VpcId === undefined || PrivateIpAddress === undefined) return undefined;
  const kind =
    InterfaceType === "lambda"
      ? "lambda"
      : Description === "RDSNetworkInterface"
        ? "rds"
        : Attachment?.InstanceId === undefined
          ? undefined
          : "ec2-instance";
  return (
    kind && {
      vpcId: VpcId,
      subnetId: SubnetId,
      address: PrivateIpAddress,
      groupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []),
      kind,
    }
  );
}
