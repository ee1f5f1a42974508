/** What provisioning uses of EC2's SDK, and nothing else of it: a bundle carries these, and loads them with the first call. */
export {
  CreateCustomerGatewayCommand,
  DeleteCustomerGatewayCommand,
  DescribeCustomerGatewaysCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
