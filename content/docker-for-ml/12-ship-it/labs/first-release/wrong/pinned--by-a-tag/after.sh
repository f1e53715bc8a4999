docker rm -f shipped
docker rmi $pinned
docker run -d --name shipped -p 8012:8000 $mine/digit-reader:1.0
for try in $(seq 100); do curl -sf -o /dev/null localhost:8012/health && break; sleep 0.1; done
