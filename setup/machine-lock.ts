/** Locked by the holder as long as it lives; its text says in which directory the machine's seat host is. */
export const MACHINE_LOCK = "/run/lock/drydock-seat-host.lock";
