/** Names and addresses inside the private seat host. They are the machine's nowhere outside its namespaces. */
export const layout = {
  group: "drydock",
  project: "drydock",
  pool: "seats",
  seatBridge: "drydock-seats",
  seatNetwork: "10.78.0.0/20",
  seatBridgeAddress: "10.78.0.1/20",
  servicesAddress: "10.78.0.2",
  goldenAddress: "10.78.0.3",
  outBridge: "drydock-out",
  outBridgeAddress: "10.79.0.1/24",
  outServicesAddress: "10.79.0.2",
  proxyPort: 3128,
  indexPort: 80,
  apiPort: 8443,
} as const;
