import { describe, expect, it } from "vitest";
import { adviseFiles } from "../../advice/advise-files.ts";
import type { AdviceRule } from "../../advice/rules.ts";
import { found, foundIn, image, workspace } from "../../advice/try-rule.ts";

/** A rule, lines below a slim Python that make it speak, and near misses. */
const table: readonly (readonly [AdviceRule, readonly string[], readonly string[]])[] = [
  [
    "variable-in-list",
    ['CMD ["gunicorn", "--bind", ":$PORT", "a:b"]', 'ENTRYPOINT ["tool", "${MODE}"]'],
    [
      'CMD ["sh", "-c", "exec gunicorn --bind :$PORT a:b"]',
      'CMD ["python", "-c", "print(\'$X\')"]',
      "CMD exec a $PORT",
    ],
  ],
  ["list-needs-shell", ['CMD ["a", "&&", "b"]'], ['CMD ["bash", "-c", "a && b"]']],
  [
    "export-is-lost",
    ["RUN export A=1", "RUN . /opt/venv/bin/activate"],
    ["RUN export A=1 && make", "RUN set -e; make"],
  ],
  [
    "background-dropped",
    ["RUN make & make test"],
    ["RUN make && make test", "RUN serve & sleep 3; probe", "RUN a & wait"],
  ],
  [
    "pipe-without-pipefail",
    ["RUN curl -sSf https://example.org/i.sh | sh"],
    [
      "RUN set -o pipefail; curl -s x | sh",
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl x | sh',
      "RUN cat x | sort",
    ],
  ],
  [
    "bash-in-sh",
    ["RUN source /x/env && a", 'RUN if [ "$A" == b ]; then c; fi'],
    ['SHELL ["/bin/bash", "-c"]\nRUN source /x', "RUN bash -c 'source /x'", 'RUN [ "$A" = b ]'],
  ],
  [
    "comment-behind",
    ["ENV A=1 # one", "COPY a b/ # both", "RUN a # first \\\n  && b"],
    ["ENV COLOUR=#fff", "RUN a # last", "COPY <<E /x\n#!/bin/sh\nE"],
  ],
  ["invisible-character", ["RUN\u00a0a"], ["# a\u00a0b"]],
  [
    "heredoc-blank",
    ["RUN cat << 'END' > /x\na\nEND"],
    ["RUN cat <<'END' > /x\na\nEND", "RUN echo $((1 << 2))"],
  ],
  [
    "uv-cache",
    ["RUN uv sync --frozen", "RUN uv pip install --system -r x.txt"],
    [
      "RUN --mount=type=cache,target=/root/.cache/uv uv sync",
      "ENV UV_NO_CACHE=1\nRUN uv sync",
      "RUN uv sync --no-cache",
    ],
  ],
  ["conda-cache", ["RUN conda install -y numpy"], ["RUN conda install -y numpy && conda clean -afy"]],
  [
    "apk-cache",
    ["RUN apk add git"],
    ["RUN apk add --no-cache git", "RUN apk add git && rm -rf /var/cache/apk/*"],
  ],
  [
    "git-without-ref",
    ["RUN pip install git+https://example.org/a/b.git"],
    ["RUN pip install git+https://example.org/a/b.git@v1"],
  ],
  ["copy-many", ["COPY a b /c"], ["COPY a b .", "COPY a b /c/", 'COPY ["a", "b", "./"]']],
  [
    "copy-from-latest",
    ["COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/"],
    ["COPY --from=ghcr.io/astral-sh/uv:0.4 /uv /bin/"],
  ],
  ["copy-own-stage", ["COPY --from=0 a b", "COPY --from=3 a b"], ["COPY a b"]],
  [
    "entrypoint-cmd-mix",
    ['ENTRYPOINT ["python"]\nCMD app.py', 'ENTRYPOINT python\nCMD ["a"]'],
    ['ENTRYPOINT ["python"]\nCMD ["app.py"]'],
  ],
  ["env-same-line", ["ENV A=1 B=$A"], ["ENV A=1\nENV B=$A"]],
  ["onbuild-invalid", ["ONBUILD FROM a"], ["ONBUILD RUN a"]],
  [
    "flag-needs-frontend",
    ["COPY --parents a b/", "COPY --chmod=u+x a /b"],
    ["COPY --chmod=755 a /b", "COPY --link a /b"],
  ],
  [
    "user-not-made",
    ["USER app"],
    ["RUN useradd app\nUSER app", "USER 1000", "USER nobody", "COPY passwd /etc/passwd\nUSER app"],
  ],
  [
    "cuda-from-pypi",
    ["RUN pip install torch==2.1.0"],
    ["RUN pip install torch==2.1.0 --index-url https://download.pytorch.org/whl/cpu"],
  ],
  [
    "pip-cache",
    [
      "RUN if true; then pip install a; fi",
      "RUN bash -c 'pip install a'",
      "ONBUILD RUN true\nRUN pip install a",
    ],
    [
      "ENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=$PIP_CACHE_DIR pip install a",
      "ENV PIP_NO_CACHE_DIR=false\nRUN pip install a",
      "RUN python3 <<E\nimport os; os.system('pip install a')\nE",
    ],
  ],
  [
    "apt-yes",
    ["RUN apt-get install -o Dpkg::Use-Pty=0 curl"],
    ["RUN apt-get install -q=2 a", "RUN yes | apt-get install a", "ARG O=-y\nRUN apt-get install $O a"],
  ],
  [
    "apt-cleanup",
    ["RUN apt-get update && apt-get install -y a"],
    ["RUN apt-get update && apt-get install -y a && apt-get dist-clean"],
  ],
  ["cd-is-lost", ["RUN cd /app"], ["RUN git clone x && cd x && make && cd ..", "RUN (cd /x && make)"]],
  ["quotes-in-list", ["RUN ['a', 'b']"], ['RUN [ "$A" = "1" ] && make', 'RUN [ "a" ] || b']],
  [
    "pinned-packages",
    ["RUN pip install a"],
    ["RUN pip install --root-user-action ignore a==1", "RUN pip install a-1.0-py3-none-any.whl"],
  ],
  ["add-for-copy", ['ADD "a.txt" /b'], ['ADD "https://example.org/x" /x', 'ADD "a.tgz" /x/']],
  [
    "secret-in-environment",
    ["ENV DB_PASSWORD=pear"],
    ["ENV DB_PASSWORD=/run/secrets/db", "ENV TOKEN_TTL=60", "ENV SECRET_NAME=x"],
  ],
];

describe.each(table)("%s", (rule, guilty, innocent) => {
  it.each(guilty)("speaks of %j", (lines) => expect(found(rule, image(lines))).toHaveLength(1));
  it.each(innocent)("is silent on %j", (lines) => expect(found(rule, image(lines))).toEqual([]));
});

describe("a fix is offered only where the step means the same after it", () => {
  it.each<[AdviceRule, string]>([
    ["apt-cleanup", "RUN apt-get update; apt-get install -y a;"],
    ["apt-cleanup", "RUN apt-get update && apt-get install -y a # now"],
    ["pip-cache", "RUN bash -c 'pip install a'"],
    ["exec-form", "CMD A=1 python app.py"],
    [
      "copy-before-install",
      "WORKDIR /x\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt && python setup.py install",
    ],
    ["copy-before-install", "COPY . /x/\nRUN make -C /x\nRUN pip install --no-cache-dir -r requirements.txt"],
    ["workdir-missing", 'COPY app.py ./\nCMD ["python", "/app.py"]'],
  ])("%s in %j", (rule, lines) => {
    const [finding] = found(rule, image(lines));
    expect(finding).toBeDefined();
    expect(finding?.fix).toBeNull();
  });
});

describe("a file that cannot work is never praised", () => {
  it.each<[AdviceRule, string, string]>([
    ["empty-file", "Dockerfile", "\n# nothing\n"],
    ["no-stage", "app.Dockerfile", "RUN a\n"],
    ["long-file", "Dockerfile-cpu", `FROM a:1\n${"# x\n".repeat(20_000)}`],
    ["yaml-invalid", "compose.yaml", "services:\n  a: [1\n  b: 2\n"],
  ])("%s: %s", (rule, path, content) => {
    expect(adviseFiles(workspace({ [path]: content })).map((one) => one.rule)).toContain(rule);
  });
  it("tells that files beyond what is judged were not", () => {
    const long = `FROM a:1\n${"RUN a\n".repeat(6000)}`;
    const files = workspace({ "a.dockerfile": long, "b.dockerfile": long, "c.dockerfile": long });
    expect(adviseFiles(files).find(({ path }) => path === "c.dockerfile")?.rule).toBe("long-file");
  });
});

describe("compose", () => {
  const dockerfile = 'FROM node:20\nWORKDIR /srv\nCOPY package.json .\nRUN npm ci\nCMD ["node", "a.js"]\n';
  it("says that a mount hides what the build made", () => {
    const files = (volumes: string) => ({
      Dockerfile: dockerfile,
      "compose.yaml": `services:\n  web:\n    build: .\n    volumes: [${volumes}]\n`,
    });
    expect(foundIn("bind-hides", "compose.yaml", files('".:/srv"'))).toHaveLength(1);
    expect(foundIn("bind-hides", "compose.yaml", files('".:/srv", "/srv/node_modules"'))).toEqual([]);
    expect(foundIn("bind-hides", "compose.yaml", files('"./src:/srv/src"'))).toEqual([]);
  });
  it("says whose variable a health check gets", () => {
    const file = (test: string) => ({
      "compose.yaml": `services:\n  db:\n    image: postgres:15\n    environment: {POSTGRES_USER: me}\n    healthcheck: {test: "${test}"}\n`,
    });
    expect(foundIn("compose-dollar", "compose.yaml", file("pg_isready -U $POSTGRES_USER"))).toHaveLength(1);
    expect(foundIn("compose-dollar", "compose.yaml", file("pg_isready -U $$POSTGRES_USER"))).toEqual([]);
  });
  it("lets a service have a second port, and a browser its address", () => {
    const files = {
      "compose.yaml":
        'services:\n  a: {image: "nginx:1.27", ports: ["80:80", "8443:8443"]}\n  b: {build: ./b, environment: {VITE_SERVER: "http://localhost:80"}}\n',
    };
    expect(foundIn("compose-ports", "compose.yaml", files)).toEqual([]);
    expect(foundIn("compose-localhost", "compose.yaml", files)).toEqual([]);
  });
});
