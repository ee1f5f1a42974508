/** What Skylane may write to is marked so by its owner. */
const IF_MARKED = { StringEquals: { "aws:ResourceTag/skylane:managed": "true" } };

interface Rights {
  /** None of these can be limited to a resource. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly on: readonly string[];
  readonly condition?: typeof IF_MARKED;
}

const policyOf = ({ read, write, on, condition }: Rights): string =>
  JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        { Sid: "SkylaneLook", Effect: "Allow", Action: read, Resource: "*" },
        {
          Sid: "SkylaneSteer",
          Effect: "Allow",
          Action: write,
          Resource: on,
          ...(condition && { Condition: condition }),
        },
      ],
    },
    null,
    2,
  );

const TRANSIT = ["arn:aws:ec2:*:*:transit-gateway-route-table/*", "arn:aws:ec2:*:*:transit-gateway-attachment/*"];
const VPC_TABLES = ["arn:aws:ec2:*:*:route-table/*"];
const VIRTUAL_GATEWAYS = ["arn:aws:ec2:*:*:vpn-gateway/*"];

/** IAM policies for `aws iam create-policy --policy-document`, by actuator: what it calls and nothing else. */
export const awsSteerPolicies = {
  "aws.tgw-route": policyOf({
    read: ["ec2:SearchTransitGatewayRoutes"],
    write: ["ec2:CreateTransitGatewayRoute", "ec2:DeleteTransitGatewayRoute", "ec2:ReplaceTransitGatewayRoute"],
    on: TRANSIT,
    condition: IF_MARKED,
  }),
  "aws.tgw-propagation": policyOf({
    read: ["ec2:GetTransitGatewayRouteTablePropagations", "ec2:SearchTransitGatewayRoutes"],
    write: ["ec2:DisableTransitGatewayRouteTablePropagation", "ec2:EnableTransitGatewayRouteTablePropagation"],
    on: TRANSIT,
    condition: IF_MARKED,
  }),
  "aws.vpc-route": policyOf({
    read: ["ec2:DescribeRouteTables"],
    write: ["ec2:CreateRoute", "ec2:DeleteRoute", "ec2:ReplaceRoute"],
    on: VPC_TABLES,
    condition: IF_MARKED,
  }),
  "aws.vgw-propagation": policyOf({
    read: ["ec2:DescribeRouteTables"],
    write: ["ec2:DisableVgwRoutePropagation", "ec2:EnableVgwRoutePropagation"],
    on: [...VPC_TABLES, ...VIRTUAL_GATEWAYS],
    condition: IF_MARKED,
  }),
  // an association has no ARN and no tags of its own
  "aws.dx-prefixes": policyOf({
    read: ["directconnect:DescribeDirectConnectGatewayAssociations"],
    write: ["directconnect:UpdateDirectConnectGatewayAssociation"],
    on: ["*"],
  }),
} as const;
