import { describe, expect, it } from "vitest";
import { configSchema, isForOneStudent, readConfig, requireSignIn } from "./config.ts";

describe("a site that others reach", () => {
  it.each([
    ["HOST", "0.0.0.0"],
    ["HOST", "::"],
    ["HOST", "192.168.1.5"],
    ["HOST", "course.example.org"],
    ["HOST", "localhost.example.org"],
    ["HOST", "127.example.org"],
    ["ALLOWED_HOSTS", "course.example.org"],
  ])("by %s=%s does not start without sign-in, and says what to do", (name, value) => {
    expect(() => requireSignIn(readConfig({ [name]: value }))).toThrow(
      new RegExp(`^${name}=${value} is not allowed: .*SIGN_IN=invitation.*npm run invite`),
    );
    expect(isForOneStudent(readConfig({ [name]: value }))).toBe(false);
    expect(() => requireSignIn(readConfig({ [name]: value, SIGN_IN: "invitation" }))).not.toThrow();
  });

  it.each(["127.0.0.1", "127.0.0.2", "localhost", "::1"])("on %s it is nobody else's", (HOST) => {
    expect(() => requireSignIn(readConfig({ HOST }))).not.toThrow();
    expect(isForOneStudent(readConfig({ HOST }))).toBe(true);
    expect(isForOneStudent(readConfig({ HOST, SIGN_IN: "invitation" }))).toBe(false);
  });
});

describe("readConfig", () => {
  it("has a default for every setting", () => {
    const config = readConfig({});
    expect(config.PORT).toBe(3000);
    expect(config.SEAT_MEMORY).toBe(1.5 * 1024 ** 3);
    expect(Object.keys(config)).toEqual(Object.keys(configSchema.shape));
  });

  it("reads sizes in decimal and binary units", () => {
    expect(readConfig({ FILE_BYTES: "2MB" }).FILE_BYTES).toBe(2_000_000);
    expect(readConfig({ FILE_BYTES: "2MiB" }).FILE_BYTES).toBe(2 * 1024 * 1024);
    expect(readConfig({ FILE_BYTES: "17" }).FILE_BYTES).toBe(17);
  });

  it("takes mirrors, and the hosts that they keep their files on", () => {
    const config = readConfig({
      REGISTRY: "http://127.0.0.1:5000",
      PACKAGE_INDEX: "https://pypi.example.org/root/pypi/+simple/",
      DOWNLOAD_HOSTS: "cdn.example.org, .example.net,10.1.2.3:8443",
    });
    expect(config.DOWNLOAD_HOSTS).toEqual(["cdn.example.org", ".example.net", "10.1.2.3:8443"]);
  });

  it("takes several members of a cluster, and this machine's address among them", () => {
    const SEAT_HOST = "https://10.1.2.3:8443, https://10.1.2.4:8443";
    expect(readConfig({ SEAT_HOST, SEAT_HOST_ADDRESS: "10.1.2.3/24" })).toMatchObject({ SEAT_HOST });
  });

  it.each([
    ["SEAT_HOST", "https://10.1.2.3:8443,auto", "the https URL of an Incus"],
    ["SEAT_HOST_ADDRESS", "10.1.2.3", "192.168.7.11/24"],
    ["SEAT_HOST_ADDRESS", "10.1.2.3/24; reboot", "192.168.7.11/24"],
    ["PORT", "http", "a whole number from 1 to 65535"],
    ["PORT", "70000", "a whole number from 1 to 65535"],
    ["SEAT_MEMORY", "much", "a size such as"],
    ["OFFLINE", "maybe", "yes"],
    ["REGISTRY", "registry.example.org", "the URL of a registry"],
    ["REGISTRY", "https://example.org/docker-hub", "without a path"],
    ["REGISTRY", "https://user:word@example.org", "without a path"],
    ["PACKAGE_INDEX", "file:///srv/simple", "the URL of a Python package index"],
    ["PACKAGE_INDEX", "https://example.org/$(id)", "the URL of a Python package index"],
    ["PREVIEW_DOMAIN", "https://previews.example.net", "a host name"],
    ["PREVIEW_DOMAIN", "previews.example.net:3000", "a host name"],
    ["DOWNLOAD_HOSTS", "https://cdn.example.org/path", "host names such as"],
  ])("a wrong %s=%s names setting, value and what is allowed", (name, value, allowed) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name}=${value} is not allowed`);
    expect(() => readConfig({ [name]: value })).toThrow(allowed);
  });

  it.each(["drydock.example.org", "previews.drydock.example.org", "example.org"])(
    "previews do not live on %s beside the site",
    (PREVIEW_DOMAIN) => {
      const read = () => readConfig({ PREVIEW_DOMAIN, ALLOWED_HOSTS: "drydock.example.org" });
      expect(read).toThrow("it must neither be a name of the site");
    },
  );

  it("every setting is documented", () => {
    for (const schema of Object.values(configSchema.shape)) expect(schema.description).toBeTruthy();
  });
});
