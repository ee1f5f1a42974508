import type { ServiceKind } from "../../_shared/billing/service.ts";

/** What Google's services are in FOCUS, by description, lower case. */
const services: Readonly<Record<string, ServiceKind>> = {
  alloydb: ["Databases", "Relational Databases"],
  "app engine": ["Web", "Application Platforms"],
  "artifact registry": ["Developer Tools"],
  bigquery: ["Analytics", "Data Warehouses"],
  "bigquery reservation api": ["Analytics", "Data Warehouses"],
  "bigquery storage api": ["Analytics", "Data Warehouses"],
  "cloud bigtable": ["Databases", "NoSQL Databases"],
  "cloud build": ["Developer Tools", "Continuous Integration and Deployment"],
  "cloud composer": ["Integration", "Workflow Orchestration"],
  "cloud dataflow": ["Analytics", "Data Processing"],
  "cloud dns": ["Networking", "Network Routing"],
  "cloud filestore": ["Storage", "File Storage"],
  "cloud firestore": ["Databases", "NoSQL Databases"],
  "cloud functions": ["Compute", "Serverless Compute"],
  "cloud key management service (kms)": ["Security", "Secret Management"],
  "cloud logging": ["Management and Governance", "Observability"],
  "cloud memorystore for redis": ["Databases", "Caching"],
  "cloud monitoring": ["Management and Governance", "Observability"],
  "cloud pub/sub": ["Integration", "Messaging"],
  "cloud run": ["Compute", "Serverless Compute"],
  "cloud run functions": ["Compute", "Serverless Compute"],
  "cloud scheduler": ["Integration"],
  "cloud spanner": ["Databases", "Relational Databases"],
  "cloud sql": ["Databases", "Relational Databases"],
  "cloud storage": ["Storage", "Object Storage"],
  "compute engine": ["Compute", "Virtual Machines"],
  dataproc: ["Analytics", "Data Processing"],
  "kubernetes engine": ["Compute", "Containers"],
  networking: ["Networking", "Network Connectivity"],
  "network intelligence center": ["Networking", "Network Infrastructure"],
  "secret manager": ["Security", "Secret Management"],
  "security command center": ["Security", "Security Posture Management"],
  support: ["Management and Governance", "Support"],
  "vertex ai": ["AI and Machine Learning", "AI Platforms"],
};

export const serviceOf = (description: string): ServiceKind | undefined => {
  const key = description.toLowerCase();
  return Object.hasOwn(services, key) ? services[key] : undefined;
};
