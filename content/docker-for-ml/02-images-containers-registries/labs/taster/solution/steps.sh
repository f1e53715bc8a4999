# What lesson 1 has left, where it was done.
docker rm monday tuesday 2> /dev/null || true
docker build --quiet -t taster:1 .

docker run -d --name cellar -p 8000:8000 taster:1
until curl -sf -o /dev/null localhost:8000; do sleep 0.1; done

curl -s 'localhost:8000/?wine=barolo'
docker logs cellar > log.txt

docker exec cellar sh -c 'echo "in vino veritas" > /srv/motto.txt'

docker inspect --format '{{.Config.User}}' cellar > user.txt

docker run -d --name second taster:1
until docker logs second | grep -q tasting; do sleep 0.1; done
docker stop second

docker run --name once -v scores:/data taster:1 score barolo
docker rm once

docker tag taster:1 taster:stable
docker tag taster:1 taster:draft
docker rmi taster:draft
