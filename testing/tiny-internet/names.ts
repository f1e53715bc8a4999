/** The tiny internet's one address: from a block that is for documentation, and here lives on a loopback only. */
export const ADDRESS = "198.51.100.10";

/** Names of the real internet that answer there, each as the thing that it really is. */
export const HOSTS = {
  registry: "registry-1.docker.io",
  tokens: "auth.docker.io",
  layers: "production.cloudfront.docker.com",
  index: "pypi.org",
  files: "files.pythonhosted.org",
  debian: "deb.debian.org",
  /** Exists, and is on no list. */
  stranger: "stranger.example",
} as const;

/** On the list, and pointed at somebody's inside by whoever answers for the name: an attack. */
export const TURNED_INSIDE = { name: "security.debian.org", address: "10.0.2.2" };

/** Where registry and index of one's own listen on the loopback, in plain HTTP, and two that nobody named. */
export const OWN = { registryPort: 5000, indexPort: 5001, strangerPorts: [80, 5002] } as const;
