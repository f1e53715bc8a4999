docker rm -f reader
docker run -d --name reader -p 8009:8000 --user 10001:10001 \
  --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges sealed-reader:1
for try in $(seq 50); do curl -sf -o /dev/null localhost:8009/health && break; sleep 0.1; done
