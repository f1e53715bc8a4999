mine=$(sh address.sh)
docker build --quiet --build-arg VERSION=1.0 --build-arg REVISION=4f1c2ab -t $mine/digit-reader:1.0 .
docker tag $mine/digit-reader:1.0 $mine/digit-reader:1.1
docker tag $mine/digit-reader:1.0 $mine/digit-reader:1
docker push --quiet --all-tags $mine/digit-reader
pinned=$(docker image inspect -f '{{index .RepoDigests 0}}' $mine/digit-reader:1.0)
docker rmi $mine/digit-reader:1.0 $mine/digit-reader:1.1 $mine/digit-reader:1
docker run -d --name shipped -p 8012:8000 $pinned
for try in $(seq 100); do curl -sf -o /dev/null localhost:8012/health && break; sleep 0.1; done
docker run --rm $pinned pip list --format freeze > packages.txt
docker run --rm $pinned dpkg-query -W >> packages.txt
