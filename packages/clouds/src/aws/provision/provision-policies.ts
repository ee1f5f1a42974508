/** Objects that Skylane made bear who they were made for. */
const IF_OURS = { Null: { "aws:ResourceTag/skylane:run": "false" } };
const IF_NAMED_OURS = { Null: { "aws:RequestTag/skylane:run": "false" } };
/** What is the account's own is marked by its owner, as for steering. */
const IF_MARKED = { StringEquals: { "aws:ResourceTag/skylane:managed": "true" } };

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const ec2 = (...types: readonly string[]): readonly string[] => types.map((type) => `arn:aws:ec2:*:*:${type}/*`);

/** Reads; none of these can be limited to a resource. */
const look = (...names: readonly string[]): Statement => ({
  Sid: "SkylaneLook",
  Effect: "Allow",
  Action: names.map((name) => `ec2:${name}`),
  Resource: "*",
});
/** Makes an object with Skylane's tags, out of others that are there. */
const make = (name: string, made: string, ...from: readonly string[]): readonly Statement[] => [
  { Sid: "SkylaneMake", Effect: "Allow", Action: [`ec2:${name}`], Resource: ec2(made), Condition: IF_NAMED_OURS },
  ...(from.length === 0
    ? []
    : [{ Sid: "SkylaneUse", Effect: "Allow" as const, Action: [`ec2:${name}`], Resource: ec2(...from) }]),
  {
    Sid: "SkylaneTag",
    Effect: "Allow",
    Action: ["ec2:CreateTags"],
    Resource: ec2(made),
    Condition: { StringEquals: { "ec2:CreateAction": name } },
  },
];
const takeAway = (name: string, made: string): Statement => ({
  Sid: "SkylaneTakeAway",
  Effect: "Allow",
  Action: [`ec2:${name}`],
  Resource: ec2(made),
  Condition: IF_OURS,
});
const change = (names: readonly string[], types: readonly string[], Condition?: Statement["Condition"]): Statement => ({
  Sid: "SkylaneChange",
  Effect: "Allow",
  Action: names.map((name) => `ec2:${name}`),
  Resource: ec2(...types),
  ...(Condition && { Condition }),
});

/** Attachments of VPN connections cannot be made with tags, and a route table may be of a gateway that others made. */
const LINKS = change(
  [
    "AssociateTransitGatewayRouteTable",
    "DisassociateTransitGatewayRouteTable",
    "EnableTransitGatewayRouteTablePropagation",
  ],
  ["transit-gateway-attachment", "transit-gateway-route-table"],
);
const ATTACHMENT = "transit-gateway-attachment";

const policyOf = (...Statement: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);

/** A rule bears Skylane's tags as soon as it is made; the group that it is added to is marked by its owner. */
const RULES = ["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress"];
const UNRULES = ["RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"];

const ROUTE53_ZONE = "arn:aws:route53:::hostedzone/*";

/**
 * IAM policies for `aws iam create-policy --policy-document`, by what is made: what its provisioner calls and nothing else.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (read 2026-11)
 */
export const awsProvisionPolicies = {
  "aws.transit-gateway": policyOf(
    look("DescribeTransitGateways"),
    ...make("CreateTransitGateway", "transit-gateway"),
    takeAway("DeleteTransitGateway", "transit-gateway"),
  ),
  "aws.vpc-attachment": policyOf(
    look(
      "DescribeTransitGatewayAttachments",
      "DescribeTransitGatewayVpcAttachments",
      "GetTransitGatewayAttachmentPropagations",
    ),
    ...make("CreateTransitGatewayVpcAttachment", ATTACHMENT, "transit-gateway", "vpc", "subnet"),
    LINKS,
    takeAway("DeleteTransitGatewayVpcAttachment", ATTACHMENT),
  ),
  "aws.customer-gateway": policyOf(
    look("DescribeCustomerGateways"),
    ...make("CreateCustomerGateway", "customer-gateway"),
    takeAway("DeleteCustomerGateway", "customer-gateway"),
  ),
  "aws.vpn-connection": policyOf(
    look(
      "DescribeTransitGatewayAttachments",
      "DescribeTransitGateways",
      "DescribeVpnConnections",
      "GetTransitGatewayAttachmentPropagations",
    ),
    ...make("CreateVpnConnection", "vpn-connection", "customer-gateway", "transit-gateway"),
    LINKS,
    takeAway("DeleteVpnConnection", "vpn-connection"),
  ),
  "aws.vpc-route": policyOf(
    look("DescribeRouteTables"),
    change(["CreateRoute", "DeleteRoute", "ReplaceRoute"], ["route-table"], IF_MARKED),
  ),
  "aws.security-group-rule": policyOf(
    look("DescribeSecurityGroupRules"),
    change([...RULES, ...UNRULES], ["security-group"], IF_MARKED),
    { ...change(RULES, ["security-group-rule"], IF_NAMED_OURS), Sid: "SkylaneMake" },
    {
      Sid: "SkylaneTag",
      Effect: "Allow",
      Action: ["ec2:CreateTags"],
      Resource: ec2("security-group-rule"),
      Condition: { StringEquals: { "ec2:CreateAction": RULES } },
    },
  ),
  "aws.vpc-peering": policyOf(
    look("DescribeVpcPeeringConnections"),
    ...make("CreateVpcPeeringConnection", "vpc-peering-connection", "vpc"),
    // the other account does not see the tags of who asked
    change(["AcceptVpcPeeringConnection"], ["vpc-peering-connection", "vpc"]),
    takeAway("DeleteVpcPeeringConnection", "vpc-peering-connection"),
  ),
  "aws.transit-gateway-peering": policyOf(
    look("DescribeTransitGatewayAttachments", "DescribeTransitGatewayPeeringAttachments"),
    ...make("CreateTransitGatewayPeeringAttachment", ATTACHMENT, "transit-gateway"),
    change(["AcceptTransitGatewayPeeringAttachment"], [ATTACHMENT]),
    change(
      ["AssociateTransitGatewayRouteTable", "DisassociateTransitGatewayRouteTable"],
      [ATTACHMENT, "transit-gateway-route-table"],
    ),
    takeAway("DeleteTransitGatewayPeeringAttachment", ATTACHMENT),
  ),
  "aws.transit-route": policyOf(
    look("SearchTransitGatewayRoutes"),
    change(
      ["CreateTransitGatewayRoute", "DeleteTransitGatewayRoute", "ReplaceTransitGatewayRoute"],
      [ATTACHMENT, "transit-gateway-route-table"],
    ),
  ),
  // zones of Route 53 know no tags in conditions when they are made, and a record none at all
  "aws.private-zone": policyOf(
    {
      Sid: "SkylaneMake",
      Effect: "Allow",
      Action: ["route53:CreateHostedZone", "route53:ListHostedZonesByVPC", "ec2:DescribeVpcs"],
      Resource: "*",
    },
    {
      Sid: "SkylaneTakeAway",
      Effect: "Allow",
      Action: ["route53:ChangeTagsForResource", "route53:DeleteHostedZone", "route53:GetHostedZone"],
      Resource: [ROUTE53_ZONE],
    },
    // Route 53 joins the zone to the VPC in the caller's name
    {
      Sid: "SkylaneUse",
      Effect: "Allow",
      Action: ["route53:AssociateVPCWithHostedZone"],
      Resource: [ROUTE53_ZONE, ...ec2("vpc")],
    },
  ),
  "aws.dns-record": policyOf({
    Sid: "SkylaneChange",
    Effect: "Allow",
    Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
    Resource: [ROUTE53_ZONE],
  }),
} as const;
