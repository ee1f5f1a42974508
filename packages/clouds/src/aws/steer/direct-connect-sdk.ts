/** What steering and the official test use of Direct Connect's SDK, loaded with the first call as EC2's is. */
export {
  DescribeDirectConnectGatewayAssociationsCommand,
  DescribeVirtualInterfacesCommand,
  DirectConnectClient,
  StartBgpFailoverTestCommand,
  StopBgpFailoverTestCommand,
  UpdateDirectConnectGatewayAssociationCommand,
} from "@aws-sdk/client-direct-connect";
