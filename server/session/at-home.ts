import type { IncomingMessage } from "node:http";
import { isLoopbackName } from "./check-host.ts";

/** What a proxy in front of the site says of whoever is behind it. */
const ofProxies =
  /^(?:x-forwarded-.*|forwarded|via|x-real-ip|x-client-ip|x-original-.*|true-client-ip|cf-.*|cdn-loop|x-proxyuser-ip|x-envoy-.*)$/;

/** 127.0.0.0/8 and ::1, also as IPv4 within IPv6. */
export function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? "").toLowerCase().replace(/^::ffff:/, "");
  return plain === "::1" || /^127(?:\.\d{1,3}){3}$/.test(plain);
}

/**
 * Whether a request comes from a program of the computer that the site runs on, and not through a proxy there. Both
 * ends of the connection tell, and only then the headers: a proxy that hides itself behind all of them speaks
 * HTTP/1.0 to us (nginx, unless told otherwise), as no browser does.
 */
export function isAtHome(request: IncomingMessage): boolean {
  const { remoteAddress, localAddress } = request.socket;
  return (
    isLoopbackAddress(remoteAddress) &&
    isLoopbackAddress(localAddress) &&
    request.httpVersion !== "1.0" &&
    isLoopbackName(request.headers.host) &&
    !Object.keys(request.headers).some((name) => ofProxies.test(name))
  );
}
