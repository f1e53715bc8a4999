import { describe, expect, it } from "vitest";
import type { AdviceRule } from "../../advice/rules.ts";
import { found, foundIn, image, mend, workspace } from "../../advice/try-rule.ts";

const fixed = (rule: AdviceRule, text: string): string => mend(text, found(rule, text));
const stages = (...last: string[]): string =>
  [
    "FROM python:3.11-slim AS builder",
    "WORKDIR /build",
    "RUN make /opt/thing",
    "FROM python:3.11-slim",
    ...last,
    "",
  ].join("\n");

describe("workdir-missing", () => {
  it.each([["COPY app.py ."], ["COPY a b"], ["ADD a ./"], ["COPY --chown=1:1 a ."]])("finds %j", (line) =>
    expect(found("workdir-missing", image(line))).toHaveLength(1),
  );
  it.each([
    ["WORKDIR /app", "COPY app.py ."],
    ["COPY app.py /app/"],
    ["COPY app.py $HOME/"],
    ['COPY ["app.py", "/app/"]'],
  ])("lets pass %j", (...lines) => expect(found("workdir-missing", image(...lines))).toEqual([]));
  it("knows the WORKDIR of a stage that is continued", () => {
    expect(found("workdir-missing", "FROM debian:12 AS b\nWORKDIR /x\nFROM b\nCOPY a .\n")).toEqual([]);
    expect(
      found("workdir-missing", "FROM debian:12 AS b\nWORKDIR /x\nFROM debian:12\nCOPY a .\n"),
    ).toHaveLength(1);
  });
  it("is silent in a stage that is only copied from", () => {
    expect(found("workdir-missing", "FROM a:1 AS b\nCOPY a .\nFROM a:1\nCOPY --from=b /a /a\n")).toEqual([]);
  });
  it("moves in above", () => {
    expect(fixed("workdir-missing", image("COPY a ."))).toBe(image("WORKDIR /app", "COPY a ."));
  });
});

describe("copy-without-from", () => {
  it.each([
    "COPY /usr/local /usr/local",
    "COPY /build/dist /app",
    "COPY /opt/thing /opt/",
    "COPY --chown=1 /root/.local /x",
  ])("finds %j", (line) => expect(found("copy-without-from", stages(line))).toHaveLength(1));
  it.each([
    "COPY --from=builder /usr/local /usr/local",
    "COPY /models /models",
    "COPY app /app",
    "COPY --from=nginx:1 /etc/nginx /x",
  ])("lets pass %j", (line) => expect(found("copy-without-from", stages(line))).toEqual([]));
  it("says nothing in the first stage, or of a folder that is among the files", () => {
    expect(found("copy-without-from", image("COPY /usr/local /x"))).toEqual([]);
    const files = workspace({ "opt/thing/a.txt": "" });
    expect(found("copy-without-from", stages("COPY /opt/thing /x"), files)).toEqual([]);
  });
  it("names the stage that made it", () => {
    expect(fixed("copy-without-from", stages("COPY /build/dist /app"))).toContain(
      "COPY --from=builder /build/dist /app",
    );
  });
});

describe("copy-from-unknown", () => {
  it("finds a name misspelt, and mends it", () => {
    const text = stages("COPY --from=buidler /a /a");
    expect(fixed("copy-from-unknown", text)).toBe(stages("COPY --from=builder /a /a"));
  });
  it("finds a stage that comes only later", () => {
    expect(found("copy-from-unknown", "FROM a:1\nCOPY --from=late /a /a\nFROM a:1 AS late\n")).toHaveLength(
      1,
    );
  });
  it.each([
    "COPY --from=builder /a /a",
    "COPY --from=Builder /a /a",
    "COPY --from=0 /a /a",
    "COPY --from=nginx /a /a",
    "COPY --from=builders:1 /a /a",
    "COPY --from=${STAGE} /a /a",
    "COPY a b",
  ])("lets pass %j", (line) => expect(found("copy-from-unknown", stages(line))).toEqual([]));
});

describe("home-of-root", () => {
  const copy = "COPY --from=builder /root/.local /root/.local";
  it.each([
    [copy, "USER app"],
    ["COPY a /root/a", "USER 10001"],
  ])("finds %j", (...lines) => expect(found("home-of-root", stages(...lines))).toHaveLength(1));
  it.each([
    [copy],
    [copy, "USER root"],
    [copy, "RUN chmod 755 /root", "USER app"],
    ["COPY --from=builder /root/.local /opt/local", "USER app"],
    ["COPY a /rooted/a", "USER app"],
  ])("lets pass %j", (...lines) => expect(found("home-of-root", stages(...lines))).toEqual([]));
});

describe("chown-again", () => {
  it.each([
    ["WORKDIR /app", "COPY . .", "RUN chown -R app:app /app"],
    ["COPY a /srv/a", "RUN useradd app && chmod -R a+r /srv"],
    ["WORKDIR /app", "COPY a .", "RUN chown --recursive app ."],
  ])("finds %j", (...lines) => expect(found("chown-again", image(...lines))).toHaveLength(1));
  it.each([
    ["WORKDIR /app", "COPY --chown=app . ."],
    ["COPY a /srv/a", "RUN mkdir /data && chown -R app /data"],
    ["RUN chown -R app /app", "COPY a /app/"],
    ["COPY a /srv/a", "RUN chown app /srv/a"],
    ["COPY a /srvs/a", "RUN chown -R app /srv"],
  ])("lets pass %j", (...lines) => expect(found("chown-again", image(...lines))).toEqual([]));
});

describe("secret-file", () => {
  it.each([
    "COPY .env .",
    "COPY a .env.production /app/",
    "ADD id_rsa /root/.ssh/",
    "COPY keys/server.key /etc/",
    "COPY .aws /x",
  ])("finds %j", (line) => expect(found("secret-file", image(line))).toHaveLength(1));
  it.each([
    "COPY .env.example .",
    "COPY id_rsa.pub /x",
    "COPY environment.yml .",
    "COPY --from=b .env .",
    "COPY monkey.py .",
    "COPY ca.pem .",
  ])("lets pass %j", (line) => expect(found("secret-file", image(line))).toEqual([]));
});

describe("secret-in-text", () => {
  const long = "a1B2c3D4e5F6g7H8i9J0k1L2";
  it.each([
    `RUN curl -H "Authorization: Bearer ghp_${long}" https://example.org`,
    `ENV HF_TOKEN=hf_${long}`,
    `ARG KEY=sk-${long}`,
    "RUN git clone https://me:secret@example.org/x.git",
    "RUN make \\\n  KEY=AKIAABCDEFGHIJKLMNOP",
  ])("finds %j", (line) => expect(found("secret-in-text", image(line))).toHaveLength(1));
  it.each([
    `# ghp_${long}`,
    "RUN git clone https://${USER}:${TOKEN}@example.org/x.git",
    "RUN curl http://localhost:8000/a@b",
    "RUN pip install risk-learn==1.0",
    "COPY --from=registry:5000/a/b@sha256:0 /a /a",
    "RUN --mount=type=secret,id=key cat /run/secrets/key",
  ])("lets pass %j", (line) => expect(found("secret-in-text", image(line))).toEqual([]));
});

describe("dockerignore-missing", () => {
  const dockerfile = image("WORKDIR /app", "COPY . .");
  it("is said of the COPY where there is no such file", () => {
    const [finding] = foundIn("dockerignore-missing", "Dockerfile", {
      Dockerfile: dockerfile,
      "a/x.ipynb": "",
    });
    expect(finding).toMatchObject({ range: { startLine: 3 }, fix: null });
    expect(finding?.message).toContain(".git, **/__pycache__, .env, **/*.ipynb");
  });
  it("is said in the file of what it lacks, and adds that", () => {
    const files = {
      Dockerfile: dockerfile,
      ".dockerignore": ".git\n.env*\n",
      "tests/test_a.py": "",
      "keys/a.key": "",
    };
    const findings = foundIn("dockerignore-missing", ".dockerignore", files);
    const after = mend(files[".dockerignore"], findings);
    expect(after).toBe(".git\n.env*\n**/__pycache__\ntests\nkeys/a.key\n");
    expect(foundIn("dockerignore-missing", ".dockerignore", { ...files, ".dockerignore": after })).toEqual(
      [],
    );
    expect(foundIn("dockerignore-missing", "Dockerfile", files)).toEqual([]);
  });
  it("is only a note as long as nothing of it is there", () => {
    const files = { Dockerfile: dockerfile, ".dockerignore": ".git\n" };
    expect(foundIn("dockerignore-missing", ".dockerignore", files)).toMatchObject([{ severity: "info" }]);
    expect(foundIn("dockerignore-missing", ".dockerignore", { ...files, "a.ipynb": "" })).toMatchObject([
      { severity: "warning" },
    ]);
  });
  it.each([
    { Dockerfile: dockerfile, ".dockerignore": "*\n!app\n!requirements.txt\n" },
    { Dockerfile: dockerfile, ".dockerignore": ".git\n__pycache__\n.env\n" },
    { Dockerfile: image("COPY app /app"), ".dockerignore": "" },
    { Dockerfile: image("COPY app /app") },
    { Dockerfile: "FROM a:1 AS b\nFROM a:1\nCOPY --from=b . .\n" },
  ])("lets pass %j", (files) => {
    for (const path of Object.keys(files)) expect(foundIn("dockerignore-missing", path, files)).toEqual([]);
  });
});

describe("dockerignore-comment", () => {
  it("finds a comment behind a path, and puts it above", () => {
    const text = "# data\ndata/   # 2 GB\n";
    const findings = foundIn("dockerignore-comment", ".dockerignore", { ".dockerignore": text });
    expect(findings).toHaveLength(1);
    expect(mend(text, findings)).toBe("# data\n# 2 GB\ndata/\n");
  });
  it.each(["# a comment # with another", "  # indented", "a#b", "notes#1.txt"])("lets pass %j", (line) =>
    expect(foundIn("dockerignore-comment", ".dockerignore", { ".dockerignore": `${line}\n` })).toEqual([]),
  );
});
