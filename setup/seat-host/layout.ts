/** Names and addresses inside the private seat host. They are the machine's nowhere outside its namespaces. */
export const layout = {
  group: "drydock",
  project: "drydock",
  pool: "seats",
  seatBridge: "drydock-seats",
  seatNetwork: "10.78.0.0/20",
  seatBridgeAddress: "10.78.0.1/20",
  servicesAddress: "10.78.0.2",
  goldenAddresses: ["10.78.0.3", "10.78.0.4", "10.78.0.5"],
  outBridge: "drydock-out",
  outBridgeAddress: "10.79.0.1/24",
  outServicesAddress: "10.79.0.2",
  outDns: "10.0.2.3",
  servicesPort: "drydock-svc",
  outServicesPort: "drydock-outsvc",
  proxyPort: 3128,
  indexPort: 80,
  /** The class registry, as seats name it: registry:5000. */
  registryPort: 5000,
  /** The pull-through mirror of the registry that base images come from. */
  mirrorPort: 5001,
  apiPort: 8443,
} as const;
