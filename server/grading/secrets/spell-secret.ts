/**
 * How a secret may be written in a file: as it is, in hexadecimal in both cases, and in base64 wherever in a longer
 * text it begins. Of base64 only what does not depend on what stands beside the secret.
 * @param secret at least 16 bytes of text without white space at its ends
 */
export function spellSecret(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The first characters hold bits of what stands before, the last ones of what comes after.
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((before * 8) / 6), whole);
  });
  return [...new Set([secret, hex, hex.toUpperCase(), ...base64])];
}
