/** What steering uses of EC2's SDK, and nothing else of it: a bundle carries these, and loads them with the first call. */
export {
  CreateRouteCommand,
  CreateTransitGatewayRouteCommand,
  DeleteRouteCommand,
  DeleteTransitGatewayRouteCommand,
  DescribeRouteTablesCommand,
  DisableTransitGatewayRouteTablePropagationCommand,
  DisableVgwRoutePropagationCommand,
  EC2Client,
  EnableTransitGatewayRouteTablePropagationCommand,
  EnableVgwRoutePropagationCommand,
  paginateGetTransitGatewayRouteTablePropagations,
  paginateSearchTransitGatewayRoutes,
  ReplaceRouteCommand,
  ReplaceTransitGatewayRouteCommand,
  SearchTransitGatewayRoutesCommand,
} from "@aws-sdk/client-ec2";
