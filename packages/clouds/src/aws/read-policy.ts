/** What discovery calls, and nothing more. Rights on STS's GetCallerIdentity are not needed. */
const actions = [
  "ec2:DescribeCustomerGateways",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNatGateways",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRegions",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSubnets",
  "ec2:DescribeTransitGatewayAttachments",
  "ec2:DescribeTransitGatewayConnectPeers",
  "ec2:DescribeTransitGatewayPeeringAttachments",
  "ec2:DescribeTransitGatewayRouteTables",
  "ec2:DescribeTransitGateways",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "ec2:DescribeVpnConnections",
  "ec2:DescribeVpnGateways",
  "ec2:SearchTransitGatewayRoutes",
  "directconnect:DescribeConnections",
  "directconnect:DescribeDirectConnectGatewayAssociations",
  "directconnect:DescribeDirectConnectGateways",
  "directconnect:DescribeInterconnects",
  "directconnect:DescribeLags",
  "directconnect:DescribeVirtualInterfaces",
  "interconnect:ListConnections",
  "networkmanager:GetCoreNetwork",
  "networkmanager:GetNetworkRoutes",
  "networkmanager:ListAttachments",
  "networkmanager:ListCoreNetworks",
  "networkmanager:ListPeerings",
  "cloudwatch:GetMetricData",
];

/** An IAM policy for `aws iam create-policy --policy-document`. None of these actions can be limited to a resource. */
export const awsReadPolicy = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [{ Sid: "SkylaneRead", Effect: "Allow", Action: actions, Resource: "*" }],
  },
  null,
  2,
);
