import { describe, expect, it } from "vitest";
import type { AdviceRule } from "../../advice/rules.ts";
import { found, image, mend, workspace } from "../../advice/try-rule.ts";

const fixed = (rule: AdviceRule, text: string): string => mend(text, found(rule, text));

describe("quotes-in-list", () => {
  it.each([
    ["CMD ['uvicorn', 'app:app']", 'CMD ["uvicorn", "app:app"]'],
    ['CMD ["uvicorn", "app:app",]', 'CMD ["uvicorn", "app:app"]'],
    ['CMD ["uvicorn" "app:app"]', 'CMD ["uvicorn", "app:app"]'],
    ['CMD ["uvicorn", "app:app"', 'CMD ["uvicorn", "app:app"]'],
    ["ENTRYPOINT [“python”, “a.py”]", 'ENTRYPOINT ["python", "a.py"]'],
    ["RUN ['pip', 'list']", 'RUN ["pip", "list"]'],
    ["HEALTHCHECK --interval=5s CMD ['python', 'h.py']", 'HEALTHCHECK --interval=5s CMD ["python", "h.py"]'],
  ])("turns %j into JSON", (line, after) => {
    expect(fixed("quotes-in-list", image(line))).toBe(image(after));
    expect(found("exec-form", image(line))).toEqual([]);
  });
  it("offers nothing where it is not plain what was meant", () => {
    expect(found("quotes-in-list", image("CMD ['it's', \"x\"]"))).toMatchObject([{ fix: null }]);
  });
  it.each([
    'CMD ["uvicorn", "app:app"]',
    "CMD uvicorn app:app",
    "RUN [ -f x ] && make",
    "RUN [[ -f x ]] && make",
    "HEALTHCHECK NONE",
    "HEALTHCHECK CMD python h.py",
    "LABEL a=['x']",
  ])("lets pass %j", (line) => expect(found("quotes-in-list", image(line))).toEqual([]));
});

describe("listens-to-itself", () => {
  it.each([
    ['CMD ["uvicorn", "app:app", "--host", "127.0.0.1"]', 'CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]'],
    ["CMD uvicorn app:app --host=localhost", "CMD uvicorn app:app --host=0.0.0.0"],
    ['CMD ["uvicorn", "app:app"]', 'CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]'],
    ["CMD exec uvicorn app:app", "CMD exec uvicorn app:app --host 0.0.0.0"],
    [
      'CMD ["python", "-m", "uvicorn", "app:app"]',
      'CMD ["python", "-m", "uvicorn", "app:app", "--host", "0.0.0.0"]',
    ],
    ['CMD ["gunicorn", "app:app"]', 'CMD ["gunicorn", "app:app", "--bind", "0.0.0.0:8000"]'],
    ['CMD ["gunicorn", "-b", "127.0.0.1:80", "app:app"]', 'CMD ["gunicorn", "-b", "0.0.0.0:80", "app:app"]'],
    ['CMD ["flask", "run"]', 'CMD ["flask", "run", "--host", "0.0.0.0"]'],
  ])("finds %j", (line, after) => {
    expect(fixed("listens-to-itself", image(line))).toBe(image(after));
    expect(found("listens-to-itself", image(after))).toEqual([]);
  });
  it("reads ENTRYPOINT and CMD together", () => {
    const text = image('ENTRYPOINT ["uvicorn"]', 'CMD ["app:app", "--host", "127.0.0.1"]');
    expect(found("listens-to-itself", text)).toMatchObject([{ range: { startLine: 3 } }]);
  });
  it.each([
    ['CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]'],
    ["ENV UVICORN_HOST=0.0.0.0", 'CMD ["uvicorn", "app:app"]'],
    ['CMD ["uvicorn", "app:app", "--uds", "/run/app.sock"]'],
    ['CMD ["gunicorn", "-c", "gunicorn.conf.py", "app:app"]'],
    ['CMD ["python", "app.py"]'],
    ['CMD ["python", "-m", "http.server"]'],
    ['CMD ["./start.sh", "127.0.0.1"]'],
    ["CMD ['uvicorn', 'app:app']"],
    ['CMD ["uvicorn", "app:app"]', 'ENTRYPOINT ["./start.sh"]'],
  ])("lets pass %j", (...lines) => expect(found("listens-to-itself", image(...lines))).toEqual([]));
});

describe("expose-port", () => {
  const start = 'CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]';
  it.each([
    ["EXPOSE 80", start],
    ["EXPOSE 8080/tcp", 'CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]'],
    ["EXPOSE 8000", 'CMD ["gunicorn", "--bind=0.0.0.0:5000", "app:app"]'],
  ])("finds %j", (...lines) => expect(found("expose-port", image(...lines))).toHaveLength(1));
  it("notes the port of the command", () => {
    expect(fixed("expose-port", image("EXPOSE 80", start))).toBe(image("EXPOSE 8000", start));
  });
  it.each([
    ["EXPOSE 8000", start],
    ["EXPOSE 80 8000", start],
    [start],
    ["EXPOSE $PORT", start],
    ["EXPOSE 80", 'CMD ["uvicorn", "app:app", "--port", "$PORT"]'],
    ["EXPOSE 80", 'CMD ["./start.sh"]'],
  ])("lets pass %j", (...lines) => expect(found("expose-port", image(...lines))).toEqual([]));
});

describe("health-check-passes", () => {
  it.each([
    [
      "HEALTHCHECK CMD curl http://localhost:8000/health",
      "HEALTHCHECK CMD curl -f http://localhost:8000/health",
    ],
    ['HEALTHCHECK CMD ["curl", "http://x"]', 'HEALTHCHECK CMD ["curl", "-f", "http://x"]'],
    ["HEALTHCHECK CMD curl -f http://x || exit 0", "HEALTHCHECK CMD curl -f http://x || exit 1"],
    [
      `HEALTHCHECK --interval=5s CMD python -c "import requests; requests.get('http://x')"`,
      `HEALTHCHECK --interval=5s CMD python -c "import requests; requests.get('http://x').raise_for_status()"`,
    ],
  ])("finds %j", (line, after) => {
    expect(fixed("health-check-passes", image(line))).toBe(image(after));
    expect(found("health-check-passes", image(after))).toEqual([]);
  });
  it.each([
    "HEALTHCHECK CMD true",
    'HEALTHCHECK CMD ["true"]',
    "HEALTHCHECK CMD exit 0",
    "HEALTHCHECK CMD python -c \"import socket; socket.create_connection(('127.0.0.1', 8000))\"",
    "HEALTHCHECK CMD python -c \"import http.client as h; c = h.HTTPConnection('x'); c.request('GET', '/'); c.getresponse()\"",
    "HEALTHCHECK CMD curl -f http://x; echo ok",
  ])("finds %j", (line) => expect(found("health-check-passes", image(line))).toHaveLength(1));
  it.each([
    "HEALTHCHECK CMD curl --fail http://x",
    "HEALTHCHECK CMD curl -sf http://x || exit 1",
    "HEALTHCHECK CMD python -c \"import urllib.request as r; r.urlopen('http://x')\"",
    "HEALTHCHECK CMD python -c \"import requests,sys; sys.exit(requests.get('http://x').status_code != 200)\"",
    "HEALTHCHECK CMD python -c \"import http.client as h; c = h.HTTPConnection('x'); c.request('GET', '/'); exit(c.getresponse().status != 200)\"",
    "HEALTHCHECK CMD pg_isready",
    "HEALTHCHECK NONE",
  ])("lets pass %j", (line) => expect(found("health-check-passes", image(line))).toEqual([]));
});

describe("health-check-tool", () => {
  const curl = "HEALTHCHECK CMD curl -f http://localhost:8000/health";
  const requests = 'HEALTHCHECK CMD python -c "import requests"';
  it.each([[curl], ["HEALTHCHECK CMD wget -q http://x || exit 1"], ["RUN apt-get install -y git", curl]])(
    "finds %j",
    (...lines) => expect(found("health-check-tool", image(...lines))).toHaveLength(1),
  );
  it.each([
    ["RUN apt-get update && apt-get install -y curl", curl],
    ["COPY --from=tools /usr/bin/curl /usr/bin/curl", curl],
    ["HEALTHCHECK CMD python check.py"],
    ["HEALTHCHECK CMD python curlew.py"],
  ])("lets pass %j", (...lines) => expect(found("health-check-tool", image(...lines))).toEqual([]));
  it("knows nothing of a base that is not slim", () => {
    expect(found("health-check-tool", `FROM python:3.11\n${curl}\n`)).toEqual([]);
  });
  it("looks for requests among what is installed, where the lists are known", () => {
    const without = workspace({ "requirements.txt": "fastapi==0.92.0\nrequests-mock==1\n#requests\n" });
    const listed = workspace({ "requirements.txt": "fastapi==0.92.0\nrequests==2.31\n" });
    expect(
      found("health-check-tool", image(requests), workspace({ "requirements.txt": "fastapi==0.92.0\n" })),
    ).toHaveLength(1);
    expect(found("health-check-tool", image(requests), listed)).toEqual([]);
    expect(found("health-check-tool", image("RUN pip install requests==2.31", requests), without)).toEqual(
      [],
    );
    expect(found("health-check-tool", image(requests))).toEqual([]);
  });
  it("is done at once with a list of a megabyte that is all white space", () => {
    const files = workspace({ "requirements.txt": "\n".repeat(1_000_000), "uv.lock": " ".repeat(1_000_000) });
    expect(found("health-check-tool", image(requests), files)).toHaveLength(1);
  });
});
