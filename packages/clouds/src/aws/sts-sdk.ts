/** What assuming a role uses of STS's SDK, loaded with the first role as the other SDKs are with their first call. */
export { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
