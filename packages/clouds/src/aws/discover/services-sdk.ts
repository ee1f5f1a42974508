/** What discovery uses of the SDKs of Lambda and RDS, loaded with the first VPC that may have something in it. */
export { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
export { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
