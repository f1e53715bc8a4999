/** An example of each kind of check. One that is missing here is made from the schema. */
export const checkExamples: Readonly<Record<string, string>> = {
  "multi-stage": `- id: multi-stage
  kind: multi-stage
  title: Built in two stages
  points: 20
  packages: [scikit-learn]
  tools: [gcc, make]`,
  "small-and-works": `- id: small-and-works
  kind: small-and-works
  title: Below 300 MB, and it still predicts
  points: 20
  maxBytes: 300000000
  predictions:
    - { path: /predict, body: { features: [5.1, 3.5, 1.4, 0.2] }, expect: { species: setosa } }`,
  "non-root": `- id: non-root
  kind: non-root
  title: Does not run as root
  points: 20`,
  "health-reacts": `- id: health
  kind: health-reacts
  title: Says whether it is well
  points: 20
  healthyWithinSeconds: 60
  unhealthyWithinSeconds: 30
  broken:
    environment: { MODEL_PATH: /nowhere }`,
  "compose-scrapes": `- id: compose
  kind: compose-scrapes
  title: Prometheus scrapes the API
  points: 20
  counter: predictions_total
  request: { path: /predict, body: { features: [5.1, 3.5, 1.4, 0.2] } }
  prometheusImage: prom/prometheus
  upWithinSeconds: 90`,
  "compose-file": `- id: file
  kind: compose-file
  title: Versions where they belong, and nowhere else
  points: 10
  rules: [no-version, pinned-images, no-container-name]`,
  "compose-waits": `- id: waits
  kind: compose-waits
  title: The API waits for a database that is ready
  points: 15
  database: postgres`,
  "compose-reach": `- id: reach
  kind: compose-reach
  title: The API is published, the database is not
  points: 10
  open:
    - { port: 8080, inside: 8000, path: /health, contains: ok }
  inside: [5432]`,
  "compose-outage": `- id: outage
  kind: compose-outage
  title: Without its database the API says so, and recovers
  points: 15
  database: postgres
  request: { path: /read, body: { lines: ["  .*#*  "] } }
  noticeWithinSeconds: 25
  backWithinSeconds: 25`,
  "compose-keeps": `- id: keeps
  kind: compose-keeps
  title: Readings outlive down and up
  points: 20
  database: postgres
  dataPath: /var/lib/postgresql/data
  count: { path: /readings, field: count }`,
  "gpu-reservation": `- id: reservation
  kind: gpu-reservation
  title: compose.yaml asks for a GPU
  points: 40`,
  "secret-kept": `- id: kept
  kind: secret-kept
  title: The build is given the key, and the image does not have it
  points: 30
  secret: weights_key`,
  pushed: `- id: pushed
  kind: pushed
  title: Two releases are in the class registry
  points: 20
  repository: digit-reader
  tags:
    - { tag: "1.0" }
    - { tag: "1.1", differsFrom: "1.0" }`,
  "gpu-stage": `- id: one-cuda
  kind: gpu-stage
  title: The gpu stage brings CUDA once
  points: 25
  stage: gpu
  expect: one-cuda`,
  "compose-gpu": `- id: asks
  kind: compose-gpu
  title: compose.yaml asks for a GPU, for those who have one
  points: 15
  target: gpu`,
  answers: `- id: answers
  kind: answers
  title: Starts, and answers
  points: 40
  hints:
    - Read the log of Run from the bottom up. Which address and port does it listen on?
  requests:
    - { method: GET, path: /health, expect: { status: ok } }
    - { path: /read, body: { lines: ["no digit"] }, status: 422 }`,
  "image-config": `- id: describes
  kind: image-config
  title: Says where it works and on which port
  points: 30
  workdir: true
  port: 8000
  command: true`,
  stops: `- id: stops
  kind: stops
  title: Ends when it is asked to
  points: 30
  withinSeconds: 9`,
  rebuild: `- id: order
  kind: rebuild
  title: A change of the code installs nothing again
  points: 30
  edit: { path: app.py, append: "# changed" }
  expect: installs-cached`,
  "share-of-starter": `- id: third
  kind: share-of-starter
  title: A third of what it was
  points: 30
  share: 0.3333`,
  "no-waste": `- id: clean
  kind: no-waste
  title: No layer holds what nobody needs
  points: 30
  causes: [pip-cache, apt-lists]`,
  "not-in-image": `- id: left-out
  kind: not-in-image
  title: Notebooks and data stay outside
  points: 20
  paths: ["/**/*.ipynb", "/app/data/**"]`,
  "seat-state": `- id: stop
  kind: seat-state
  title: The container second was stopped and is still there
  points: 15
  hint: docker stop ends a container and leaves it there; docker ps -a shows it.
  expect:
    - { what: container, name: second, is: stopped, image: "taster:1", exitCode: 0 }
    - { what: port, port: 8000, path: /health, contains: ok }
    - { what: file, in: { volume: scores }, path: barolo.txt, contains: barolo }`,
};
