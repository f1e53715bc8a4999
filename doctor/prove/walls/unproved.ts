const FROM_WITHIN =
  "the same limit of the seat as its kin in load/, reached from a container or a build step";
const KERNEL =
  "a seat whose root is the machine's would pass, and be too much for a machine that serves: seat/unprivileged is proved by its kin";
const CONTAINER =
  "what holds is the seat around the container, and seat/unprivileged is proved from the seat itself";
const NAMESPACES = "what holds is that a container has namespaces of its own, which Incus cannot leave out";
const LAYERS =
  "bytes, lines, time and shape hold one after the other, so that no single one of them is the wall";
const NODE = "what holds is the HTTP parser of Node, which is no code of ours";
const CERTIFICATE =
  "without it the attack would change the machine's own seat host, which serves a class; needs a daemon of the proof's own";
const REGISTRY =
  "needs a door of the proof's own before a registry of its own; the tests of registry-door try it";
const TWO_FILTERS =
  "the seat's rules and the filter around the daemon hold one behind the other, and the second goes only with the seat host";

/** Attacks that stand for no wall that is taken down, each with the reason. */
export const unproved: Readonly<Record<string, string>> = {
  "seat/raw-block-devices": KERNEL,
  "seat/kernel-modules": KERNEL,
  "seat/proc-sys-writes": KERNEL,
  "seat/sys-writes": KERNEL,
  "seat/kernel-log": KERNEL,
  "seat/tracing": KERNEL,
  "seat/release-agent": KERNEL,
  "seat/raise-limits": KERNEL,
  "seat/remounts": KERNEL,
  "seat/nested-namespaces": KERNEL,
  "kernel/seat": TWO_FILTERS,
  "kernel/container": TWO_FILTERS,
  "kernel/int80": TWO_FILTERS,
  "kernel/int80-container": TWO_FILTERS,
  "kernel/vsock-neighbour": TWO_FILTERS,
  "drydock/lock":
    "without it the attack would lay links into a folder of the machine that other programs use",
  "drydock/modes":
    "looks at what this machine's site has written: drydock/database-modes and served/keys try what writes it",
  "neighbour/processes": NAMESPACES,
  "neighbour/files-by-path": NAMESPACES,
  "neighbour/keyrings": NAMESPACES,
  "neighbour/ipc": NAMESPACES,
  "neighbour/files-by-handle":
    "what holds is the kernel; the attack itself has root of the machine open the same handle",
  "network/host-loopback":
    "the rules of the proxy are taken down in its copy (proxy/), never in the one that serves",
  "network/seat-host-api": "the API listens on the loopback of its namespace alone, whatever the rules say",
  "network/names": "nobody answers there who could be let through",
  "registry/others-name": REGISTRY,
  "registry/credentials": REGISTRY,
  "registry/past-the-door": REGISTRY,
  "container/privileged": CONTAINER,
  "container/devices": CONTAINER,
  "container/capabilities": CONTAINER,
  "container/engine-socket": CONTAINER,
  "container/release-agent": CONTAINER,
  "container/kernel-settings": CONTAINER,
  "container/fork-bomb": FROM_WITHIN,
  "container/memory": FROM_WITHIN,
  "container/volume-fill": FROM_WITHIN,
  "container/log-fill": FROM_WITHIN,
  "container/many": FROM_WITHIN,
  "build/escape": CONTAINER,
  "build/network":
    "a step stands behind its seat's own network card; it did not yet get through with seat/apart down",
  "build/entitlements": "what holds is BuildKit's own list of entitlements",
  "build/sleep": "the time limit of builds is proved by engine/silence",
  "build/memory": FROM_WITHIN,
  "build/fork-bomb": FROM_WITHIN,
  "build/output": LAYERS,
  "build/layer-fill": FROM_WITHIN,
  "build/cache-fill": FROM_WITHIN,
  "build/engine-killed": "tries how a fault is told, and no wall",
  "engine/endless-answer": LAYERS,
  "engine/endless-lines": LAYERS,
  "loop/files": LAYERS,
  "loop/answers": LAYERS,
  "crowd/pool": LAYERS,
  "archive/planted-links": "what holds is a shell script in the seat, and worth no more than the seat",
  "archive/out-of-an-image": "what holds is how the engine packs a link; archive/lies is proved",
  "preview/ports": LAYERS,
  "preview/smuggling": NODE,
  "preview/broken-answers": NODE,
  "mirror/thousands": LAYERS,
  "certificate/unfiltered-seats": "what holds is the rule of the bridge that seat/apart takes down",
  "certificate/neighbours-address": "what holds is Incus, which gives no address twice",
  "certificate/newlines": "what holds is how Incus writes what it was told",
  "certificate/other-projects": CERTIFICATE,
  "certificate/server": CERTIFICATE,
  "certificate/image-from-url": CERTIFICATE,
  "certificate/file-paths": CERTIFICATE,
  "certificate/backups": CERTIFICATE,
  "grading/exhausts":
    "what holds is that every attempt gets a seat of its own, and tries the seat's limits besides",
  "load/memory-files": FROM_WITHIN,
  "load/cpu": "the kernel shares processors fairly between groups even without a share of its own",
  "load/inodes": "what holds is the pool's count of a seat's metadata, which is the pool's and not a seat's",
  "load/output": LAYERS,
  "load/sleep": LAYERS,
};
