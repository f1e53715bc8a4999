import { randomBytes } from "node:crypto";
import type { Attack } from "../attack.ts";
import { type AnySeat, type Ground, say, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import type { OwnSite } from "../put-up-site.ts";
import { openPage, withTerminal } from "./terminal-client.ts";
import { ask, siteOf } from "./web-client.ts";
import { comes } from "./web-socket.ts";

const FROM = "a file or an archive";

interface Mirrored {
  readonly site: OwnSite;
  readonly student: string;
  readonly seat: AnySeat;
  /** The files that the site keeps for the student, as its page gets them. */
  readonly files: () => Promise<readonly { readonly path: string; readonly content: string }[]>;
}

/** A student with a terminal open, so that the folder in the seat and the saved files are kept even. */
async function mirrored<T>(
  ground: Ground,
  signal: AbortSignal,
  before: (seat: AnySeat) => Promise<unknown>,
  work: (mirrored: Mirrored) => Promise<T>,
): Promise<T> {
  const site = await siteOf(ground);
  return await ground.withSeat({}, async (seat) => {
    const student = `mirror-${randomBytes(4).toString("hex")}`;
    site.lend(student, seat);
    await before(seat);
    return await withTerminal(site, student, async (id) => {
      const page = await openPage(site, student, id, signal);
      try {
        return await work({
          site,
          student,
          seat,
          files: async () => {
            const { text } = await ask(site, { path: `/api/labs/${site.lab}/files`, student });
            const body = text.slice(text.indexOf("{", text.indexOf("\r\n\r\n")), text.lastIndexOf("}") + 1);
            const parsed = JSON.parse(body) as { files: { path: string; content: string }[] };
            return parsed.files;
          },
        });
      } finally {
        page.end();
      }
    });
  });
}

/** Whether everything that the site keeps has a plain name that the lab lets a student write, and a bounded size. */
function plainOnly(site: OwnSite, files: readonly { path: string; content: string }[]): boolean {
  return files.every(
    ({ path, content }) =>
      /^(?:Dockerfile|app\.py|src\/[\w .-]+\.py)$/.test(path) && content.length <= site.limits.fileBytes,
  );
}

export const mirror: readonly Attack[] = [
  {
    id: "mirror/planted-files",
    title: "Links, devices, pipes, sparse files, odd names and links for folders in the folder of a lab",
    from: FROM,
    expects: "The site takes over regular files of a plain name and a bounded size, and nothing else.",
    seconds: 90,
    run: (ground, signal) =>
      mirrored(
        ground,
        signal,
        () => Promise.resolve(),
        async ({ site, seat, files }) => {
          await say(
            seat,
            `cd ${site.folder}; mkdir -p src /root/out; echo secret-of-the-seat > /root/out/secret.py; chmod 600 /root/out/secret.py
            ln -s /root/out/secret.py src/link.py; ln -s ../../../../../../root/out/secret.py src/up.py; ln -s /root/out deep
            ln -s /proc/self/environ src/environ.py; ln -s /dev/zero src/zero.py; ln -s link2.py src/link2.py
            mkfifo src/pipe.py; mkdir src/folder.py; truncate -s 1T src/sparse.py; head -c 20000 /dev/zero | tr '\\0' x > src/big.py
            printf 'a\\0b' > src/nul.py; printf '\\377\\376' > src/latin.py; echo x > "$(printf 'src/new\\nline.py')"
            echo x > "$(printf 'src/\\033]0;owned\\007.py')"; echo x > 'src/ .py'; echo x > src/-rf.py; echo x > "src/$(head -c 230 /dev/zero | tr '\\0' a).py"
            echo x > 'src/back\\slash.py'; echo x > "$(printf 'src/\\342\\200\\256.py')"; touch src/mount.py; mount --bind /proc/kallsyms src/mount.py
            socat -u UNIX-LISTEN:src/socket.py,fork OPEN:/dev/null & sleep 0.3; echo plain > src/good.py; true`,
          );
          const came = await comes(
            async () => (await files()).some(({ path }) => path === "src/good.py"),
            signal,
            30_000,
          );
          // Whatever else is taken over is taken over with it or soon after it.
          await say(seat, `echo plain > ${site.folder}/src/last.py`);
          const last = await comes(
            async () => (await files()).some(({ path }) => path === "src/last.py"),
            signal,
            30_000,
          );
          const kept = await files();
          const names = kept.map(({ path }) => path);
          return judgeClaims(
            {
              [`the site keeps ${JSON.stringify(names)}`]: plainOnly(site, kept),
              "nothing that a link leads to": !kept.some(
                ({ content }) => content.includes("secret-of-the-seat") || content.includes("PATH="),
              ),
              "no link, pipe, device, folder or socket": ![
                ...[
                  "link",
                  "up",
                  "environ",
                  "zero",
                  "link2",
                  "pipe",
                  "folder",
                  "socket",
                  "sparse",
                  "big",
                  "nul",
                  "latin",
                ],
              ].some((one) => names.includes(`src/${one}.py`)),
            },
            { "a plain file is taken over, and a later one": came && last },
          );
        },
      ),
  },
  {
    id: "mirror/thousands",
    title: "Thousands of files, and a folder for a link while it is read",
    from: FROM,
    expects: "The workspace keeps its bound of files; the site goes on serving.",
    seconds: 90,
    run: (ground, signal) =>
      mirrored(
        ground,
        signal,
        () => Promise.resolve(),
        async ({ site, seat, files }) => {
          await say(
            seat,
            `cd ${site.folder}; mkdir -p src; i=0; while [ $i -lt 4000 ]; do echo $i > src/f$i.py; i=$((i+1)); done
            mkdir -p /root/out; echo secret-of-the-seat > /root/out/swap.py; echo mine > src/swap.py
            (for i in $(seq 300); do ln -sf /root/out/swap.py src/swap.next; mv -T src/swap.next src/swap.py; echo $i > src/swap.new; mv -T src/swap.new src/swap.py; done) > /dev/null 2>&1 &`,
            60_000,
          );
          const came = await comes(
            async () => (await files()).length >= site.limits.files - 5,
            signal,
            40_000,
          );
          const begun = performance.now();
          const { status } = await ask(site, { path: "/api/health" });
          const ms = Math.round(performance.now() - begun);
          const kept = await files();
          return judgeClaims(
            {
              [`of 4000 files the site keeps ${kept.length}`]: kept.length <= site.limits.files,
              "all of them plain": plainOnly(site, kept),
              "none that a link led to": !kept.some(({ content }) => content.includes("secret-of-the-seat")),
              [`somebody else is served within ${ms} ms: ${status}`]: status === 200 && ms < 5000,
            },
            { "it takes over as many as it may": came },
          );
        },
      ),
  },
  {
    id: "mirror/lying-tools",
    title:
      "Programs in the place of find, tar and sleep: names that leave the folder, archives with links, listings without end",
    from: FROM,
    expects: "Names and entries are checked here, looks are rationed, and nothing is saved but plain files.",
    seconds: 90,
    run: (ground, signal) =>
      mirrored(
        ground,
        signal,
        async (seat) => {
          await say(seat, `cp /usr/bin/tar /usr/bin/true-tar; ${LIARS}`);
        },
        async ({ site, seat, files }) => {
          const came = await comes(
            async () => (await files()).some(({ path }) => path === "src/plain.py"),
            signal,
            30_000,
          );
          const count = async () => Number((await sh(seat, "cat /root/asked 2>/dev/null | wc -c")).stdout);
          const [first, at] = [await count(), Date.now()];
          await comes(async () => (await count()) > first + 60, signal, 8000);
          const seconds = (Date.now() - at) / 1000;
          const rate = ((await count()) - first) / seconds;
          const begun = performance.now();
          const { status } = await ask(site, { path: "/api/health" });
          const ms = Math.round(performance.now() - begun);
          const kept = await files();
          return judgeClaims(
            {
              [`the site keeps ${JSON.stringify(kept.map(({ path }) => path))}`]: plainOnly(site, kept),
              "no link's or foreign entry's text": !kept.some(({ content }) => content.includes("foreign")),
              [`it is asked ${rate.toFixed(1)} times a second, however often it speaks`]: rate < 8,
              [`somebody else is served within ${ms} ms: ${status}`]: status === 200 && ms < 5000,
            },
            {
              "a plain file of the lie is taken over": came,
              "the lying programs are asked": first > 0,
            },
          );
        },
      ),
  },
];

/** A listing that changes each time, at once, and an archive of what was never asked for. */
const LIARS = `
cat > /usr/local/sbin/find <<'END'
#!/bin/sh
n=$(date +%s%N)
for name in ../../etc/passwd /etc/passwd src/../../x.py src/plain.py src/link.py src/hard.py src/twice.py app.py .git/config; do echo "5 $n 1.0 $name"; done
echo "999999999999999 1.0 $n src/huge.py"; echo "nonsense"; printf '5 1.0 1.0 src/a\\033b.py\\n'
i=0; while [ $i -lt 200 ]; do echo "5 $n $i src/many$i.py"; i=$((i+1)); done
END
cat > /usr/local/sbin/sleep <<'END'
#!/bin/sh
exit 0
END
cat > /usr/local/sbin/tar <<'END'
#!/bin/sh
case " $* " in *" -c "*) ;; *) exec /usr/bin/true-tar "$@" ;; esac
printf x >> /root/asked
t=$(mktemp -d); cd $t; mkdir -p src etc; echo plain > src/plain.py; echo foreign > src/foreign.txt; echo foreign > etc/passwd; ln -s /etc/shadow src/link.py
ln src/foreign.txt src/hard.py; echo once > src/twice.py
/usr/bin/true-tar -cPf - --transform 's,^etc,../../etc,' etc/passwd src/foreign.txt src/plain.py src/link.py src/hard.py src/twice.py src/twice.py
head -c 4000 /dev/urandom; rm -rf $t
END
chmod +x /usr/local/sbin/find /usr/local/sbin/sleep /usr/local/sbin/tar; command -v find`;
