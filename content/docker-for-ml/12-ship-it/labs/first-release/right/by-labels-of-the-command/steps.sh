mine=$(sh address.sh)/digit-reader
release() {
  docker build --quiet -t digit-reader:$1 --build-arg VERSION=$1 --label org.opencontainers.image.title=reader \
    --label org.opencontainers.image.version=$1 --label org.opencontainers.image.revision=$2 \
    --label org.opencontainers.image.source=here .
  docker tag digit-reader:$1 $mine:$1
  docker push $mine:$1 | tee push.log
}
release 1.0 a1
digest=$(grep -o 'sha256:[0-9a-f]*' push.log | tail -n 1)
release 1.1 b2
docker tag $mine:1.1 $mine:1
docker push --quiet --all-tags $mine
docker image rm digit-reader:1.0 $mine:1.0
docker pull --quiet $mine@$digest
docker create --name shipped --publish 127.0.0.1:8012:8000 $mine@$digest
docker start shipped
for try in $(seq 100); do curl -sf -o /dev/null localhost:8012/health && break; sleep 0.1; done
docker exec shipped sh -c 'pip freeze --all; dpkg -l' > packages.txt
