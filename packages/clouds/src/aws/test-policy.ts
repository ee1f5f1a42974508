/** What `aws.bgp-failover-test` needs, and nothing else: the tests of the interfaces that are named. */
export const bgpFailoverTestPolicy = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["directconnect:DescribeVirtualInterfaces"], Resource: "*" },
      {
        Effect: "Allow",
        Action: ["directconnect:StartBgpFailoverTest", "directconnect:StopBgpFailoverTest"],
        Resource: "arn:aws:directconnect:<region>:<account-id>:dxvif/<virtual-interface-id>",
      },
    ],
  },
  null,
  2,
);
