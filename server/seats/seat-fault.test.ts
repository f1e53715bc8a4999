import { expect, it } from "vitest";
import { seatFault } from "./seat-fault.ts";

it("says which setting is too small when a clone is larger than its disk", () => {
  const refused = new Error(
    "Create instance from copy: Failed to run: btrfs qgroup limit -e none 0/704 /pool/containers/seat: exit status 1 (ERROR: unable to limit requested quota group: Disk quota exceeded)",
  );
  const fault = seatFault(refused, "openSeat");
  expect(fault.code).toBe("SEAT_UNAVAILABLE");
  expect(fault.userMessage).toContain("SEAT_DISK");
  expect(seatFault(new Error("write: Disk quota exceeded"), "openSeat").userMessage).not.toContain(
    "SEAT_DISK",
  );
});
