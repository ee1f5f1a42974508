import { type ActingRoles, actingCredentials, type CredentialsFor } from "../acting-role.ts";

/** Credentials of the provisioner role of each account. */
export const provisionerCredentials = (roles: ActingRoles): CredentialsFor =>
  actingCredentials(roles, {
    sessionName: "skylane-provisioner",
    orCorrect: "ask for a connection between accounts that are there",
    inStack: "set Provisioning to on, name this function's role in HubProvisionerRoleArns,",
  });
