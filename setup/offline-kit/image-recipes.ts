import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MmdebstrapOptions } from "./run-mmdebstrap.ts";

const recipesFolder = fileURLToPath(new URL("recipes", import.meta.url));

export interface RecipeContext {
  /** Folder that the recipe fills; must hold rootfs.tar afterwards. */
  readonly folder: string;
  /** Address of the proxy and the package index, as a seat sees them. */
  readonly services: string;
}

export interface ImageRecipe {
  readonly name: string;
  readonly references: readonly string[];
  /** Lines for `docker import -c`. */
  readonly changes: readonly string[];
  readonly build: (
    context: RecipeContext,
  ) => Pick<MmdebstrapOptions, "variant" | "include" | "hooks" | "target">;
}

const hook = (when: "extract" | "customize", script: string, ...args: readonly string[]) => ({
  when,
  command: ["sh", `${recipesFolder}/${script}`, '"$1"', ...args.map(quote)].join(" "),
});
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const DEBIAN_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The stand-ins, each with the defaults (user, command, ports) of the image whose place it takes. */
export const imageRecipes: readonly ImageRecipe[] = [
  {
    name: "debian",
    references: ["debian:bookworm-slim"],
    changes: [`ENV PATH=${DEBIAN_PATH}`, 'CMD ["bash"]'],
    build: ({ folder, services }) => ({
      variant: "minbase",
      include: ["usr-is-merged"],
      hooks: [hook("customize", "debian-image.sh", services)],
      target: `${folder}/rootfs.tar`,
    }),
  },
  {
    name: "python",
    references: ["python:3.11-slim", "python:3.11-slim-bookworm"],
    changes: [
      "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
      "ENV LANG=C.UTF-8",
      "ENV PYTHON_VERSION=3.11.2",
      'CMD ["python3"]',
    ],
    build: ({ folder, services }) => ({
      variant: "minbase",
      include: [
        "usr-is-merged",
        "ca-certificates",
        "netbase",
        "tzdata",
        "python3.11",
        "python3.11-venv",
        "python3-pip-whl",
        "python3-setuptools-whl",
        "python3-wheel-whl",
      ],
      hooks: [
        hook("customize", "python-image.sh", services, `${folder}/base-libraries.txt`),
        hook("customize", "debian-image.sh", services),
      ],
      target: `${folder}/rootfs.tar`,
    }),
  },
  {
    name: "prometheus",
    references: ["prom/prometheus:v2.42.0"],
    changes: [
      "ENV PATH=/bin",
      "USER nobody",
      "EXPOSE 9090/tcp",
      "VOLUME /prometheus",
      "WORKDIR /prometheus",
      'ENTRYPOINT ["/bin/prometheus"]',
      'CMD ["--config.file=/etc/prometheus/prometheus.yml","--storage.tsdb.path=/prometheus"]',
    ],
    build: ({ folder }) => ({
      variant: "extract",
      include: ["prometheus", "busybox-static", "libc6"],
      hooks: [hook("extract", "prometheus-image.sh", `${folder}/rootfs.tar`)],
    }),
  },
  {
    name: "postgres",
    references: ["postgres:15"],
    changes: [
      "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/15/bin",
      "ENV LANG=C.UTF-8",
      "ENV PG_MAJOR=15",
      "ENV PGDATA=/var/lib/postgresql/data",
      "VOLUME /var/lib/postgresql/data",
      "EXPOSE 5432/tcp",
      "STOPSIGNAL SIGINT",
      'ENTRYPOINT ["docker-entrypoint.sh"]',
      'CMD ["postgres"]',
    ],
    build: ({ folder, services }) => ({
      variant: "minbase",
      include: ["usr-is-merged", "postgresql-15", "tzdata"],
      hooks: [hook("customize", "postgres-image.sh"), hook("customize", "debian-image.sh", services)],
      target: `${folder}/rootfs.tar`,
    }),
  },
];

/** Files that the hooks of an image read besides. */
const helpers: Readonly<Record<string, readonly string[]>> = {
  python: ["undo_debian_layout.py"],
  postgres: ["postgres-entrypoint.sh"],
};

/** Everything that an image is made from but the mirror, wherever this folder is: for the hash of what is made. */
export function recipeInputs(recipe: ImageRecipe, services: string): string[] {
  const build = JSON.stringify(recipe.build({ folder: "", services }));
  const scripts = [
    "debian-image.sh",
    "python-image.sh",
    "undo_debian_layout.py",
    "prometheus-image.sh",
    "postgres-image.sh",
    "postgres-entrypoint.sh",
  ].filter((script) => build.includes(script) || (helpers[recipe.name] ?? []).includes(script));
  return [
    build.replaceAll(recipesFolder, ""),
    ...scripts.map((script) => readFileSync(`${recipesFolder}/${script}`, "utf8")),
  ];
}
