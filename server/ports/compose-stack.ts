/**
 * For tests: the stack of the lessons on compose. An API that counts its visits in PostgreSQL, and Prometheus that
 * watches it, each with a health check and waiting for the one before. Three files, all of which a lab lets be edited.
 * The database does not wait for the disk, which the tests share with others.
 */
export const composeStack: Readonly<Record<"Dockerfile" | "compose.yaml" | "prometheus.yml", string>> = {
  Dockerfile: `FROM python:3.11-slim
RUN pip install --no-cache-dir --root-user-action=ignore psycopg2
COPY <<"PYTHON" /app.py
import http.server, os, psycopg2
def ask(sql):
    with psycopg2.connect(os.environ["DATABASE"]) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None
class Api(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/metrics": body = b"# TYPE visits_total counter\\nvisits_total %d\\n" % ask("SELECT count(*) FROM visits")
        elif self.path == "/health": body = b"the database says %d\\n" % ask("SELECT 1")
        else:
            ask("INSERT INTO visits DEFAULT VALUES")
            body = b"visit %d\\n" % ask("SELECT count(*) FROM visits")
            print("\\033[31mcounted\\033[0m", self.path, flush=True)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
ask("CREATE TABLE IF NOT EXISTS visits (at timestamptz DEFAULT now())")
print("the API is ready", flush=True)
http.server.ThreadingHTTPServer(("", 8000), Api).serve_forever()
PYTHON
CMD ["python", "/app.py"]
`,
  "compose.yaml": `name: shop
services:
  db:
    image: postgres:15
    environment:
      POSTGRES_PASSWORD: not-a-secret
      POSTGRES_DB: shop
      POSTGRES_INITDB_ARGS: --no-sync
    command: ["postgres", "-c", "fsync=off"]
    volumes:
      - data:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD", "pg_isready", "-q", "-U", "postgres", "-d", "shop", "-h", "127.0.0.1"]
      interval: 1s
      retries: 60
  api:
    build: .
    environment:
      DATABASE: postgresql://postgres:not-a-secret@db/shop
    depends_on:
      db:
        condition: service_healthy
    ports:
      - "8000-8009:8000"
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8000/health').read().decode())"]
      interval: 1s
      retries: 60
  prometheus:
    image: prom/prometheus:v2.42.0
    depends_on:
      api:
        condition: service_healthy
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
    ports:
      - "9090:9090"
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9090/-/ready"]
      interval: 1s
      retries: 60
volumes:
  data:
`,
  "prometheus.yml": `global:
  scrape_interval: 1s
scrape_configs:
  - job_name: api
    static_configs:
      - targets: ["api:8000"]
`,
};
