import type { ServiceKind } from "../../_shared/billing/service.ts";

/** What Oracle's services are in FOCUS, by the code in its reports. */
const services: Readonly<Record<string, ServiceKind>> = {
  ANALYTICS: ["Analytics", "Business Intelligence"],
  API_GATEWAY: ["Integration", "API Management"],
  APPLICATION_PERFORMANCE_MONITORING: ["Management and Governance", "Observability"],
  AUDIT: ["Management and Governance", "Compliance"],
  BIG_DATA: ["Analytics", "Data Processing"],
  BLOCK_STORAGE: ["Storage", "Block Storage"],
  COMPUTE: ["Compute", "Virtual Machines"],
  CONTAINER_ENGINE: ["Compute", "Containers"],
  DATABASE: ["Databases", "Relational Databases"],
  DATASCIENCE: ["AI and Machine Learning", "Machine Learning"],
  DATA_INTEGRATION: ["Analytics", "Data Processing"],
  DNS: ["Networking", "Network Routing"],
  FAST_CONNECT: ["Networking", "Network Connectivity"],
  FASTCONNECT: ["Networking", "Network Connectivity"],
  FILE_STORAGE: ["Storage", "File Storage"],
  FUNCTIONS: ["Compute", "Serverless Compute"],
  IDENTITY: ["Identity", "Identity and Access Management"],
  KMS: ["Security", "Secret Management"],
  LOAD_BALANCER: ["Networking", "Application Networking"],
  LOGGING: ["Management and Governance", "Observability"],
  LOGGING_ANALYTICS: ["Management and Governance", "Observability"],
  MYSQL: ["Databases", "Relational Databases"],
  NETWORK: ["Networking", "Network Connectivity"],
  NETWORK_FIREWALL: ["Networking", "Network Security"],
  NOSQL: ["Databases", "NoSQL Databases"],
  NOTIFICATIONS: ["Integration", "Messaging"],
  OBJECTSTORE: ["Storage", "Object Storage"],
  ORACLE_STREAMING_SERVICE: ["Integration", "Messaging"],
  POSTGRESQL: ["Databases", "Relational Databases"],
  QUEUE: ["Integration", "Messaging"],
  REDIS: ["Databases", "Caching"],
  TELEMETRY: ["Management and Governance", "Observability"],
  VPN: ["Networking", "Network Connectivity"],
  WAF: ["Networking", "Network Security"],
};

export const serviceOf = (code: string): ServiceKind | undefined =>
  Object.hasOwn(services, code) ? services[code] : undefined;
