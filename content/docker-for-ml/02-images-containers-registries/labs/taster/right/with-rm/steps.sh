# What lesson 1 has left, where it was done.
docker rm monday tuesday 2> /dev/null || true
docker build --quiet --tag taster:1 --tag taster:stable .
docker network create cellar-net
docker run --detach --name cellar --network cellar-net --publish 127.0.0.1:8000:8000 taster:1
until curl -sf -o /dev/null localhost:8000; do sleep 0.1; done
curl -s 'localhost:8000/?wine=chianti' 'localhost:8000/?wine=barolo'
docker logs cellar > log.txt 2>&1
docker exec -i cellar tee /srv/motto.txt <<< 'in vino veritas'
docker exec cellar whoami > user.txt
docker run -d --name second taster:1
until docker logs second | grep -q tasting; do sleep 0.1; done
docker stop second
docker run --rm -v scores:/data taster:1 score barolo chianti
