docker rm -f shipped
docker pull --quiet $mine/digit-reader:1
newer=$(docker image inspect -f '{{index .RepoDigests 0}}' $mine/digit-reader:1)
docker rmi $mine/digit-reader:1
docker run -d --name shipped -p 8012:8000 $newer
for try in $(seq 100); do curl -sf -o /dev/null localhost:8012/health && break; sleep 0.1; done
